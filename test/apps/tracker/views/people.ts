import { randomBytes, scryptSync } from 'node:crypto';
import {
  type CreateOf,
  Referrers,
  TenantScoped,
  View,
  type ViewContext,
  ViewRoute,
  type WriteContext,
} from 'nestjs-restview';
import { Organisation, User } from '../entities/people.js';
import { tenant } from '../mixin-options.js';
import { OrganisationRead, UserRead } from '../schemas.js';
import { TrackerView } from '../tracker-view.js';

/** A caller sees the one organisation that is theirs. */
@View('organisations', {
  model: Organisation,
  schema: OrganisationRead,
  excludeRoutes: [ViewRoute.CREATE, ViewRoute.DELETE],
})
export class OrganisationView extends TrackerView<Organisation, OrganisationRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('organisation.id = :tenant', { tenant: context.caller.tenantId ?? null });
  }
}

@View('users', { model: User, schema: UserRead, searchFields: ['name', 'email'] })
export class UserView extends Referrers(TenantScoped(TrackerView<User, UserRead>, tenant)) {
  override async makeNewObject(data: CreateOf<UserRead>, context: WriteContext): Promise<User> {
    const user = await super.makeNewObject(data, context);
    if (typeof data.password === 'string') {
      const salt = randomBytes(8).toString('hex');
      user.passwordHash = `${salt}:${scryptSync(data.password, salt, 16).toString('hex')}`;
    }
    return user;
  }
}

import {
  Action,
  type Change,
  Conflict,
  type CreateOf,
  type Subject,
  type UpdateOf,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { type EntityMetadata, Not } from 'typeorm';
import type { FieldChanges } from '../audit/field-changes.js';
import { hashPassword } from '../auth/passwords.js';
import { Session } from '../entities/session.js';
import { Staff } from '../entities/staff.js';
import { lockStore } from '../orders/lock-store.js';
import { StaffRead } from '../schemas/staff.js';
import { OWNERS_ONLY } from './rights.js';
import { ShopView } from './shop-view.js';

@View('staff', {
  model: Staff,
  schema: StaffRead,
  names: { one: 'StaffMember', many: 'Staff' },
  searchFields: ['name', 'email'],
  defaultSort: 'name',
  problemCodes: ['own_account', 'last_owner'],
})
export class StaffView extends ShopView<Staff, StaffRead> {
  protected override readonly rights = OWNERS_ONLY;

  override async authorize(action: string, subject: Subject<Staff, StaffRead>, context: ViewContext): Promise<void> {
    await super.authorize(action, subject, context);
    const { entity, data } = subject;
    if (entity?.id !== context.caller.staff?.id) return;
    const leaves = action === Action.DELETE || data?.active === false;
    const stepsDown = data?.role !== undefined && data.role !== entity?.role;
    if (entity && (leaves || stepsDown)) throw ownAccount();
  }

  override async makeNewObject(data: CreateOf<StaffRead>, context: WriteContext): Promise<Staff> {
    const staff = await super.makeNewObject(data, context);
    staff.passwordHash = await hashPassword(data.password);
    return staff;
  }

  override async updateObject(staff: Staff, data: UpdateOf<StaffRead>, context: WriteContext): Promise<Staff> {
    const changed = await super.updateObject(staff, data, context);
    if (data.password !== undefined) {
      changed.passwordHash = await hashPassword(data.password);
      // Who has come in by the old password is out, but for the one that is changing it.
      await context.manager.delete(Session, { staffId: staff.id, id: Not(context.caller.sessionId ?? '') });
    }
    return changed;
  }

  override async beforeCommit(action: string, change: Change<Staff>, context: WriteContext): Promise<void> {
    const { old, entity } = change;
    const stays = action !== Action.DELETE && isActiveOwner(entity);
    if (entity && isActiveOwner(old) && !stays) await this.keepAnOwner(entity.storeId, context);
    await super.beforeCommit(action, change, context);
  }

  /** Two owners could remove each other at the same moment, so a store lets its owners go one after the other. */
  private async keepAnOwner(storeId: number, { manager }: WriteContext): Promise<void> {
    await lockStore(storeId, manager);
    if ((await manager.countBy(Staff, { storeId, role: 'owner', active: true })) === 0) {
      throw new Conflict('A store keeps one owner at least.', { code: 'last_owner', title: 'Last owner' });
    }
  }

  /** That a password has changed, not to what. */
  protected override changesOf(change: Change<Staff>, metadata: EntityMetadata): FieldChanges {
    const changes = super.changesOf(change, metadata);
    // The hash is not loaded: it is there where this write has set it.
    const hasNewPassword = change.old !== null && change.entity !== null && 'passwordHash' in change.entity;
    return hasNewPassword ? { ...changes, password: [null, 'changed'] } : changes;
  }
}

function isActiveOwner(staff: Partial<Pick<Staff, 'role' | 'active'>> | null): boolean {
  return staff?.role === 'owner' && staff.active === true;
}

/** A store would be left to nobody. */
function ownAccount(): Conflict {
  return new Conflict('Nobody deletes or deactivates himself, or takes another role: ask another owner.', {
    code: 'own_account',
    title: 'Own account',
  });
}

import { ApiOperation } from '@nestjs/swagger';
import type { ViewClass } from '../definition/view-class.js';
import { InstanceAction } from '../registration/instance-action.decorator.js';
import type { Key } from '../view/key-values.js';
import { type ReferrerGroup, referrersOf } from '../view/deletes/referrers.js';
import { StartedView } from '../view/started-view.js';
import type { ViewContext } from '../view/view-context.js';
import type { AnyView } from './any-view.js';
import { ReferrerDocument } from './referrer-document.js';

/**
 * What {@link Referrers} adds to a view.
 *
 * @public
 */
export interface ReferrersMethods {
  /** Finds the row in the scope, asks the policy for `getOne` and `referrers`, and looks for the rows that refer to it. */
  handleReferrers(id: Key, context: ViewContext): Promise<readonly ReferrerGroup[]>;
  /** The rows that refer to a loaded row, as far as the caller may see them; `GET /:id/referrers`. */
  referrers(entity: object, context: ViewContext): Promise<readonly ReferrerGroup[]>;
}

/**
 * Adds `GET /:id/referrers` to a view: which rows refer to a row, such as those that keep it from being deleted.
 *
 * The answer has a group for each field of a view by which rows refer, with their number and the first twenty keys; fields
 * by which none does are left out. Counted is what the caller may see: the scopes of all views over the referring entity
 * hold, and softly deleted rows are none. The policy is asked for `getOne`, then for `referrers`.
 *
 * @example
 * @View('orgs', { model: Org })
 * export class OrgView extends Referrers(RestView<Org>) {}
 *
 * @public
 */
export function Referrers<Base extends ViewClass<AnyView>>(base: Base): Base & ViewClass<ReferrersMethods> {
  abstract class ReferrersView extends base implements ReferrersMethods {
    async handleReferrers(id: Key, context: ViewContext): Promise<readonly ReferrerGroup[]> {
      const entity = await this.handleGetOne(id, context);
      await this.authorize('referrers', { entity }, context);
      return this.referrers(entity, context);
    }

    @InstanceAction('referrers', { method: 'GET', response: [ReferrerDocument] })
    @ApiOperation({ summary: 'The rows that refer to this one.' })
    referrers(entity: object, context: ViewContext): Promise<readonly ReferrerGroup[]> {
      return referrersOf(StartedView.of(this), entity, context);
    }
  }
  return ReferrersView;
}

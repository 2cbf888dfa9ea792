import type { BoundView } from '../bound-view.js';
import { includedRelations } from './included-relations.js';
import type { LoadingPlan } from './loading-plan.js';
import type { ViewContext } from '../view-context.js';

/** What is loaded of a view's rows for the answer to a request. */
export function planFor<Entity extends object>(
  bound: BoundView<Entity>,
  context: ViewContext,
  included: readonly string[] = includedRelations(bound, context),
): LoadingPlan {
  return bound.loading.planOf(included, bound.loaderOptions(context));
}

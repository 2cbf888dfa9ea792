import type { Mistake } from '../errors/mistake.js';
import { PreconditionFailed } from '../errors/problems.js';
import { queryParametersOf } from '../query/query-parameters.js';
import { unknownParameters } from '../query/unknown-parameters.js';
import type { BoundView } from '../view/bound-view.js';
import { type RestviewRequest, urlOf } from '../view/caller.js';

/** The query parameters that a route without a query of its own does not know. */
export function unknownExtras({ resource }: BoundView, request: RestviewRequest): readonly Mistake[] {
  return unknownParameters(queryParametersOf(urlOf(request)), new Set(resource.list.extraQueryParams));
}

/**
 * Refuses a condition on a write that cannot be checked.
 *
 * @throws {@link PreconditionFailed}
 */
export function refuseCondition({ method, headers }: RestviewRequest): void {
  if (method === 'GET' || headers['if-match'] === undefined) return;
  throw new PreconditionFailed('This resource has no versions, so "If-Match" cannot be checked.');
}

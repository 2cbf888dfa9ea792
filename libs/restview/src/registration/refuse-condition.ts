import { PreconditionFailed } from '../errors/problems.js';
import type { RestviewRequest } from '../view/caller.js';

/**
 * Refuses a condition on a write that cannot be checked.
 *
 * @throws {@link PreconditionFailed}
 */
export function refuseCondition({ method, headers }: RestviewRequest): void {
  if (method === 'GET' || headers['if-match'] === undefined) return;
  throw new PreconditionFailed('This resource has no versions, so "If-Match" cannot be checked.');
}

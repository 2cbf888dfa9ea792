import type { Blocker } from './blocker.js';
import type { Mistake } from './mistake.js';

/**
 * The body of every error answer: RFC 9457 problem details, with members of our own, `code`, `errors` and `blockers`.
 *
 * Sent as `application/problem+json`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 * @public
 */
export interface ProblemDetails {
  /** URI of the page that explains this kind of problem. */
  readonly type: string;
  /** The kind of problem in a few words; the same for every occurrence. */
  readonly title: string;
  /** The HTTP status code of this answer. */
  readonly status: number;
  /** One sentence on this occurrence, safe to show to the person who made the request. */
  readonly detail: string;
  /** Stable, machine-readable kind in snake case: `not_found`, `conflict`, `invalid_request`, … */
  readonly code: string;
  /** URN of this occurrence; it carries the request id that the server's log line carries too. */
  readonly instance: string;
  /** What exactly is wrong with the request, one entry a mistake; absent when there is nothing more to say. */
  readonly errors?: readonly Mistake[];
  /** The rows that stand in the way of a delete, as far as the caller may see them; absent for any other problem. */
  readonly blockers?: readonly Blocker[];
}

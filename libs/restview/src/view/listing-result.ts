import type { ListQuery } from '../query/list-query.js';

/**
 * The rows of a page, and what is known of the pages around it.
 *
 * @public
 */
export interface ListingResult<Entity extends object> {
  readonly items: readonly Entity[];
  /** All rows that the query finds; `null` when nobody asked for it. */
  readonly total: number | null;
  /** Whether there is a page after this one. */
  readonly hasNext: boolean;
  readonly query: ListQuery;
}

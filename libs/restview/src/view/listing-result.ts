import type { ListQuery } from '../query/list-query.js';

/**
 * The rows of a page, and what is known of the pages around it.
 *
 * @public
 */
export interface ListingResult<Entity extends object> {
  /** The rows of the page. */
  readonly items: readonly Entity[];
  /** All rows that the query finds; `null` when nobody asked for it. */
  readonly total: number | null;
  /** Whether there is a page after this one. */
  readonly hasNext: boolean;
  /** In a walk by cursor: the places after and before this page; `null` where the list ends. */
  readonly cursors?: { readonly next: string | null; readonly prev: string | null };
  /** What the client asked for. */
  readonly query: ListQuery;
}

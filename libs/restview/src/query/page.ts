import type { ListQuery } from './list-query.js';
import type { PageCursors } from './page-cursors.js';

/**
 * The number of rows behind a page, when the page itself tells it; `undefined` when only a count can.
 *
 * A page that is not full is the last one, so it tells the total. An empty page beyond the first tells nothing.
 */
export function totalOfPage({ offset, pageSize }: ListQuery, rows: number): number | undefined {
  if (pageSize === null) return rows;
  if (rows >= pageSize || (rows === 0 && offset > 0)) return undefined;
  return offset + rows;
}

/**
 * What a page says about itself in the list envelope.
 *
 * @public
 */
export interface PageEnvelope<Item> {
  /** The rows. */
  readonly items: readonly Item[];
  /** All rows that the query finds, on every page; absent when the client asked for none. */
  readonly total?: number;
  /** The page, counted from 1; absent in a walk by cursor. */
  readonly page?: number;
  /** Rows of a page. */
  readonly page_size: number;
  /** Pages in all; absent where `total` is. */
  readonly total_pages?: number;
  /** In a walk by cursor: the `cursor` of the next page; `null` on the last one. */
  readonly next?: string | null;
  /** In a walk by cursor: the `cursor` of the page before; `null` on the first one. */
  readonly prev?: string | null;
}

/** The envelope around a page; a list without a page size is one page. */
export function pageEnvelope<Item>(
  items: readonly Item[],
  total: number | null,
  query: ListQuery,
  cursors?: PageCursors,
): PageEnvelope<Item> {
  const pageSize = query.pageSize ?? items.length;
  return {
    items,
    ...(total !== null && { total }),
    ...(!cursors && { page: query.page }),
    page_size: pageSize,
    ...(!cursors && total !== null && { total_pages: total === 0 ? 0 : Math.ceil(total / pageSize) }),
    ...cursors,
  };
}

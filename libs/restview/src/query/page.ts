import type { ListQuery } from './list-query.js';

/**
 * The number of rows behind a page, when the page itself tells it; `undefined` when only a count can.
 *
 * A page that is not full is the last one, so it tells the total. An empty page beyond the first tells nothing.
 */
export function totalOfPage({ page, pageSize }: ListQuery, rows: number): number | undefined {
  if (pageSize === null) return rows;
  if (rows >= pageSize || (rows === 0 && page > 1)) return undefined;
  return (page - 1) * pageSize + rows;
}

/** What a page says about itself in the list envelope. */
export interface PageEnvelope<Item> {
  readonly items: readonly Item[];
  /** All rows that the query finds, on every page. */
  readonly total: number;
  readonly page: number;
  readonly page_size: number;
  readonly total_pages: number;
}

/** The envelope around a page; a list without a page size is one page. */
export function pageEnvelope<Item>(items: readonly Item[], total: number, query: ListQuery): PageEnvelope<Item> {
  const pageSize = query.pageSize ?? total;
  return {
    items,
    total,
    page: query.page,
    page_size: pageSize,
    total_pages: total === 0 ? 0 : Math.ceil(total / pageSize),
  };
}

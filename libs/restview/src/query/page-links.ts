import type { ListQuery } from './list-query.js';
import type { PageCursors } from './page-cursors.js';

/**
 * The `Link` header of a page: `first`, `prev`, `next` and, where the total is known, `last`.
 *
 * @param url - path and query of the request; all parameters but `page` or `cursor` stay as they came.
 * @returns `undefined` for a list that is not cut into pages.
 * @see https://www.rfc-editor.org/rfc/rfc8288
 */
export function pageLinks(
  url: string,
  query: ListQuery,
  found: { readonly hasNext: boolean; readonly total: number | null; readonly cursors?: PageCursors },
): string | undefined {
  if (query.pageSize === null) return undefined;
  const start = url.indexOf('?');
  const path = start === -1 ? url : url.slice(0, start);
  const search = start === -1 ? '' : url.slice(start + 1);
  const linkBy = (parameter: string, value: string, relation: string): string => {
    const parameters = new URLSearchParams(search);
    parameters.set(parameter, value);
    return `<${path}?${parameters.toString()}>; rel="${relation}"`;
  };
  if (found.cursors) {
    const { next, prev } = found.cursors;
    return [
      linkBy('cursor', '', 'first'),
      ...(prev === null ? [] : [linkBy('cursor', prev, 'prev')]),
      ...(next === null ? [] : [linkBy('cursor', next, 'next')]),
    ].join(', ');
  }
  const link = (page: number, relation: string): string => linkBy('page', String(page), relation);
  const last = found.total === null ? undefined : Math.max(1, Math.ceil(found.total / query.pageSize));
  return [
    link(1, 'first'),
    // Beyond the end, the page before is the last one that there is.
    ...(query.page > 1 ? [link(Math.min(query.page - 1, last ?? Infinity), 'prev')] : []),
    ...(found.hasNext ? [link(query.page + 1, 'next')] : []),
    ...(last === undefined ? [] : [link(last, 'last')]),
  ].join(', ');
}

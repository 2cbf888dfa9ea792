import { isRecord } from './is-record.js';
import type { ClientAnswer } from './connection-requests.js';
import type { LooseQuery } from './query-text.js';
import { UsageError } from './usage-error.js';

/** Where a list goes on. */
export type NextPage = { readonly cursor: string } | { readonly page: number };

/** The page behind an answer; `undefined` behind the last one. */
export function nextPage({ body, response }: ClientAnswer, query: LooseQuery): NextPage | undefined {
  if (isRecord(body) && 'next' in body) return typeof body.next === 'string' ? { cursor: body.next } : undefined;
  const link = response.headers.get('link');
  if (link !== null) return linkedPage(link);
  if (isRecord(body)) return countedPage(body, query);
  if (Array.isArray(body) && mayGoOn(body, response, query)) {
    throw new UsageError(
      'Whether the list goes on stands in its Link header, which cannot be read here. Let the server send "Access-Control-Expose-Headers: Link".',
    );
  }
  return undefined;
}

/**
 * The place that `rel="next"` of a `Link` header (RFC 8288) names. Only the place is taken, never the address: behind a
 * proxy it may be another one, and requests with tokens go nowhere but to the server of the client.
 */
function linkedPage(link: string): NextPage | undefined {
  for (const [, target = '', parameters = ''] of link.matchAll(/<([^>]*)>([^<]*)/g)) {
    if (!/;\s*rel="?next"?\s*(?:[;,]|$)/i.test(parameters)) continue;
    const search = new URLSearchParams(target.slice(target.indexOf('?') + 1));
    const cursor = search.get('cursor');
    if (cursor !== null) return { cursor };
    const page = Number(search.get('page'));
    if (Number.isSafeInteger(page) && page > 0) return { page };
  }
  return undefined;
}

/** By the counts of an envelope; the header may be hidden from a browser. */
function countedPage(body: LooseQuery, query: LooseQuery): NextPage | undefined {
  const page = Number(body.page ?? query.page ?? 1);
  if (typeof body.total_pages === 'number') return page < body.total_pages ? { page: page + 1 } : undefined;
  const { items, page_size: size } = body;
  return Array.isArray(items) && typeof size === 'number' && items.length >= size ? { page: page + 1 } : undefined;
}

/** A list that is not cut into pages has no header; one whose header is hidden looks the same. */
function mayGoOn(rows: readonly unknown[], { type }: Response, { page_size: size }: LooseQuery): boolean {
  return typeof size === 'number' ? rows.length >= size : type === 'cors' && rows.length > 0;
}

import type { ClientAnswer } from './connection-requests.js';
import { isRecord } from './is-record.js';
import { nextPage } from './next-page.js';
import { ProblemError } from './problem-error.js';
import type { LooseQuery } from './query-text.js';
import { UsageError } from './usage-error.js';

/** Asks for one page of a list. */
export type PageRequest = (query: LooseQuery) => Promise<ClientAnswer>;

/** What is known of a list from walks before. */
export interface KnownList {
  /** The list has answered that it has no cursors. */
  hasNoCursors?: boolean;
}

/** The pages of a list, each asked for when it is wanted. */
export async function* walkPages(request: PageRequest, query: LooseQuery, list: KnownList): AsyncGenerator {
  let answer = await firstPage(request, query, list);
  let asked: LooseQuery = query;
  for (;;) {
    yield answer.body;
    const next = nextPage(answer, query);
    if (!next) return;
    if (isSame(next, asked)) throw new UsageError('The answer leads from a page to the same page again.');
    asked = next;
    const { page: _page, cursor: _cursor, ...same } = query;
    answer = await request({ ...same, ...next });
  }
}

/** The rows of all pages of a list. */
export async function* walkRows(pages: AsyncIterable<unknown>): AsyncGenerator {
  for await (const page of pages) yield* rowsOf(page);
}

function rowsOf(page: unknown): readonly unknown[] {
  const rows = isRecord(page) ? page.items : page;
  if (!Array.isArray(rows)) throw new UsageError('The answer is neither a list nor a page with "items".');
  return rows;
}

function isSame(next: LooseQuery, asked: LooseQuery): boolean {
  return next.cursor === asked.cursor && next.page === asked.page;
}

/** A walk by cursor loses no row while others come and go, so it is tried first, unless the caller names a place. */
async function firstPage(request: PageRequest, query: LooseQuery, list: KnownList): Promise<ClientAnswer> {
  if (query.page !== undefined || query.cursor !== undefined || list.hasNoCursors) return request(query);
  try {
    return await request({ ...query, cursor: '' });
  } catch (error) {
    if (!isRefusalOfCursor(error)) throw error;
    list.hasNoCursors = true;
    return request(query);
  }
}

function isRefusalOfCursor(error: unknown): boolean {
  if (!(error instanceof ProblemError) || error.status !== 422) return false;
  return error.errors.some(({ parameter, code }) => parameter === 'cursor' && code === 'unknown_parameter');
}

import type { SelectQueryBuilder } from 'typeorm';
import type { ListQuery } from '../../libs/restview/src/query/list-query.js';
import { distinctRows, pageCursors } from '../../libs/restview/src/query/page-cursors.js';

/** One page of a walk, in the order of the list. */
export interface WalkedPage<Entity> {
  readonly rows: readonly Entity[];
  readonly next: string | null;
  readonly prev: string | null;
}

/** Reads the page that a parsed query asks for, with a look at whether there is one more row. */
export async function readWalkedPage<Entity extends object>(
  query: ListQuery,
  apply: (query: ListQuery) => SelectQueryBuilder<Entity>,
): Promise<WalkedPage<Entity>> {
  const size = query.pageSize ?? 0;
  if (!query.walk) throw new Error('the query is no walk');
  const { entities, raw } = await apply({ ...query, pageSize: size + 1 }).getRawAndEntities<Record<string, unknown>>();
  const rows = entities.slice(0, size);
  const terms = query.sort.length;
  const cursors = pageCursors(distinctRows(raw, terms).slice(0, size), entities.length > size, query.walk, terms);
  return { rows: query.walk.from?.direction === 'prev' ? rows.toReversed() : rows, ...cursors };
}

/** Walks through a list to its end, and from there back to its start. */
export async function walk<Entity extends { readonly id: unknown }>(
  parse: (cursor: string) => ListQuery,
  apply: (query: ListQuery) => SelectQueryBuilder<Entity>,
): Promise<{ readonly forward: readonly unknown[]; readonly back: readonly unknown[] }> {
  const forward: unknown[] = [];
  let cursor: string | null = '';
  let page: WalkedPage<Entity> = { rows: [], next: null, prev: null };
  for (let pages = 0; cursor !== null; pages += 1) {
    if (pages > 1000) throw new Error('the walk does not end');
    page = await readWalkedPage(parse(cursor), apply);
    forward.push(...page.rows.map(({ id }) => id));
    cursor = page.next;
  }
  const back = page.rows.map(({ id }): unknown => id);
  for (let pages = 0; page.prev !== null; pages += 1) {
    if (pages > 1000) throw new Error('the walk back does not end');
    page = await readWalkedPage(parse(page.prev), apply);
    back.unshift(...page.rows.map(({ id }) => id));
  }
  return { forward, back };
}

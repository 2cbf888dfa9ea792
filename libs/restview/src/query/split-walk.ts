import type { ListQuery } from './list-query.js';

/** A page of a walk, read in two steps. */
export interface SplitWalk {
  /** The rows up to where values turn into NULLs, or NULLs into values. */
  readonly near: ListQuery;
  /** The rows beyond; they are read when the near ones do not fill the page. */
  readonly far: ListQuery;
}

/**
 * Splits a page of a walk where NULLs of the first sort column begin or end; `undefined` where they cannot.
 *
 * NULLs are last, so "greater, or NULL" would be the condition, and no index leads to that: databases then read the whole
 * list up to the cursor. Each half has a range of its own, so that a page costs the same wherever it is.
 */
export function splitWalk(query: ListQuery): SplitWalk | undefined {
  const { walk, sort } = query;
  const [lead] = sort;
  if (!walk?.from || !lead) return undefined;
  const { column, relations } = lead;
  // Text that is no datetime orders as NULL on SQLite.
  const mayBeNull = column.nullable || relations.length > 0 || column.kind === 'datetime';
  const isAtNull = (walk.from.values[0] ?? null) === null;
  if (!mayBeNull || isAtNull === (walk.from.direction === 'next')) return undefined;
  return { near: { ...query, walk: { ...walk, part: 'near' } }, far: { ...query, walk: { ...walk, part: 'far' } } };
}

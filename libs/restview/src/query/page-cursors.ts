import { cursorColumn } from './apply-cursor.js';
import type { CursorValue } from './cursor.js';
import type { CursorWalk } from './list-query.js';

/** The cursors around a page; `null` where the list ends. */
export interface PageCursors {
  readonly next: string | null;
  readonly prev: string | null;
}

/**
 * The cursors around a page of a walk.
 *
 * @param rows - the page's rows as the database gave them, in the direction of the walk.
 * @param hasMore - whether there are rows beyond, in the direction of the walk.
 * @param terms - how many columns order the list.
 */
export function pageCursors(
  rows: readonly Readonly<Record<string, unknown>>[],
  hasMore: boolean,
  { from, write }: CursorWalk,
  terms: number,
): PageCursors {
  const isBackwards = from?.direction === 'prev';
  const [first, last] = [rows.at(0), rows.at(-1)];
  // Where the walk came from there are rows, or were; beyond the page there are some if one more was found.
  const ahead =
    last && hasMore ? write({ values: valuesOf(last, terms), direction: isBackwards ? 'prev' : 'next' }) : null;
  const behind =
    first && from ? write({ values: valuesOf(first, terms), direction: isBackwards ? 'next' : 'prev' }) : null;
  return isBackwards ? { next: behind, prev: ahead } : { next: ahead, prev: behind };
}

function valuesOf(row: Readonly<Record<string, unknown>>, terms: number): readonly CursorValue[] {
  return Array.from({ length: terms }, (_, index) => {
    const value = row[cursorColumn(index)] ?? null;
    return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : String(value);
  });
}

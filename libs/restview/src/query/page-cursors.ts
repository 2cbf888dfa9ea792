import { cursorColumn } from './apply-cursor.js';
import type { CursorValue } from './cursor.js';
import type { CursorWalk } from './list-query.js';

/**
 * The cursors around a page; `null` where the list ends.
 *
 * @public
 */
export interface PageCursors {
  /** The cursor of the next page. */
  readonly next: string | null;
  /** The cursor of the page before. */
  readonly prev: string | null;
}

/**
 * The cursors around a page of a walk.
 *
 * @param rows - the raw rows of the page as the database gave them, in the direction of the walk: one for each entity,
 * or several where a join repeats it. See {@link distinctRows}.
 * @param hasMore - whether there are rows beyond, in the direction of the walk.
 * @param terms - how many columns order the list.
 * @public
 */
export function pageCursors(
  rows: readonly RawRow[],
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

/**
 * The raw rows without those that a join repeats: one for each entity, in the same order.
 *
 * @public
 */
export function distinctRows<Row extends RawRow>(rows: readonly Row[], terms: number): readonly Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(valuesOf(row, terms)), row])).values()];
}

type RawRow = Readonly<Record<string, unknown>>;

function valuesOf(row: RawRow, terms: number): readonly CursorValue[] {
  return Array.from({ length: terms }, (_, index) => cursorValue(row[cursorColumn(index)]));
}

function cursorValue(value: unknown): CursorValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    default:
      return null;
  }
}

import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { SortedColumn } from './apply-sort.js';
import type { Cursor } from './cursor.js';
import type { CursorWalk } from './list-query.js';
import { exactOperand, exactValue, sqlFamilyOf } from './sql-dialect.js';

/** The name under which the value of a sort column stands in a raw row. */
export function cursorColumn(index: number): string {
  return `restview_cursor_${String(index)}`;
}

/** Reads the sort values along with the rows, exactly, so that cursors can be made of them. */
export function selectCursorValues(builder: SelectQueryBuilder<object>, columns: readonly SortedColumn[]): void {
  const family = sqlFamilyOf(builder.dataSource);
  columns.forEach(({ term, ordered }, index) => {
    // In parentheses: a bare column under another name would be missing in the entity.
    builder.addSelect(`(${exactValue(ordered, term.column, family)})`, cursorColumn(index));
  });
}

/**
 * Leaves the rows behind a cursor: those whose sort values come after it (or before it), compared term by term.
 *
 * NULLs are last, so they come after every value and nothing comes after them.
 */
export function startAt(
  builder: SelectQueryBuilder<object>,
  columns: readonly SortedColumn[],
  { values, direction }: Cursor,
  part: CursorWalk['part'],
  nextName: () => string,
): void {
  if (part === 'far') {
    builder.andWhere(`${columns[0]?.ordered ?? ''} IS ${direction === 'next' ? '' : 'NOT '}NULL`);
    return;
  }
  const family = sqlFamilyOf(builder.dataSource);
  const parameters: ObjectLiteral = {};
  const places = columns.map((column, index): Place => {
    const value = values[index] ?? null;
    if (value === null) return { column, isForward: direction === 'next' };
    const name = nextName();
    parameters[name] = value;
    return {
      column: index === 0 && part ? valuesOnly(column) : column,
      isForward: direction === 'next',
      operand: exactOperand(name, value, column.term.column, family),
    };
  });
  const alternatives = places.flatMap((place, index) => {
    const beyond = index === 0 && part ? furtherNear(place) : further(place);
    return beyond === undefined ? [] : [[...places.slice(0, index).map(equal), beyond].join(' AND ')];
  });
  const sql = alternatives.map((alternative) => `(${alternative})`).join(' OR ');
  builder.andWhere(`(${[...rangeOf(places), sql === '' ? '1 = 0' : `(${sql})`].join(' AND ')})`, parameters);
}

/** The place of a cursor in one of the sort columns. */
interface Place {
  readonly column: SortedColumn;
  readonly isForward: boolean;
  /** Absent for NULL. */
  readonly operand?: string;
}

function equal({ column: { ordered }, operand }: Place): string {
  return operand === undefined ? `${ordered} IS NULL` : `${ordered} = ${operand}`;
}

/** The column as if it had values only: in the near part of a page NULLs are out of the question. */
function valuesOnly(column: SortedColumn): SortedColumn {
  return { ...column, isNullable: false };
}

/** What is beyond the place in the near part of a page: beyond NULLs the far part begins. */
function furtherNear(place: Place): string | undefined {
  return place.operand === undefined ? undefined : further(place);
}

/** What is beyond the place in the direction of the walk; `undefined` where nothing can be. */
function further({ column, isForward, operand }: Place): string | undefined {
  const { ordered, isNullable } = column;
  if (operand === undefined) return isForward ? undefined : `${ordered} IS NOT NULL`;
  const compared = `${ordered} ${signOf(column, isForward)} ${operand}`;
  return isForward && isNullable ? `(${compared} OR ${ordered} IS NULL)` : compared;
}

/**
 * The range of the first sort column, which the alternatives imply: with it an index leads straight to the place.
 *
 * Where NULLs follow there is no such range.
 */
function rangeOf([place]: readonly Place[]): readonly string[] {
  if (place?.operand === undefined || (place.isForward && place.column.isNullable)) return [];
  return [`${place.column.ordered} ${signOf(place.column, place.isForward)}= ${place.operand}`];
}

function signOf({ term }: SortedColumn, isForward: boolean): '<' | '>' {
  return (term.direction === 'asc') === isForward ? '>' : '<';
}

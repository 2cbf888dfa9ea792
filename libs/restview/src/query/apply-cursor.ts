import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { SortedColumn } from './apply-sort.js';
import type { Cursor, CursorValue } from './cursor.js';
import { comparable, exactOperand, exactValue, type SqlFamily, sqlFamilyOf } from './sql-dialect.js';

/** The name under which the value of a sort column stands in a raw row. */
export function cursorColumn(index: number): string {
  return `restview_cursor_${String(index)}`;
}

/** Reads the sort values along with the rows, exactly, so that cursors can be made of them. */
export function selectCursorValues(builder: SelectQueryBuilder<object>, columns: readonly SortedColumn[]): void {
  const family = sqlFamilyOf(builder.dataSource);
  columns.forEach(({ term, expression }, index) => {
    builder.addSelect(exactValue(expression, term.column, family), cursorColumn(index));
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
): void {
  const family = sqlFamilyOf(builder.dataSource);
  const parameters: ObjectLiteral = {};
  const alternatives: string[] = [];
  const equalSoFar: string[] = [];
  columns.forEach((column, index) => {
    const name = `restview_at_${String(index)}`;
    const value = values[index] ?? null;
    if (value !== null) parameters[name] = value;
    const further = furtherThan(column, name, value, direction, family);
    if (further !== undefined) alternatives.push([...equalSoFar, further].join(' AND '));
    equalSoFar.push(
      value === null
        ? `${column.expression} IS NULL`
        : `${sortedOf(column, family)} = ${exactOperand(name, column.term.column, family)}`,
    );
  });
  const sql = alternatives.map((alternative) => `(${alternative})`).join(' OR ');
  builder.andWhere(`(${sql === '' ? '1 = 0' : sql})`, parameters);
}

function furtherThan(
  column: SortedColumn,
  name: string,
  value: CursorValue,
  direction: 'next' | 'prev',
  family: SqlFamily,
): string | undefined {
  if (value === null) return direction === 'next' ? undefined : `${column.expression} IS NOT NULL`;
  const isForward = direction === 'next';
  const sign = (column.term.direction === 'asc') === isForward ? '>' : '<';
  const compared = `${sortedOf(column, family)} ${sign} ${exactOperand(name, column.term.column, family)}`;
  return isForward && column.isNullable ? `(${compared} OR ${column.expression} IS NULL)` : compared;
}

function sortedOf({ expression, term }: SortedColumn, family: SqlFamily): string {
  return comparable(expression, term.column, family);
}

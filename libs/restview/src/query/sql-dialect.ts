import type { DataSource } from 'typeorm';
import type { ColumnDescription } from '../model/model-description.js';

/** The families of SQL that differ where lists are concerned. */
export type SqlFamily = 'postgres' | 'sqlite' | 'mysql';

/** The family of a data source; what is none of the others is taken for PostgreSQL, which follows the standard. */
export function sqlFamilyOf({ options: { type } }: DataSource): SqlFamily {
  if (/sqlite|sqljs|^capacitor$|^cordova$|^expo$|^nativescript$|^react-native$/.test(type)) return 'sqlite';
  return /mysql|mariadb/.test(type) ? 'mysql' : 'postgres';
}

/**
 * A column as it compares.
 *
 * SQLite keeps a datetime as text, with milliseconds when TypeORM writes it and without when a default does; one form
 * makes equal times equal.
 */
export function comparable(expression: string, column: ColumnDescription, family: SqlFamily): string {
  return isDatetimeText(column, family) ? `strftime('%Y-%m-%d %H:%M:%f', ${expression})` : expression;
}

/** A column as it orders: MySQL orders an enum by the place of its values, but compares it as text. */
export function orderable(expression: string, column: ColumnDescription, family: SqlFamily): string {
  return isPlacedEnum(column, family) ? `(${expression} + 0)` : comparable(expression, column, family);
}

/** Whether a column may order as NULL: text that is no datetime does, whatever the column says. */
export function ordersAsNull(column: ColumnDescription, family: SqlFamily): boolean {
  return column.nullable || isDatetimeText(column, family);
}

/**
 * An ordered column's value as a cursor keeps it: exact, and the same when it comes back.
 *
 * Drivers round what JavaScript cannot hold, such as microseconds, so those values travel as the database's own text.
 */
export function exactValue(ordered: string, column: ColumnDescription, family: SqlFamily): string {
  switch (family) {
    case 'postgres':
      return `CAST(${ordered} AS text)`;
    case 'mysql':
      // A FLOAT prints fewer digits than it has; as a sum it is a DOUBLE, which prints all.
      return column.kind === 'float' ? `(${ordered} + 0e0)` : `CAST(${ordered} AS CHAR)`;
    case 'sqlite':
      return isWhole(column) ? `CAST(${ordered} AS TEXT)` : ordered;
  }
}

/** A cursor's value as the operand of a comparison with its ordered column. */
export function exactOperand(
  parameter: string,
  value: string | number | boolean,
  column: ColumnDescription,
  family: SqlFamily,
): string {
  if (isPlacedEnum(column, family)) return `CAST(:${parameter} AS UNSIGNED)`;
  return operand(parameter, value, column, family);
}

/**
 * A value as the operand of a comparison with its column: of a type in which nothing is rounded and nothing overflows.
 */
export function operand(parameter: string, value: unknown, column: ColumnDescription, family: SqlFamily): string {
  if (column.transformed) return `:${parameter}`;
  switch (family) {
    case 'sqlite':
      return isWhole(column) ? `CAST(:${parameter} AS INTEGER)` : `:${parameter}`;
    case 'mysql':
      // MySQL compares text with numbers as floating point.
      if (column.kind === 'decimal') return `CAST(:${parameter} AS DECIMAL(65, ${String(scaleOf(value, column))}))`;
      return isWhole(column)
        ? `CAST(:${parameter} AS ${(column.minimum ?? -1n) >= 0n ? 'UNSIGNED' : 'SIGNED'})`
        : `:${parameter}`;
    case 'postgres':
      return roomierCast(`:${parameter}`, value, column);
  }
}

/** PostgreSQL gives a parameter the type of the column, which may not hold the value that it is compared with. */
function roomierCast(parameter: string, value: unknown, { kind }: ColumnDescription): string {
  const number = Number(value);
  if (kind === 'integer' && Math.abs(number) >= 2 ** 31) return `CAST(${parameter} AS bigint)`;
  const isOdd = kind === 'float' && number !== 0 && !isNormal(Math.fround(number));
  return isOdd ? `CAST(${parameter} AS double precision)` : parameter;
}

function isNormal(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) >= 2 ** -126;
}

function scaleOf(value: unknown, { scale }: ColumnDescription): number {
  const digits = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
  return Math.min(30, Math.max(scale ?? 0, digits));
}

function isWhole({ kind }: ColumnDescription): boolean {
  return kind === 'integer' || kind === 'bigint';
}

function isDatetimeText({ kind }: ColumnDescription, family: SqlFamily): boolean {
  return family === 'sqlite' && kind === 'datetime';
}

function isPlacedEnum({ kind }: ColumnDescription, family: SqlFamily): boolean {
  return family === 'mysql' && kind === 'enum';
}

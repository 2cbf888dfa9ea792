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
 * A column as it compares and orders.
 *
 * SQLite keeps a datetime as text, with milliseconds when TypeORM writes it and without when a default does; one form
 * makes equal times equal.
 */
export function comparable(expression: string, column: ColumnDescription, family: SqlFamily): string {
  return family === 'sqlite' && column.kind === 'datetime'
    ? `strftime('%Y-%m-%d %H:%M:%f', ${expression})`
    : expression;
}

/**
 * A column's value as a cursor keeps it: exact, and the same when it comes back.
 *
 * Drivers round what JavaScript cannot hold, such as microseconds, so those values travel as the database's own text.
 */
export function exactValue(expression: string, column: ColumnDescription, family: SqlFamily): string {
  const sorted = comparable(expression, column, family);
  switch (family) {
    case 'postgres':
      return `CAST(${sorted} AS text)`;
    case 'mysql':
      return column.kind === 'float' ? sorted : `CAST(${sorted} AS CHAR)`;
    case 'sqlite':
      return column.kind === 'integer' || column.kind === 'bigint' ? `CAST(${sorted} AS TEXT)` : sorted;
  }
}

/** A cursor's value as the operand of a comparison with its column. */
export function exactOperand(parameter: string, column: ColumnDescription, family: SqlFamily): string {
  if (family === 'sqlite') {
    return column.kind === 'integer' || column.kind === 'bigint' ? `CAST(:${parameter} AS INTEGER)` : `:${parameter}`;
  }
  if (family !== 'mysql') return `:${parameter}`;
  if (column.kind === 'decimal') return `CAST(:${parameter} AS DECIMAL(65, ${String(column.scale ?? 0)}))`;
  const isNatural = column.minimum !== undefined && column.minimum >= 0n;
  return column.kind === 'integer' || column.kind === 'bigint'
    ? `CAST(:${parameter} AS ${isNatural ? 'UNSIGNED' : 'SIGNED'})`
    : `:${parameter}`;
}

/** The character that takes the meaning of the wildcards away in a LIKE; no database gives it one of its own. */
const ESCAPE = '!';

/** How a text is looked for. */
export type TextMatch = 'contains' | 'startswith' | 'endswith';

/** A search for a text in a column, with or without regard to case; `%` and `_` are characters like any other. */
export function textCondition(
  expression: string,
  parameter: string,
  match: TextMatch,
  foldsCase: boolean,
  family: SqlFamily,
): string {
  const like = `:${parameter} ESCAPE '${ESCAPE}'`;
  switch (family) {
    case 'postgres':
      return `${expression} ${foldsCase ? 'ILIKE' : 'LIKE'} ${like}`;
    case 'mysql':
      return foldsCase
        ? `LOWER(${expression}) LIKE LOWER(:${parameter}) ESCAPE '${ESCAPE}'`
        : `CAST(${expression} AS BINARY) LIKE CAST(:${parameter} AS BINARY) ESCAPE '${ESCAPE}'`;
    case 'sqlite':
      // LIKE ignores the case of ASCII letters here, so a search that minds it goes by position.
      if (foldsCase) return `${expression} LIKE ${like}`;
      if (match === 'contains') return `instr(${expression}, :${parameter}) > 0`;
      return match === 'startswith'
        ? `substr(${expression}, 1, length(:${parameter})) = :${parameter}`
        : `(length(:${parameter}) <= length(${expression}) AND substr(${expression}, -length(:${parameter})) = :${parameter})`;
  }
}

/** The parameter of a text search. */
export function textOperand(text: string, match: TextMatch, foldsCase: boolean, family: SqlFamily): string {
  if (family === 'sqlite' && !foldsCase) return text;
  const literal = text.replace(/[!%_]/g, (character) => ESCAPE + character);
  if (match === 'contains') return `%${literal}%`;
  return match === 'startswith' ? `${literal}%` : `%${literal}`;
}

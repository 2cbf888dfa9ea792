import { type Dialect, dialectOf } from './dialect.js';
import { rawKeyOf, rawKeyText } from './raw-key.js';
import type { KeyCondition } from './row-key.js';
import type { RawRow } from './row-plan.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/** So many keys that statements are few, and so few that no database finds one too long. */
const KEYS_IN_A_STATEMENT = 500;

/**
 * The parts of a list, each short enough for one statement.
 *
 * @internal
 */
export function batchesOf<Item>(items: readonly Item[], size = KEYS_IN_A_STATEMENT): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/**
 * The different keys that rows have in some columns, in batches; a key with a NULL is referred to by nothing.
 *
 * @internal
 */
export function keyBatchesOf(
  columns: readonly ColumnMetadata[],
  rows: readonly RawRow[],
): readonly (readonly (readonly unknown[])[])[] {
  const keys = rows
    .map((row) => rawKeyOf(columns, row))
    .filter((key) => key.every((value) => value !== null && value !== undefined));
  return batchesOf([...new Map(keys.map((key) => [rawKeyText(key), key])).values()]);
}

/**
 * The condition that columns have one of some keys, given as the driver has them.
 *
 * @param alias - of the table; an UPDATE has none.
 * @param name - starts the names of the parameters.
 * @internal
 */
export function isOneOf(
  columns: readonly ColumnMetadata[],
  keys: readonly (readonly unknown[])[],
  alias: string | undefined,
  name = 'restview_keys',
): KeyCondition {
  const [only, ...more] = columns;
  if (only && more.length === 0) {
    return { sql: `${columnSql(only, alias)} IN (:...${name})`, parameters: { [name]: keys.map(([value]) => value) } };
  }
  const parameters: Record<string, unknown> = {};
  const rows = keys.map((key, row) =>
    columns.map((_, index) => {
      const parameter = `${name}_${String(row)}_${String(index)}`;
      parameters[parameter] = key[index];
      return `:${parameter}`;
    }),
  );
  return {
    sql: isOneRow(
      columns.map((column) => columnSql(column, alias)),
      rows,
      only && dialectOf(only.entityMetadata.dataSource),
    ),
    parameters,
  };
}

/** SQLite looks rows up in a list of values, and tries alternatives one by one; MariaDB uses an index for the latter only. */
function isOneRow(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  dialect: Dialect | undefined,
): string {
  if (dialect === 'sqlite') {
    return `(${columns.join(', ')}) IN (VALUES ${rows.map((row) => `(${row.join(', ')})`).join(', ')})`;
  }
  const alternatives = rows.map(
    (row) => `(${columns.map((column, index) => `${column} = ${row[index] ?? ''}`).join(' AND ')})`,
  );
  return `(${alternatives.join(' OR ')})`;
}

/**
 * A column as SQL.
 *
 * @internal
 */
export function columnSql({ databaseName, entityMetadata }: ColumnMetadata, alias?: string): string {
  const { driver } = entityMetadata.dataSource;
  return alias === undefined ? driver.escape(databaseName) : `${driver.escape(alias)}.${driver.escape(databaseName)}`;
}

/**
 * A table as SQL.
 *
 * @internal
 */
export function tableSql({ tablePath, dataSource }: EntityMetadata): string {
  return tablePath
    .split('.')
    .map((part) => dataSource.driver.escape(part))
    .join('.');
}

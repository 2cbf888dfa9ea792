import type { ObjectLiteral } from 'typeorm';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { ColumnDescription } from './model-description.js';
import type { RowSnapshot } from './row-snapshot.js';
import { propertyValue, relationKey, relationKeyPath } from './row-values.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/** A condition on the primary key with bound parameters, as the driver stores the values. */
export interface KeyCondition {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * The condition that finds one row by its primary key.
 *
 * @param alias - the alias of the table, in a SELECT; an UPDATE and a DELETE have none.
 * @throws {@link ConfigurationError} when a key column has no value.
 * @internal
 */
export function keyCondition(metadata: EntityMetadata, key: readonly unknown[], alias?: string): KeyCondition {
  return columnsCondition(metadata.primaryColumns, key, alias);
}

/**
 * The condition that finds one row by columns which identify it.
 *
 * @param alias - as for {@link keyCondition}.
 * @throws {@link ConfigurationError} when a column has no value.
 * @internal
 */
export function columnsCondition(
  columns: readonly ColumnMetadata[],
  values: readonly unknown[],
  alias?: string,
): KeyCondition {
  const parameters: Record<string, unknown> = {};
  const conditions = columns.map((column, index) => {
    const value = values[index];
    const { entityMetadata, databaseName } = column;
    const { driver } = entityMetadata.dataSource;
    if (value === undefined || value === null) throw keyMissing(entityMetadata, column);
    const parameter = `restview_key_${String(index)}`;
    parameters[parameter] = driver.preparePersistentValue(value, column) as unknown;
    const prefix = alias === undefined ? '' : `${driver.escape(alias)}.`;
    return `${prefix}${driver.escape(databaseName)} = :${parameter}`;
  });
  return { sql: conditions.join(' AND '), parameters };
}

/**
 * The primary key that an entity has now.
 *
 * @internal
 */
export function keyOf(metadata: EntityMetadata, entity: ObjectLiteral): readonly unknown[] {
  return metadata.primaryColumns.map((column) => valueOf(column, entity));
}

/**
 * The values that an entity has in these columns, whether as a property or by a loaded relation.
 *
 * @internal
 */
export function valuesAt(
  metadata: EntityMetadata,
  columns: readonly ColumnDescription[],
  entity: ObjectLiteral,
): readonly unknown[] {
  return columns.map(({ path }) => {
    const column = metadata.findColumnWithPropertyPath(path.join('.'));
    return column && valueOf(column, entity);
  });
}

function valueOf(column: ColumnMetadata, entity: ObjectLiteral): unknown {
  return column.isVirtual
    ? relationKey(column, entity)
    : (propertyValue(column, entity) ?? relationKey(column, entity));
}

/**
 * The primary key that the row had when the snapshot was taken: an UPDATE may change it.
 *
 * @internal
 */
export function keyBefore(metadata: EntityMetadata, before: RowSnapshot): readonly unknown[] {
  return metadata.primaryColumns.map((column) => before[column.propertyPath] ?? before[relationKeyPath(column)]);
}

function keyMissing(metadata: EntityMetadata, column: ColumnMetadata): ConfigurationError {
  return new ConfigurationError({
    subject: `${metadata.name}.${column.propertyPath}`,
    problem: 'the key of the row is not known, so the row cannot be found again.',
    remedy:
      'Load the key with the entity. On MySQL a key that the database makes up has to be @PrimaryGeneratedColumn().',
  });
}

import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/** The constraints of a table by the name that the database calls them: property paths of their columns. */
export type ConstraintColumns = ReadonlyMap<string, readonly string[]>;

/**
 * The unique constraints, unique indices and the primary key of an entity's table.
 *
 * @internal
 */
export function uniqueConstraintsOf(metadata: EntityMetadata): ConstraintColumns {
  const { primaryColumns, tablePath, dataSource } = metadata;
  const keyName = primaryColumns[0]?.primaryKeyConstraintName;
  const keyColumns = primaryColumns.map((column) => column.databaseName);
  return new Map<string, readonly string[]>([
    ...metadata.uniques.map(({ name, columns }) => [name, pathsOf(columns)] as const),
    ...metadata.indices.filter((index) => index.isUnique).map(({ name, columns }) => [name, pathsOf(columns)] as const),
    // MySQL has one name for every primary key.
    ['PRIMARY', pathsOf(primaryColumns)],
    [keyName ?? dataSource.namingStrategy.primaryKeyName(tablePath, keyColumns), pathsOf(primaryColumns)],
  ]);
}

/**
 * The foreign keys of an entity's table.
 *
 * @internal
 */
export function foreignKeysOfTable(metadata: EntityMetadata): ConstraintColumns {
  return new Map(metadata.foreignKeys.map(({ name, columns }) => [name, pathsOf(columns)]));
}

/**
 * The columns of a constraint that a database error names, if it is one of these.
 *
 * @internal
 */
export function columnsNamed(constraints: ConstraintColumns, name: string): readonly string[] | undefined {
  // MySQL 8 puts the table before the name of a key.
  return constraints.get(name) ?? constraints.get(name.slice(name.lastIndexOf('.') + 1));
}

/**
 * Whether no two rows of an entity's table can have the same value in a column: by a unique constraint, a unique index
 * over all rows, or the primary key, of exactly this column.
 *
 * @internal
 */
export function isUniqueColumn({ uniques, indices, primaryColumns }: EntityMetadata, path: string): boolean {
  const constraints = [
    ...uniques.map(({ columns }) => columns),
    ...indices.filter(({ isUnique, where }) => isUnique && !where).map(({ columns }) => columns),
    primaryColumns,
  ];
  return constraints.some(([column, ...more]) => column?.propertyPath === path && more.length === 0);
}

function pathsOf(columns: readonly ColumnMetadata[]): readonly string[] {
  return Object.freeze(columns.map((column) => column.propertyPath));
}

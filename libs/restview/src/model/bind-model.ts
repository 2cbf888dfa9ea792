import type { DataSource } from 'typeorm';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import { allColumns } from './all-columns.js';
import { columnsNamed, foreignKeysOfTable, uniqueConstraintsOf } from './constraint-columns.js';
import { dialectOf } from './dialect.js';
import type { ColumnDescription, ModelDescription } from './model-description.js';
import { columnMistake } from './column-mistake.js';
import { narrowColumn } from './narrowed-column.js';
import { hydrateInto, type RawRow } from './row-plan.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/** An entity held against the DataSource that stores it; frozen, made once at start. */
export interface BoundModel<Entity extends object = object> {
  readonly description: ModelDescription;
  readonly metadata: EntityMetadata;
  readonly dataSource: DataSource;
  readonly primaryColumns: readonly ColumnMetadata[];
  /** Database column name → property path, to say which property a database error is about. */
  readonly databaseNameToPath: ReadonlyMap<string, string>;
  /** The column at a property path such as `name` or `address.city`. */
  columnOf(path: string): ColumnMetadata | undefined;
  /** The property paths of a unique constraint, unique index or primary key that a database error names. */
  uniqueColumns(constraintName: string): readonly string[] | undefined;
  /** The property paths of a foreign key of this table that a database error names. */
  foreignKeyColumns(constraintName: string): readonly string[] | undefined;
  /** The column with the limits of this database, so that a value is refused instead of rounded or cut. */
  narrowed(column: ColumnDescription): ColumnDescription;
  /** A new entity from a row as the driver hands it over, by the names of the database columns. */
  hydrate(row: RawRow): Entity;
}

/**
 * Binds an entity to its DataSource, once at start.
 *
 * @throws {@link ConfigurationError} when `checkModel` finds mistakes.
 * @example
 * const users = bindModel<User>(describeModel(User), dataSource);
 * await insertRow(users, manager, user);
 * @internal
 */
export function bindModel<Entity extends object>(
  description: ModelDescription,
  dataSource: DataSource,
): BoundModel<Entity> {
  const mistakes = checkModel(description, dataSource);
  if (mistakes.length > 0) throw new ConfigurationError(...mistakes);
  const metadata = dataSource.getMetadata(description.entity);
  const dialect = dialectOf(dataSource);
  const columns = metadata.columns.filter((column) => !column.isVirtualProperty);
  const columnsByPath = new Map(columns.map((column) => [column.propertyPath, column]));
  const uniques = uniqueConstraintsOf(metadata);
  const foreignKeys = foreignKeysOfTable(metadata);
  const narrowedColumns = new Map<ColumnDescription, ColumnDescription>();
  return Object.freeze<BoundModel<Entity>>({
    description,
    metadata,
    dataSource,
    primaryColumns: Object.freeze([...metadata.primaryColumns]),
    databaseNameToPath: new Map(columns.map((column) => [column.databaseName, column.propertyPath])),
    columnOf: (path) => columnsByPath.get(path),
    uniqueColumns: (constraintName) => columnsNamed(uniques, constraintName),
    foreignKeyColumns: (constraintName) => columnsNamed(foreignKeys, constraintName),
    narrowed(column) {
      const narrowed = narrowedColumns.get(column) ?? narrowColumn(column, dialect);
      narrowedColumns.set(column, narrowed);
      return narrowed;
    },
    hydrate(row) {
      // TypeORM types what it makes as any; it is made from the described class.
      const entity = metadata.create(undefined, { fromDeserializer: true }) as Entity;
      hydrateInto(metadata, row, entity);
      return entity;
    },
  });
}

/**
 * Holds an entity against a DataSource: whether it is stored there, and whether the database sees its columns as the
 * description does.
 *
 * @internal
 */
export function checkModel(description: ModelDescription, dataSource: DataSource): ConfigurationMistake[] {
  const { entity, name } = description;
  if (!dataSource.hasMetadata(entity)) {
    return [
      {
        subject: name,
        problem: 'it is not an entity of the DataSource.',
        remedy: 'Add it to the "entities" of the DataSource, or to TypeOrmModule.forFeature with "autoLoadEntities".',
      },
    ];
  }
  const metadata = dataSource.getMetadata(entity);
  return allColumns(description).flatMap((column) => columnMistake(name, column, metadata) ?? []);
}

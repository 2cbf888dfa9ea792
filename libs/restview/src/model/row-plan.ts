import type { DataSource, ObjectLiteral } from 'typeorm';
import { dialectOf } from './dialect.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/** How rows of one entity are read back after a write; decided once. */
export interface RowPlan {
  /** The columns that a SELECT of the entity reads into an object: not the hidden ones, not a child entity's. */
  readonly columns: readonly ColumnMetadata[];
  /** RETURNING can give all of them: none needs a query of its own. */
  readonly returnable: boolean;
  /** What goes after RETURNING in an INSERT, where the database has it: all columns, or the key to read them by. */
  readonly insertReturning: string | undefined;
  /** What goes after RETURNING in an UPDATE, where the database has it. */
  readonly updateReturning: string | undefined;
}

/** A row as the driver hands it over, by the names of the database columns. */
export type RawRow = Readonly<Record<string, unknown>>;

const plans = new WeakMap<EntityMetadata, RowPlan>();

/**
 * The plan for reading back rows of an entity.
 *
 * @internal
 */
export function rowPlanOf(metadata: EntityMetadata): RowPlan {
  const known = plans.get(metadata);
  if (known !== undefined) return known;
  const { dataSource } = metadata;
  const columns = metadata.columns.filter((column) => column.isSelect && !column.isVirtual && !isOfChild(column));
  const returnable = !columns.some(isExpression);
  const listOf = (some: readonly ColumnMetadata[]) =>
    some.map((column) => returningColumn(dataSource, column)).join(', ');
  const plan = Object.freeze({
    columns: Object.freeze(columns),
    returnable,
    insertReturning: returnsInserted(dataSource) ? listOf(returnable ? columns : metadata.primaryColumns) : undefined,
    updateReturning: returnsUpdated(dataSource) && returnable ? listOf(columns) : undefined,
  });
  plans.set(metadata, plan);
  return plan;
}

/**
 * Puts a row into an entity by the conversion of a SELECT: the driver's, then the column's transformer.
 *
 * @internal
 */
export function hydrateInto(metadata: EntityMetadata, row: RawRow, entity: ObjectLiteral): void {
  const { driver } = metadata.dataSource;
  for (const column of rowPlanOf(metadata).columns) {
    const value = row[column.databaseName];
    if (value !== undefined) column.setEntityValue(entity, driver.prepareHydratedValue(value, column));
  }
}

/** With a single table for several entities, the parent's metadata has the children's columns too. */
function isOfChild(column: ColumnMetadata): boolean {
  return column.entityMetadata.childEntityMetadatas.some((child) => child.target === column.target);
}

/** The column is not read by its name alone: a `@VirtualColumn()` has a query, a geometry a conversion. */
function isExpression(column: ColumnMetadata): boolean {
  return column.isVirtualProperty || column.entityMetadata.dataSource.driver.spatialTypes.includes(column.type);
}

function returningColumn(dataSource: DataSource, column: ColumnMetadata): string {
  const name = dataSource.driver.escape(column.databaseName);
  // SQLite stores jsonb in a form of its own; TypeORM's SELECT converts it in the same way.
  return dialectOf(dataSource) === 'sqlite' && column.type === 'jsonb' ? `json(${name}) AS ${name}` : name;
}

function returnsInserted(dataSource: DataSource): boolean {
  return (
    returnsUpdated(dataSource) ||
    (dialectOf(dataSource) === 'mysql' && dataSource.driver.isReturningSqlSupported('insert'))
  );
}

/** TypeORM does not use RETURNING on SQLite, which has it since 3.35. MariaDB has it for INSERT and DELETE only. */
function returnsUpdated(dataSource: DataSource): boolean {
  return ['sqlite', 'postgres', 'cockroachdb'].includes(dialectOf(dataSource));
}

import type { ObjectLiteral, QueryRunner } from 'typeorm';
import { dialectOf } from './dialect.js';
import type { KeyCondition } from './row-key.js';
import type { RowChange } from './row-changes.js';
import { sameData } from './row-values.js';
import { RecentValues } from './statements/recent-values.js';
import { SqlStatement } from './statements/sql-statement.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/** A statement, and the values of its placeholders. */
export interface WriteStatement {
  readonly statement: SqlStatement;
  readonly parameters: unknown[];
  /** What TypeORM has generated in place of the database, such as a UUID. */
  readonly generated?: ObjectLiteral | undefined;
}

/** Whether texts are kept by the shape of a statement; tests compare both ways by it. */
export const keptTexts = { isOn: true };

/** Most texts that are kept for an entity: clients make shapes by the fields that they send. */
const MOST_TEXTS = 200;

/** Statements by shape; `null` where the text needs the values. */
const statementsOf = new WeakMap<EntityMetadata, RecentValues<SqlStatement | null>>();
const insertedColumns = new WeakMap<EntityMetadata, readonly ColumnMetadata[]>();

/**
 * The INSERT of an entity, as TypeORM's query builder makes it.
 *
 * @internal
 */
export function insertStatement(
  { manager }: QueryRunner,
  metadata: EntityMetadata,
  row: ObjectLiteral,
  returning: string | undefined,
): WriteStatement {
  const build = (): WriteStatement => {
    const builder = manager.createQueryBuilder().insert().into<ObjectLiteral>(metadata.target).values(row);
    const [sql, parameters] = builder.getQueryAndParameters();
    return {
      statement: withReturning(sql, returning),
      parameters,
      generated: builder.expressionMap.locallyGenerated[0],
    };
  };
  if (!keepsTexts(metadata)) return build();
  let shape = 'INSERT ';
  const parameters: unknown[] = [];
  for (const column of columnsOfInsert(metadata)) {
    const value: unknown = column.getEntityValue(row);
    if (typeof value === 'function') return build();
    const stored = storedValue(column, value);
    // A transformer may make SQL of a value.
    if (typeof stored === 'function') return build();
    shape += stored === undefined ? '-' : '+';
    if (stored !== undefined) parameters.push(stored);
  }
  return kept(metadata, shape, parameters, build);
}

/**
 * The UPDATE of the columns that have changed, as TypeORM's query builder makes it.
 *
 * @internal
 */
export function updateStatement(
  { manager }: QueryRunner,
  metadata: EntityMetadata,
  changes: readonly RowChange[],
  key: KeyCondition,
  returning: string | undefined,
): WriteStatement {
  const build = (): WriteStatement => {
    const builder = manager.createQueryBuilder().update<ObjectLiteral>(metadata.target).set(nested(changes));
    const [sql, parameters] = builder.where(key.sql, key.parameters).getQueryAndParameters();
    return { statement: withReturning(sql, returning), parameters };
  };
  if (!keepsTexts(metadata)) return build();
  let shape = 'UPDATE';
  const parameters: unknown[] = [];
  for (const { column, value } of changes) {
    if (column.isVirtual || typeof value === 'function' || (column.referencedColumn && isObject(value))) return build();
    const stored = storedValue(column, value);
    if (typeof stored === 'function') return build();
    shape += ` ${column.propertyPath}`;
    parameters.push(stored);
  }
  return kept(metadata, shape, [...parameters, ...Object.values(key.parameters)], build);
}

/**
 * The DELETE of the rows that a condition on some columns finds, as TypeORM's query builder makes it.
 *
 * @internal
 */
export function deleteStatement(
  { manager }: QueryRunner,
  metadata: EntityMetadata,
  key: KeyCondition,
  returning: string | undefined,
): WriteStatement {
  const build = (): WriteStatement => {
    const builder = manager.createQueryBuilder().delete().from<ObjectLiteral>(metadata.target);
    const [sql, parameters] = builder.where(key.sql, key.parameters).getQueryAndParameters();
    return { statement: withReturning(sql, returning), parameters };
  };
  if (!keepsTexts(metadata)) return build();
  return kept(metadata, `DELETE ${String(returning === undefined)} ${key.sql}`, Object.values(key.parameters), build);
}

/** A statement of a known shape by its text; one of a new shape by the builder, which gives the text for those to come. */
function kept(
  metadata: EntityMetadata,
  shape: string,
  parameters: unknown[],
  build: () => WriteStatement,
): WriteStatement {
  let statements = statementsOf.get(metadata);
  if (!statements) statementsOf.set(metadata, (statements = new RecentValues(MOST_TEXTS)));
  const known = statements.get(shape);
  if (known) return { statement: known, parameters };
  const built = build();
  // Values that the builder arranges in another way are left to it.
  if (known === undefined) statements.set(shape, sameData(built.parameters, parameters) ? built.statement : null);
  return built;
}

/** The driver of PostgreSQL takes the values as they were prepared; others change them once more. */
function keepsTexts({ dataSource, treeType, discriminatorColumn }: EntityMetadata): boolean {
  return keptTexts.isOn && dialectOf(dataSource) === 'postgres' && treeType === undefined && !discriminatorColumn;
}

/** The columns that an INSERT of PostgreSQL names. */
function columnsOfInsert(metadata: EntityMetadata): readonly ColumnMetadata[] {
  let columns = insertedColumns.get(metadata);
  if (!columns) {
    columns = metadata.columns.filter(
      ({ isInsert, isGenerated, generationStrategy }) =>
        isInsert && !(isGenerated && generationStrategy === 'increment'),
    );
    insertedColumns.set(metadata, columns);
  }
  return columns;
}

function storedValue(column: ColumnMetadata, value: unknown): unknown {
  return column.entityMetadata.dataSource.driver.preparePersistentValue(value, column) as unknown;
}

function withReturning(sql: string, returning: string | undefined): SqlStatement {
  return new SqlStatement(returning === undefined ? sql : `${sql} RETURNING ${returning}`);
}

/** The changes as an object of their own: embedded objects are not made from their class, which may fill in more. */
function nested(changes: readonly RowChange[]): ObjectLiteral {
  const values: ObjectLiteral = {};
  for (const { path, value } of changes) {
    let parent = values;
    for (const property of path.slice(0, -1)) {
      const part: ObjectLiteral = (parent[property] as ObjectLiteral | undefined) ?? {};
      parent[property] = part;
      parent = part;
    }
    parent[path.at(-1) ?? ''] = value;
  }
  return values;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { baseOf } from './delete-plan.js';
import type { InboundRelation } from './inbound-relations.js';
import { columnSql, isOneOf, keyBatchesOf, tableSql } from './key-batches.js';
import type { KeyCondition } from './row-key.js';
import type { RawRow } from './row-plan.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/** The alias of the rows that refer. */
export const REFERRING = 'restview_referring';

const JUNCTION = 'restview_junction';

/**
 * A query over the rows of an entity that reads columns as the driver has them, under their database names.
 *
 * @internal
 */
export function rawRowsOf(
  manager: EntityManager,
  entity: EntityMetadata,
  columns: readonly ColumnMetadata[],
): SelectQueryBuilder<ObjectLiteral> {
  const query = manager.createQueryBuilder().select([]).from<ObjectLiteral>(entity.target, REFERRING).withDeleted();
  for (const column of columns) query.addSelect(columnSql(column, REFERRING), column.databaseName);
  return query;
}

/**
 * The condition that a row refers to one of some keys by a relation.
 *
 * @internal
 */
export function refersTo(relation: InboundRelation, keys: readonly (readonly unknown[])[]): KeyCondition {
  const { junction, foreignKey } = relation;
  if (!junction) return isOneOf(foreignKey, keys, REFERRING);
  const links = isOneOf(foreignKey, keys, JUNCTION);
  const isLinked = junction.toSource.map(
    (column) => `${columnSql(column, JUNCTION)} = ${columnSql(column.referencedColumn ?? column, REFERRING)}`,
  );
  const table = `${tableSql(junction.metadata)} ${relation.source.dataSource.driver.escape(JUNCTION)}`;
  return {
    sql: `EXISTS (SELECT 1 FROM ${table} WHERE ${[...isLinked, links.sql].join(' AND ')})`,
    parameters: links.parameters,
  };
}

/**
 * The rows that refer to some rows by a relation, those that are soft-deleted included.
 *
 * @param columns - what to read of them.
 * @param only - a condition on them, over {@link REFERRING}.
 * @internal
 */
export async function referringRows(
  manager: EntityManager,
  relation: InboundRelation,
  referenced: readonly RawRow[],
  columns: readonly ColumnMetadata[],
  only?: KeyCondition,
): Promise<readonly RawRow[]> {
  const found: RawRow[] = [];
  for (const keys of keyBatchesOf(relation.referenced, referenced)) {
    const { sql, parameters } = refersTo(relation, keys);
    const query = rawRowsOf(manager, baseOf(relation.source), columns).where(sql, parameters);
    if (only) query.andWhere(only.sql, only.parameters);
    found.push(...(await query.getRawMany<RawRow>()));
  }
  return found;
}

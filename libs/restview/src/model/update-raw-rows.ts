import type { EntityManager } from 'typeorm';
import { columnSql, tableSql } from './key-batches.js';
import type { KeyCondition } from './row-key.js';
import { runnerOf } from './run-statement.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/**
 * Updates many rows of a table at once, by values as the driver has them. The version and the update date go along, as
 * in an update by TypeORM, unless they are among the columns; no listener runs.
 *
 * @returns how many rows were written.
 * @internal
 */
export async function updateRawRows(
  manager: EntityManager,
  entity: EntityMetadata,
  columns: readonly ColumnMetadata[],
  values: readonly unknown[],
  condition: KeyCondition,
): Promise<number> {
  const { versionColumn, updateDateColumn } = entity;
  const parameters: Record<string, unknown> = { ...condition.parameters };
  const assignments = columns.map((column, index) => {
    const name = `restview_value_${String(index)}`;
    parameters[name] = values[index];
    return `${columnSql(column, undefined)} = :${name}`;
  });
  const isGiven = ({ databaseName }: ColumnMetadata): boolean =>
    columns.some((column) => column.databaseName === databaseName);
  if (versionColumn && !isGiven(versionColumn)) {
    const version = columnSql(versionColumn, undefined);
    assignments.push(`${version} = ${version} + 1`);
  }
  if (updateDateColumn && !isGiven(updateDateColumn))
    assignments.push(`${columnSql(updateDateColumn, undefined)} = CURRENT_TIMESTAMP`);
  const text = `UPDATE ${tableSql(entity)} SET ${assignments.join(', ')} WHERE ${condition.sql}`;
  const [sql, list] = entity.dataSource.driver.escapeQueryWithParameters(text, parameters);
  const { affected } = await runnerOf(manager).query(sql, list, true);
  return affected ?? 0;
}

import type { ObjectLiteral } from 'typeorm';
import type { InboundRelation } from './inbound-relations.js';
import { type KeyCondition, keyCondition, keyOf } from './row-key.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/**
 * The condition that rows of the source, under an alias, refer to one row of the target.
 *
 * @param target - the loaded row, with the columns that the relation refers to.
 * @internal
 */
export function referringCondition(relation: InboundRelation, alias: string, target: ObjectLiteral): KeyCondition {
  const { source, foreignKey, referenced, junction } = relation;
  const { driver } = source.dataSource;
  const column = (owner: string, name: string): string => `${driver.escape(owner)}.${driver.escape(name)}`;
  const owner = junction ? LINK : alias;
  const parameters: Record<string, unknown> = {};
  const pairs = foreignKey.map(({ databaseName }, index) => {
    const key = referenced[index];
    if (key && !key.isSelect) return `${column(owner, databaseName)} = (${hiddenValue(key, target, parameters)})`;
    const parameter = `restview_target_${String(index)}`;
    parameters[parameter] = key && (driver.preparePersistentValue(key.getEntityValue(target), key) as unknown);
    return `${column(owner, databaseName)} = :${parameter}`;
  });
  const condition = pairs.join(' AND ');
  if (!junction) return { sql: condition, parameters };
  const keys = junction.toSource.map(({ referencedColumn, databaseName }) =>
    column(alias, (referencedColumn ?? { databaseName }).databaseName),
  );
  const links = junction.toSource.map(({ databaseName }) => column(LINK, databaseName));
  const from = `${tableOf(junction.metadata)} ${driver.escape(LINK)}`;
  return { sql: `${rowOf(keys)} IN (SELECT ${links.join(', ')} FROM ${from} WHERE ${condition})`, parameters };
}

const LINK = 'restview_link';
const TARGET = 'restview_target';

/** A column that is never loaded, such as a secret that rows refer to, by the key of its row. */
function hiddenValue(column: ColumnMetadata, row: ObjectLiteral, parameters: Record<string, unknown>): string {
  const { entityMetadata: metadata, databaseName } = column;
  const { driver } = metadata.dataSource;
  const found = keyCondition(metadata, keyOf(metadata, row), TARGET);
  Object.assign(parameters, found.parameters);
  const value = `${driver.escape(TARGET)}.${driver.escape(databaseName)}`;
  return `SELECT ${value} FROM ${tableOf(metadata)} ${driver.escape(TARGET)} WHERE ${found.sql}`;
}

function rowOf(columns: readonly string[]): string {
  return columns.length === 1 ? columns.join('') : `(${columns.join(', ')})`;
}

function tableOf({ tablePath, dataSource }: EntityMetadata): string {
  return tablePath
    .split('.')
    .map((part) => dataSource.driver.escape(part))
    .join('.');
}

import { type EntityManager, type ObjectLiteral, Brackets } from 'typeorm';
import { columnSql } from '../../model/key-batches.js';
import { sameKey } from '../../model/row-values.js';
import type { ColumnMetadata } from '../../model/type-orm-metadata.js';
import { relatedKeys } from '../../query/related-keys.js';
import type { KeyValues } from '../../schema/reference-key.js';
import {
  forChunks,
  hydrated,
  keySet,
  type KeySet,
  keysCondition,
  keySetOf,
  type LinkChange,
  visibleKeys,
  without,
} from './link-change.js';
import { notFound, refusalOf, unlinkable } from './reference-refusal.js';
import type { WriteContext } from '../view-context.js';

/**
 * Makes the rows of a one-to-many relation those that a body names: the foreign key of the others becomes NULL.
 *
 * @returns whether something was written.
 * @throws {@link Unprocessable} for a row that belongs to another parent: to the caller of this one it is not there.
 */
export async function adoptRows(change: LinkChange, context: WriteContext): Promise<boolean> {
  const { entity, relation, references } = change;
  const { near, far } = relatedKeys(relation);
  const { primaryColumns } = relation.inverseEntityMetadata;
  const own = near.map((column): unknown => column.getEntityValue(entity));
  const found = references.found ?? [];
  const wanted = keySetOf(
    found.map(({ row }) => row),
    primaryColumns,
  );
  const children = await childrenOf(change, own, far, wanted, context.manager);
  const present = keySet(children.filter(({ parent }) => isSame(parent, own)).map(({ key }) => key));
  const taken = keySet(
    children.filter(({ parent }) => !isSame(parent, own) && !parent.includes(null)).map(({ key }) => key),
  );
  const strangers = found.filter(({ row }) =>
    [...keySetOf([row], primaryColumns).keys()].some((key) => taken.has(key)),
  );
  if (strangers.length > 0) throw refusalOf(strangers.map(notFound));

  const missing = without(wanted, present);
  const gone = await visibleKeys(change, primaryColumns, without(present, wanted), context);
  await forChunks(gone, (chunk) => setParent(change, far, chunk, null, own, context.manager));
  let adopted = 0;
  await forChunks(missing, async (chunk) => {
    adopted += await setParent(change, far, chunk, own, null, context.manager);
  });
  // Somebody else was quicker.
  if (adopted < missing.length) throw refusalOf(unlinkable(references));
  return missing.length > 0 || gone.length > 0;
}

/** A row of the other side, and the foreign key that it has. */
interface Child {
  readonly key: KeyValues;
  readonly parent: KeyValues;
}

/** The rows that belong to the parent, and those that are to. */
async function childrenOf(
  { relation, isNew }: LinkChange,
  own: KeyValues,
  foreignKey: readonly ColumnMetadata[],
  wanted: KeySet,
  manager: EntityManager,
): Promise<readonly Child[]> {
  const { target, primaryColumns } = relation.inverseEntityMetadata;
  const conditions = [
    ...(isNew ? [] : [keysCondition(foreignKey, [own], 'own', CHILD)]),
    ...(wanted.size > 0 ? [keysCondition(primaryColumns, [...wanted.values()], 'wanted', CHILD)] : []),
  ];
  if (conditions.length === 0) return [];
  const query = manager.createQueryBuilder().select([]).from<ObjectLiteral>(target, CHILD);
  const read = [...primaryColumns, ...foreignKey];
  read.forEach((column, index) => query.addSelect(columnSql(column, CHILD), nameOf(index)));
  query.where(
    new Brackets((either) => {
      for (const { sql, parameters } of conditions) either.orWhere(sql, parameters);
    }),
  );
  const rows = await query.getRawMany<ObjectLiteral>();
  return rows.map((row) => {
    const values = read.map((column, index) => hydrated(column, row[nameOf(index)]));
    return { key: values.slice(0, primaryColumns.length), parent: values.slice(primaryColumns.length) };
  });
}

const CHILD = 'child';

const nameOf = (index: number): string => `value_${String(index)}`;

/** Gives rows another foreign key, if it still is the one that they had; tells how many got it. */
async function setParent(
  { relation }: LinkChange,
  foreignKey: readonly ColumnMetadata[],
  keys: readonly KeyValues[],
  parent: KeyValues | null,
  before: KeyValues | null,
  manager: EntityManager,
): Promise<number> {
  const { target, primaryColumns } = relation.inverseEntityMetadata;
  const rows = keysCondition(primaryColumns, keys, 'rows');
  const unchanged = before
    ? keysCondition(foreignKey, [before], 'before')
    : { sql: foreignKey.map((column) => `${columnSql(column)} IS NULL`).join(' OR '), parameters: {} };
  const result = await manager
    .createQueryBuilder()
    .update<ObjectLiteral>(target)
    .set(Object.fromEntries(foreignKey.map((column, index) => assignment(column, parent?.[index] ?? null))))
    .where(`${rows.sql} AND (${unchanged.sql})`, { ...rows.parameters, ...unchanged.parameters })
    .execute();
  return result.affected ?? 0;
}

/** A foreign key without a property of its own is written by its relation. */
function assignment(column: ColumnMetadata, value: unknown): [string, unknown] {
  if (!column.isVirtual) return [column.propertyName, value];
  const { relationMetadata, referencedColumn } = column;
  const related = value === null ? null : referencedColumn?.createValueMap(value);
  return [relationMetadata?.propertyName ?? column.propertyName, related];
}

function isSame(one: KeyValues, other: KeyValues): boolean {
  return one.every((value, index) => value !== null && sameKey(value, other[index]));
}

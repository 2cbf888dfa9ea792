import type { EntityManager, ObjectLiteral } from 'typeorm';
import { classifyDriverError } from '../../errors/driver-problems.js';
import { batchesOf, columnSql } from '../../model/key-batches.js';
import type { ColumnMetadata, RelationMetadata } from '../../model/type-orm-metadata.js';
import { relatedKeys, type RelatedKeys } from '../../query/related-keys.js';
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
import { refusalOf, unlinkable } from './reference-refusal.js';
import type { WriteContext } from '../view-context.js';

/**
 * Makes the links of a many-to-many relation those that a body names: what is missing is inserted, what is too much
 * deleted, in one statement each.
 *
 * @returns whether something was written.
 */
export async function linkRows(change: LinkChange, context: WriteContext): Promise<boolean> {
  const { entity, relation, references, isNew } = change;
  const { near, far, junction } = relatedKeys(relation);
  if (!junction) return false;
  const own = near.map((column): unknown => column.getEntityValue(entity));
  const rows = (references.found ?? []).map(({ row }) => row);
  const wanted = keySetOf(rows, far);
  const present = isNew ? keySet([]) : (change.present ?? (await linksOf(change, context)));
  const missing = without(wanted, present);
  const gone = await visibleKeys(change, far, without(present, wanted), context);
  await forChunks(gone, (chunk) => deleteLinks(junction, own, chunk, context));
  try {
    await forChunks(missing, (chunk) => insertLinks(junction, own, chunk, context));
  } catch (error) {
    const fault = classifyDriverError(error)?.kind;
    // A row that was there a moment ago is not any more.
    if (fault === 'foreign_key' || fault === 'foreign_key_either') throw refusalOf(unlinkable(references), error);
    throw error;
  }
  if (missing.length > 0 || gone.length > 0) return true;
  inOrder(entity, relation.propertyName, present, far);
  return false;
}

type Junction = NonNullable<RelatedKeys['junction']>;

async function linksOf({ entity, relation }: LinkChange, context: WriteContext): Promise<KeySet> {
  return (await presentLinks(relation, [entity], context)).get(entity) ?? keySet([]);
}

/** The keys of the rows that a many-to-many relation of some rows leads to, in their order. */
export async function presentLinks(
  relation: RelationMetadata,
  owners: readonly object[],
  { manager }: WriteContext,
): Promise<ReadonlyMap<object, KeySet>> {
  const { near, junction } = relatedKeys(relation);
  if (!junction) return new Map();
  const found = new Map<string, KeyValues[]>();
  const ownKeys = owners.map((owner) => near.map((column): unknown => column.getEntityValue(owner)));
  for (const some of batchesOf(ownKeys)) {
    for (const [own, far] of await readLinks(junction, some, manager)) {
      const [text = ''] = keySet([own]).keys();
      found.set(text, [...(found.get(text) ?? []), far]);
    }
  }
  return new Map(
    owners.map((owner, index) => {
      const [text = ''] = keySet([ownKeys[index] ?? []]).keys();
      return [owner, keySet(found.get(text) ?? [])];
    }),
  );
}

async function readLinks(
  { metadata, near, far }: Junction,
  owners: readonly KeyValues[],
  manager: EntityManager,
): Promise<readonly (readonly [own: KeyValues, far: KeyValues])[]> {
  const condition = keysCondition(near, owners, 'own', LINK);
  const query = manager.createQueryBuilder().select([]).from<ObjectLiteral>(metadata.tablePath, LINK);
  const read = [...near, ...far];
  read.forEach((column, index) => query.addSelect(columnSql(column, LINK), nameOf(index)));
  for (const column of far) query.addOrderBy(columnSql(column, LINK));
  const links = await query.where(condition.sql, condition.parameters).getRawMany<ObjectLiteral>();
  return links.map((link) => {
    const values = read.map((column, index) => hydrated(column, link[nameOf(index)]));
    return [values.slice(0, near.length), values.slice(near.length)];
  });
}

const LINK = 'link';

const nameOf = (index: number): string => `link_${String(index)}`;

async function deleteLinks(
  { metadata, near, far }: Junction,
  own: KeyValues,
  keys: readonly KeyValues[],
  { manager }: WriteContext,
): Promise<void> {
  const mine = keysCondition(near, [own], 'own');
  const gone = keysCondition(far, keys, 'gone');
  await manager
    .createQueryBuilder()
    .delete()
    .from<ObjectLiteral>(metadata.tablePath)
    .where(`${mine.sql} AND ${gone.sql}`, { ...mine.parameters, ...gone.parameters })
    .execute();
}

/** A link that another request has made meanwhile is what was wanted. */
async function insertLinks(
  { metadata, near, far }: Junction,
  own: KeyValues,
  keys: readonly KeyValues[],
  { manager }: WriteContext,
): Promise<void> {
  const links = keys.map((key) => ({ ...valuesOf(near, own), ...valuesOf(far, key) }));
  const names = metadata.primaryColumns.map(({ databaseName }) => databaseName);
  await manager
    .createQueryBuilder()
    .insert()
    .into<ObjectLiteral>(metadata.tablePath)
    .values(links)
    .orUpdate(names.slice(0, 1), names)
    .updateEntity(false)
    .execute();
}

function valuesOf(columns: readonly ColumnMetadata[], values: KeyValues): ObjectLiteral {
  return Object.fromEntries(columns.map((column, index) => [column.propertyName, values[index]]));
}

/** Answers show related rows in the order of their keys. */
function inOrder(entity: object, property: string, present: KeySet, far: readonly ColumnMetadata[]): void {
  const rows: unknown = Reflect.get(entity, property);
  if (!Array.isArray(rows)) return;
  const places = new Map([...present.keys()].map((text, place) => [text, place]));
  const placeOf = (row: unknown): number => {
    const [text] = typeof row === 'object' && row !== null ? keySetOf([row], far).keys() : [];
    return places.get(text ?? '') ?? 0;
  };
  rows.sort((one, other) => placeOf(one) - placeOf(other));
}

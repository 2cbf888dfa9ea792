import type { EntityManager, EntityMetadata, SelectQueryBuilder } from 'typeorm';
import { ConditionWriter, type RelatedRows } from '../query/apply-condition.js';
import type { SchemaClass } from '../schema/schema-class.js';
import type { SchemaDescription } from '../schema/schema-description.js';

/** One relation that a response names, and those that its rows name in turn. */
export interface RelationToLoad {
  readonly property: string;
  readonly isToMany: boolean;
  readonly nested: readonly RelationToLoad[];
}

/**
 * The relations that a schema names; nothing else is loaded.
 *
 * A schema that nests itself is followed once, and a ring of schemas until it closes: what lies beyond is left out.
 */
export function relationsOf(
  { schema, fields }: SchemaDescription,
  ancestors: readonly SchemaClass[] = [],
): readonly RelationToLoad[] {
  return Object.freeze(
    fields.flatMap(({ property, relation, nested, access }) => {
      const inner = relation && access !== 'write-only' ? nested?.() : undefined;
      if (!relation || !inner || ancestors.includes(inner.schema)) return [];
      const isRepeated = inner.schema === schema && ancestors.at(-1) === schema;
      if (isRepeated) return [];
      return [
        Object.freeze({
          property,
          isToMany: relation.kind === 'one-to-many' || relation.kind === 'many-to-many',
          nested: relationsOf(inner, [...ancestors, schema]),
        }),
      ];
    }),
  );
}

/** The alias under which a relation of an alias is joined. */
export function joinedAlias(alias: string, property: string): string {
  return `${alias}__${property}`;
}

/** Joins the to-one relations of a response, and theirs, so that they come with their rows; hidden rows count as none. */
export function joinRelations(
  rows: SelectQueryBuilder<object>,
  relations: readonly RelationToLoad[],
  relatedRows: RelatedRows,
): void {
  const metadata = rows.expressionMap.mainAlias?.metadata;
  if (metadata) joinFrom(rows, rows.alias, metadata, relations, new ConditionWriter(rows, relatedRows));
}

function joinFrom(
  rows: SelectQueryBuilder<object>,
  alias: string,
  metadata: EntityMetadata,
  relations: readonly RelationToLoad[],
  writer: ConditionWriter,
): void {
  for (const { property, isToMany, nested } of relations) {
    const relation = metadata.findRelationWithPropertyPath(property);
    if (isToMany || !relation) continue;
    const joined = joinedAlias(alias, property);
    const related = relation.inverseEntityMetadata;
    if (rows.expressionMap.aliases.some(({ name }) => name === joined)) {
      // A sort has joined it already, with the same condition.
      rows.addSelect(joined);
    } else {
      const visible = writer.isAmong(related, joined);
      rows.leftJoinAndSelect(`${alias}.${property}`, joined, visible?.sql, visible?.parameters);
    }
    joinFrom(rows, joined, related, nested, writer);
  }
}

/**
 * Loads the to-many relations of rows, one statement per relation and level however many rows there are.
 *
 * A statement of its own never multiplies or cuts the rows of a page, as a join would.
 */
export async function loadCollections(
  manager: EntityManager,
  rows: readonly object[],
  relations: readonly RelationToLoad[],
  relatedRows: RelatedRows,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const metadata = manager.dataSource.getMetadata(first.constructor);
  for (const wanted of relations) {
    const relation = metadata.findRelationWithPropertyPath(wanted.property);
    if (!relation) continue;
    if (wanted.isToMany) await loadRelation(manager, metadata, rows, wanted, relatedRows);
    const related = rows.flatMap((row): unknown => relation.getEntityValue(row)).filter(isObject);
    await loadCollections(manager, related, wanted.nested, relatedRows);
  }
}

/** Loads all relations of rows that were just written: the to-one ones together, the others one by one. */
export async function reloadRelations(
  manager: EntityManager,
  rows: readonly object[],
  relations: readonly RelationToLoad[],
  relatedRows: RelatedRows,
): Promise<void> {
  const [first] = rows;
  if (!first || relations.length === 0) return;
  const metadata = manager.dataSource.getMetadata(first.constructor);
  const single = relations.filter(({ isToMany }) => !isToMany);
  if (single.length > 0) await copyRelations(manager, metadata, rows, single, relatedRows);
  await loadCollections(manager, rows, relations, relatedRows);
}

function loadRelation(
  manager: EntityManager,
  metadata: EntityMetadata,
  rows: readonly object[],
  relation: RelationToLoad,
  relatedRows: RelatedRows,
): Promise<void> {
  return copyRelations(manager, metadata, rows, [relation], relatedRows);
}

/** Gives a row whose key columns did not change the empty relations back that comparing them has put aside. */
export function keepEmptyRelations(row: object, relations: readonly RelationToLoad[]): void {
  for (const { property, isToMany } of relations) {
    if (!isToMany && Reflect.get(row, property) === undefined) Reflect.set(row, property, null);
  }
}

/** Reads relations of rows by their keys, in one statement, and puts them on the rows. */
async function copyRelations(
  manager: EntityManager,
  metadata: EntityMetadata,
  rows: readonly object[],
  relations: readonly RelationToLoad[],
  relatedRows: RelatedRows,
): Promise<void> {
  const owners = manager
    .createQueryBuilder<object>(metadata.target, 'owner')
    .select(metadata.primaryColumns.map((column) => `owner.${column.propertyPath}`));
  const writer = new ConditionWriter(owners, relatedRows);
  for (const { property, isToMany, nested } of relations) {
    const relation = metadata.findRelationWithPropertyPath(property);
    if (!relation) continue;
    const joined = joinedAlias('owner', property);
    const visible = writer.isAmong(relation.inverseEntityMetadata, joined);
    owners.leftJoinAndSelect(`owner.${property}`, joined, visible?.sql, visible?.parameters);
    if (isToMany) {
      for (const column of relation.inverseEntityMetadata.primaryColumns) {
        owners.addOrderBy(`${joined}.${column.propertyPath}`);
      }
    }
    joinFrom(owners, joined, relation.inverseEntityMetadata, nested, writer);
  }
  const found = await owners.whereInIds(rows.map((row) => metadata.getEntityIdMap(row))).getMany();
  const byKey = new Map(found.map((owner) => [keyOf(metadata, owner), owner]));
  for (const { property, isToMany } of relations) {
    const relation = metadata.findRelationWithPropertyPath(property);
    for (const row of rows) {
      const owner = byKey.get(keyOf(metadata, row));
      relation?.setEntityValue(row, (owner && relation.getEntityValue(owner)) ?? (isToMany ? [] : null));
    }
  }
}

function keyOf(metadata: EntityMetadata, row: object): string {
  return JSON.stringify(metadata.getEntityIdMap(row));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

import type { EntityManager } from 'typeorm';
import type { SchemaDescription } from '../schema/schema-description.js';

/** Levels of relations that a response follows; a schema that nests itself ends here. */
const DEEPEST_RELATION = 8;

/** One relation that a response names, and those that its rows name in turn. */
export interface RelationToLoad {
  readonly property: string;
  readonly nested: readonly RelationToLoad[];
}

/** The relations that a schema names: nothing else is loaded. */
export function relationsOf(schema: SchemaDescription, depth = 1): readonly RelationToLoad[] {
  if (depth > DEEPEST_RELATION) return [];
  return Object.freeze(
    schema.fields.flatMap(({ property, relation, nested, access }) =>
      relation && nested && access !== 'write-only'
        ? [Object.freeze({ property, nested: relationsOf(nested(), depth + 1) })]
        : [],
    ),
  );
}

/**
 * Loads relations of rows that are there already, by one statement per relation and level, however many rows.
 *
 * A statement of its own never multiplies or cuts the rows of a page, as a join would.
 */
export async function loadRelations(
  manager: EntityManager,
  rows: readonly object[],
  relations: readonly RelationToLoad[],
): Promise<void> {
  const [first] = rows;
  if (!first || relations.length === 0) return;
  const metadata = manager.dataSource.getMetadata(first.constructor);
  for (const { property, nested } of relations) {
    const relation = metadata.findRelationWithPropertyPath(property);
    if (!relation) continue;
    const found: object[] = await manager
      .createQueryBuilder<object>(metadata.target, 'owner')
      .select(metadata.primaryColumns.map((column) => `owner.${column.propertyPath}`))
      .leftJoinAndSelect(`owner.${property}`, 'related')
      .whereInIds(rows.map((row) => metadata.getEntityIdMap(row)))
      .getMany();
    const byKey = new Map(found.map((owner) => [keyOf(metadata.getEntityIdMap(owner)), owner]));
    const related: object[] = [];
    for (const row of rows) {
      const owner = byKey.get(keyOf(metadata.getEntityIdMap(row)));
      const value: unknown =
        (owner && relation.getEntityValue(owner)) ?? (relation.isOneToMany || relation.isManyToMany ? [] : null);
      relation.setEntityValue(row, value);
      related.push(...(Array.isArray(value) ? value : [value]).filter(isObject));
    }
    await loadRelations(manager, related, nested);
  }
}

function keyOf(id: object | undefined): string {
  return JSON.stringify(id);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

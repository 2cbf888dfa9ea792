import type { ObjectLiteral } from 'typeorm';
import { snapshotOf, type RowSnapshot } from './row-snapshot.js';
import { copyOf, propertyValue, sameData } from './row-values.js';
import type { EntityMetadata } from './type-orm-metadata.js';

/**
 * Puts the columns of a snapshot back into its entity.
 *
 * @internal
 */
export function restoreColumns(
  bound: { readonly metadata: EntityMetadata },
  entity: object,
  snapshot: RowSnapshot,
): void {
  const row: ObjectLiteral = entity;
  for (const column of bound.metadata.findInheritanceMetadata(row).columns) {
    if (column.isVirtual) continue;
    const value = snapshot[column.propertyPath];
    if (!sameData(propertyValue(column, row), value)) column.setEntityValue(row, copyOf(value));
  }
}

/**
 * Remembers an entity as it is, relations included.
 *
 * @returns puts the entity back into that state.
 * @internal
 */
export function rememberRow(bound: { readonly metadata: EntityMetadata }, entity: object): () => void {
  const properties = { ...entity };
  const columns = snapshotOf(bound, entity);
  return () => {
    for (const property of Object.keys(entity)) {
      if (!Object.hasOwn(properties, property)) Reflect.deleteProperty(entity, property);
    }
    Object.assign(entity, properties);
    restoreColumns(bound, entity, columns);
  };
}

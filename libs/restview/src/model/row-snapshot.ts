import type { ObjectLiteral } from 'typeorm';
import type { BoundModel } from './bind-model.js';
import { copyOf, propertyValue, relationKey, relationKeyPath } from './row-values.js';
import type { EntityMetadata } from './type-orm-metadata.js';

/** Column values of an entity at one moment: property path (`name`, `address.city`) → value. */
export type RowSnapshot = Readonly<Record<string, unknown>>;

/**
 * Keeps what an entity's loaded columns hold, to tell later what has changed.
 *
 * JSON, dates and bytes are copied, so that a change in place is noticed. Related entities are left out; of a loaded
 * to-one relation its key is kept, under a path such as `org.id`.
 *
 * @example
 * const before = snapshotOf(users, user);
 * user.name = 'Ada';
 * await updateRow(users, manager, user, before); // UPDATE … SET name = 'Ada'
 * @internal
 */
export function snapshotOf<Entity extends object>(
  bound: Pick<BoundModel<Entity>, 'metadata'>,
  entity: Entity,
): Record<string, unknown> {
  const row: ObjectLiteral = entity;
  const metadata = bound.metadata.findInheritanceMetadata(entity);
  const values = [...ownValues(metadata, row), ...relationKeys(metadata, row)];
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function ownValues(metadata: EntityMetadata, row: ObjectLiteral): [string, unknown][] {
  return metadata.columns
    .filter((column) => !column.isVirtual)
    .map((column) => [column.propertyPath, copyOf(propertyValue(column, row))]);
}

function relationKeys(metadata: EntityMetadata, row: ObjectLiteral): [string, unknown][] {
  return metadata.columns
    .filter((column) => column.relationMetadata !== undefined)
    .map((column) => [relationKeyPath(column), copyOf(relationKey(column, row))]);
}

import type { ObjectLiteral } from 'typeorm';
import type { BoundModel } from './bind-model.js';
import { copyOf, propertyReader, relationKey, relationKeyPath } from './row-values.js';
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
  const snapshot: Record<string, unknown> = {};
  for (const { path, read } of readingOf(bound.metadata.findInheritanceMetadata(entity))) {
    const value = copyOf(read(row));
    if (value !== undefined) snapshot[path] = value;
  }
  return snapshot;
}

/** A value that a snapshot keeps. */
interface Reading {
  readonly path: string;
  readonly read: (row: ObjectLiteral) => unknown;
}

const readings = new WeakMap<EntityMetadata, readonly Reading[]>();

function readingOf(metadata: EntityMetadata): readonly Reading[] {
  const known = readings.get(metadata);
  if (known) return known;
  const { columns } = metadata;
  const made = [
    ...columns
      .filter((column) => !column.isVirtual)
      .map((column) => ({ path: column.propertyPath, read: propertyReader(column) })),
    ...columns
      .filter(({ relationMetadata, referencedColumn }) => relationMetadata && referencedColumn)
      .map((column) => ({ path: relationKeyPath(column), read: (row: ObjectLiteral) => relationKey(column, row) })),
  ];
  readings.set(metadata, made);
  return made;
}

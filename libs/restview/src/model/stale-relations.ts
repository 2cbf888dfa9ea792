import type { ObjectLiteral } from 'typeorm';
import type { BoundModel } from './bind-model.js';
import type { RowChange } from './row-changes.js';
import { propertyValue, relationKey, sameKey } from './row-values.js';

/**
 * Drops a loaded related entity that the row no longer refers to, after its foreign key was changed by its own column.
 *
 * Left in place it would contradict the foreign key, and TypeORM would write its key at the next save.
 *
 * @internal
 */
export function forgetStaleRelations(entity: ObjectLiteral, changes: readonly Pick<RowChange, 'column'>[]): void {
  for (const { column } of changes) {
    const { relationMetadata } = column;
    if (relationMetadata === undefined || column.isVirtual) continue;
    const key = relationKey(column, entity);
    const isStale = key !== undefined && !sameKey(key, propertyValue(column, entity));
    // Not by TypeORM's setEntityValue, which merges into the object that is there.
    if (isStale && !relationMetadata.embeddedMetadata) Reflect.set(entity, relationMetadata.propertyName, undefined);
  }
}

/**
 * The same for an entity that is not stored yet: a foreign key that was just assigned is the one that holds, also when
 * TypeORM's own `save()` writes the entity.
 *
 * @internal
 */
export function preferForeignKeys({ metadata }: Pick<BoundModel, 'metadata'>, entity: object): void {
  const { columns } = metadata.findInheritanceMetadata(entity);
  forgetStaleRelations(
    entity,
    columns.map((column) => ({ column })),
  );
}

import { deletePlanOf } from './delete-plan.js';
import { hasListeners, type RowEvent } from './heard-events.js';
import { rowPlanOf } from './row-plan.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/**
 * Whether an INSERT, UPDATE or DELETE of an entity's row is all that there is to do: once the statement has run, nothing
 * of the entity can fail and nothing has to be read, so the statement may commit by itself.
 *
 * Methods of the entity that listen run before the statement, or not at all; what RETURNING gives is put into the entity
 * without a transformer or a setter of the application; nothing that refers to the row has to be looked at.
 *
 * @internal
 */
export function isLoneStatement(metadata: EntityMetadata, operation: 'insert' | 'update' | 'delete'): boolean {
  if (!isPlainTable(metadata)) return false;
  if (operation === 'delete') {
    const { blocking, cascading } = deletePlanOf(metadata);
    return blocking.length === 0 && cascading.length === 0 && isSilent(metadata, 'AfterRemove');
  }
  const { insertReturning, updateReturning } = rowPlanOf(metadata);
  const returning = operation === 'insert' ? insertReturning : updateReturning;
  return (
    returning !== undefined &&
    isReadSafely(metadata) &&
    isSilent(metadata, operation === 'insert' ? 'AfterInsert' : 'AfterUpdate')
  );
}

/**
 * Whether a row can be deleted without a look at it: the DELETE itself gives it back.
 *
 * @internal
 */
export function isDeletedUnseen(metadata: EntityMetadata): boolean {
  return (
    isLoneStatement(metadata, 'delete') &&
    metadata.deleteDateColumn === undefined &&
    isReadSafely(metadata) &&
    isSilent(metadata, 'BeforeRemove')
  );
}

/** A table of its own, with one row for an entity. */
function isPlainTable({ tableType, treeType, discriminatorColumn, childEntityMetadatas }: EntityMetadata): boolean {
  return (
    tableType === 'regular' &&
    treeType === undefined &&
    discriminatorColumn === undefined &&
    childEntityMetadatas.length === 0
  );
}

/** Whether a row is put into an entity without code of the application. */
function isReadSafely(metadata: EntityMetadata): boolean {
  const { columns, returnable } = rowPlanOf(metadata);
  return returnable && isSilent(metadata, 'Load') && !columns.some((column) => column.transformer || hasSetter(column));
}

function isSilent(metadata: EntityMetadata, event: RowEvent): boolean {
  return !hasListeners(event, metadata);
}

function hasSetter({ embeddedMetadata, entityMetadata, propertyName }: ColumnMetadata): boolean {
  const { target } = entityMetadata;
  const owner: unknown = embeddedMetadata ? embeddedMetadata.type : target;
  if (typeof owner !== 'function') return true;
  for (let at: unknown = owner.prototype; isObject(at); at = Object.getPrototypeOf(at)) {
    const property = Object.getOwnPropertyDescriptor(at, propertyName);
    if (property) return property.set !== undefined || property.get !== undefined;
  }
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

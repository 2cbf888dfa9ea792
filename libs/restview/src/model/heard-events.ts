import type { DataSource, EntitySubscriberInterface } from 'typeorm';
import type { EntityMetadata } from './type-orm-metadata.js';

/** What TypeORM announces of a row. */
export type RowEvent =
  'Load' | 'BeforeInsert' | 'AfterInsert' | 'BeforeUpdate' | 'AfterUpdate' | 'BeforeRemove' | 'AfterRemove';

/** Where the methods of an entity that listen to an event stand, and the method of a subscriber. */
const LISTENING = {
  Load: ['afterLoadListeners', 'afterLoad'],
  BeforeInsert: ['beforeInsertListeners', 'beforeInsert'],
  AfterInsert: ['afterInsertListeners', 'afterInsert'],
  BeforeUpdate: ['beforeUpdateListeners', 'beforeUpdate'],
  AfterUpdate: ['afterUpdateListeners', 'afterUpdate'],
  BeforeRemove: ['beforeRemoveListeners', 'beforeRemove'],
  AfterRemove: ['afterRemoveListeners', 'afterRemove'],
} as const satisfies Record<RowEvent, [keyof EntityMetadata, keyof EntitySubscriberInterface]>;

/**
 * Whether anybody listens to an event of an entity's rows: a method of the entity, or a subscriber to whatever entity.
 *
 * TypeORM asks everybody whenever something is announced; what nobody hears need not be said.
 *
 * @internal
 */
export function isHeard(event: RowEvent, metadata: EntityMetadata): boolean {
  const { dataSource } = metadata;
  const [, method] = LISTENING[event];
  if (hasListeners(event, metadata)) return true;
  if (dataSource.subscribers.some((subscriber) => subscriber[method] !== undefined)) return true;
  // What is loaded of related entities is announced along with the row.
  return event === 'Load' && metadata.relations.length > 0 && hasLoadListeners(dataSource);
}

/**
 * Whether a method of an entity listens to an event.
 *
 * @internal
 */
export function hasListeners(event: RowEvent, metadata: EntityMetadata): boolean {
  const [listeners] = LISTENING[event];
  return metadata[listeners].length > 0;
}

const loadListeners = new WeakMap<DataSource, boolean>();

function hasLoadListeners(dataSource: DataSource): boolean {
  const known = loadListeners.get(dataSource);
  if (known !== undefined) return known;
  const found = dataSource.entityMetadatas.some(({ afterLoadListeners }) => afterLoadListeners.length > 0);
  loadListeners.set(dataSource, found);
  return found;
}

import type { EntitySubscriberInterface } from 'typeorm';
import type { EntityMetadata } from './type-orm-metadata.js';

/**
 * Whether a subscriber is told of an entity's rows, as TypeORM decides it: it names no entity, this one, or one that
 * this one extends.
 *
 * @internal
 */
export function listensTo(subscriber: EntitySubscriberInterface, { target }: EntityMetadata): boolean {
  const heard: unknown = subscriber.listenTo?.();
  if (!heard || heard === Object || heard === target) return true;
  return typeof heard === 'function' && Object.prototype.isPrototypeOf.call(heard, target);
}

import type { EntityClass } from './entity-class.js';

const servedEntities = new WeakMap<object, EntityClass>();

/**
 * Keeps which entity a view serves, for references that name the view.
 *
 * @internal
 */
export function noteServedEntity(view: object, entity: EntityClass): void {
  servedEntities.set(view, entity);
}

/**
 * The entity that a view serves; `undefined` for any other class, and for a view that is not decorated yet.
 *
 * @internal
 */
export function servedEntityOf(view: object): EntityClass | undefined {
  return servedEntities.get(view);
}

import type { EntityClass } from '../model/entity-class.js';
import type { ReferenceTarget } from './marks.js';

const entities = new WeakMap<object, EntityClass>();

/** Tells which entity a view class serves, so that a mark can name the view. */
export function noteViewEntity(view: object, entity: EntityClass): void {
  entities.set(view, entity);
}

/** The entity that a mark's target stands for: that of a view, or the entity itself. */
export function entityOfTarget(target: ReferenceTarget): EntityClass {
  return entities.get(target) ?? target;
}

import type { BoundModel } from '../model/bind-model.js';
import { snapshotOf } from '../model/write-rows.js';
import type { Snapshot } from './change.js';

/** A copy of a row's loaded columns, shaped like the entity. */
export function snapshotRow<Entity extends object>(model: BoundModel<Entity>, entity: Entity): Snapshot<Entity> {
  // TypeORM types what it makes as any; it is made from the described class.
  const copy = model.metadata.create() as Entity;
  for (const property of Object.keys(copy)) Reflect.deleteProperty(copy, property);
  for (const [path, value] of Object.entries(snapshotOf(model, entity))) {
    model.columnOf(path)?.setEntityValue(copy, value);
  }
  return copy;
}

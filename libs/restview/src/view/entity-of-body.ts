import { preferForeignKeys } from '../model/stale-relations.js';
import { assignFields } from './assign-fields.js';
import type { BoundView } from './bound-view.js';

/** A new entity with the fields of a checked body, whose references are found. */
export function makeEntity<Entity extends object>({ model, resource }: BoundView<Entity>, data: object): Entity {
  // TypeORM types what it makes as any; it is made from the described class.
  const entity = model.metadata.create() as Entity;
  assignFields(entity, data, resource.create.description, model.description.embeddeds);
  return entity;
}

/** Puts the fields of a checked body, whose references are found, on an entity. */
export function changeEntity<Entity extends object>(
  { model, resource }: BoundView<Entity>,
  entity: Entity,
  data: object,
): Entity {
  assignFields(entity, data, resource.update.description, model.description.embeddeds);
  preferForeignKeys(model, entity);
  return entity;
}

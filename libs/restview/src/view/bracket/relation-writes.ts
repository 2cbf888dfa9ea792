import type { NestedWrites } from '../nested-writes/bound-child.js';
import type { WriteContext } from '../view-context.js';

/** What saving an entity has to do to the rows of one of its relations. */
export interface RelationWrite {
  /** Runs before the entity's own row is written: what the row refers to. */
  before?(context: WriteContext, nested: NestedWrites): Promise<void>;
  /** Runs when the entity has its key; `true` when something was written. */
  after?(context: WriteContext, nested: NestedWrites): Promise<boolean>;
}

const planned = new WeakMap<object, Map<string, RelationWrite>>();

/** Leaves a write for when the entity is saved; a later one of the same relation takes its place. */
export function planRelationWrite(entity: object, property: string, write: RelationWrite): void {
  const writes = planned.get(entity) ?? new Map<string, RelationWrite>();
  planned.set(entity, writes.set(property, write));
}

/** The writes that are left for an entity, as they stay. */
export function plannedRelationWrites(entity: object): readonly RelationWrite[] {
  return [...(planned.get(entity)?.values() ?? [])];
}

/** The writes that were left for an entity; they are gone then. */
export function takeRelationWrites(entity: object): readonly RelationWrite[] {
  const writes = planned.get(entity);
  planned.delete(entity);
  return writes ? [...writes.values()] : [];
}

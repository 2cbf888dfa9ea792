import type { RelationMetadata } from '../../model/type-orm-metadata.js';

/** What a relation of a row was loaded as: no row, or these rows. */
type Loaded = readonly object[] | null;

const loadedRelations = new WeakMap<object, Map<RelationMetadata, Loaded>>();

/** Keeps what a relation was loaded as for a caller, who may not see all that there is. */
export function noteLoaded(owner: object, relation: RelationMetadata): void {
  if (relation.isLazy) return;
  const value: unknown = relation.getEntityValue(owner);
  // A row that is there is all that a to-one relation has.
  if (value !== null && !Array.isArray(value)) {
    loadedRelations.get(owner)?.delete(relation);
    return;
  }
  const known = loadedRelations.get(owner) ?? new Map<RelationMetadata, Loaded>();
  loadedRelations.set(owner, known.set(relation, value === null ? null : [...(value as object[])]));
}

/** The relations of a row that are as they were loaded, and may lead to more than that. */
export function unchangedRelations(owner: object): readonly RelationMetadata[] {
  const unchanged: RelationMetadata[] = [];
  for (const [relation, loaded] of loadedRelations.get(owner) ?? []) {
    const value: unknown = relation.getEntityValue(owner);
    const isSame =
      loaded === null
        ? value === null
        : Array.isArray(value) && value.length === loaded.length && loaded.every((row, index) => row === value[index]);
    if (isSame) unchanged.push(relation);
  }
  return unchanged;
}

import type { BoundModel } from '../../model/bind-model.js';
import { changesOf, type RowChange } from '../../model/row-changes.js';
import { snapshotOf } from '../../model/row-snapshot.js';

/** What `stampObject` changes on an entity whose row is about to be written by another statement than that of a save. */
export async function stampedChanges<Entity extends object>(
  { metadata }: Pick<BoundModel<Entity>, 'metadata'>,
  entity: Entity,
  stamp: () => void | Promise<void>,
): Promise<readonly RowChange[]> {
  const before = snapshotOf({ metadata }, entity);
  await stamp();
  return changesOf(metadata.findInheritanceMetadata(entity), entity, before);
}

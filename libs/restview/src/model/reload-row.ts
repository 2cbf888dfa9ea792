import type { EntityManager, ObjectLiteral } from 'typeorm';
import type { BoundModel } from './bind-model.js';
import { keyOf } from './row-key.js';
import { hydrateInto } from './row-plan.js';
import { runnerOf, selectRow } from './run-statement.js';

/**
 * Reads the row of an entity once more, into the same object: for a row that was written by other means than ours.
 *
 * @returns `missing` when no row has the key.
 * @throws {@link ConfigurationError} when the entity has no key, or the manager is not bound to a transaction.
 * @internal
 */
export async function reloadRow<Entity extends object>(
  bound: BoundModel<Entity>,
  manager: EntityManager,
  entity: Entity,
): Promise<true | 'missing'> {
  const row: ObjectLiteral = entity;
  const metadata = bound.metadata.findInheritanceMetadata(row);
  const stored = await selectRow(manager, metadata, keyOf(metadata, row));
  if (stored === undefined) return 'missing';
  hydrateInto(metadata, stored, row);
  await runnerOf(manager).broadcaster.broadcast('Load', metadata, [row]);
  return true;
}

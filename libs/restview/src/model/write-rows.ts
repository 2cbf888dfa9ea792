import type { EntityManager, ObjectLiteral, QueryRunner } from 'typeorm';
import type { BoundModel } from './bind-model.js';
import { isHeard } from './heard-events.js';
import { changesOf, type RowChange } from './row-changes.js';
import { keyBefore, keyCondition, keyOf } from './row-key.js';
import { hydrateInto, rowPlanOf, type RawRow } from './row-plan.js';
import type { RowSnapshot } from './row-snapshot.js';
import { forgetStaleRelations } from './stale-relations.js';
import { runnerOf, runWrite, selectRow } from './run-statement.js';
import { deleteStatement, insertStatement, updateStatement } from './write-statements.js';
import { takeGeneratedKey } from './generated-key.js';
import type { EntityMetadata, RelationMetadata } from './type-orm-metadata.js';

export { snapshotOf, type RowSnapshot } from './row-snapshot.js';

/**
 * Inserts an entity as one row, and reads the row back into the same object: generated values, defaults, and every
 * value in the database's own spelling.
 *
 * One statement where the database has RETURNING, else one more SELECT. Listeners and subscribers run once:
 * BeforeInsert, AfterLoad (the columns are loaded anew), AfterInsert. Related entities are not saved.
 *
 * @throws {@link ConfigurationError} when the manager is not bound to a transaction.
 * @internal
 */
export async function insertRow<Entity extends object>(
  bound: BoundModel<Entity>,
  manager: EntityManager,
  entity: Entity,
): Promise<void> {
  const row: ObjectLiteral = entity;
  const runner = runnerOf(manager);
  const metadata = bound.metadata.findInheritanceMetadata(entity);
  // A tree table has more to keep than the row; TypeORM's own persistence knows how.
  if (metadata.treeType !== undefined) {
    await manager.save(metadata.target, row);
    await readBack(manager, metadata, row, undefined);
    return;
  }
  await announce(runner, 'BeforeInsert', metadata, row);
  const { insertReturning, returnable } = rowPlanOf(metadata);
  const statement = insertStatement(runner, metadata, row, insertReturning);
  const result = await runWrite(runner, statement);
  const [returned] = result.rows;
  if (returned === undefined) takeGeneratedKey(metadata, result.raw, statement.generated, row);
  else if (!returnable) hydrateInto(metadata, returned, row);
  await readBack(manager, metadata, row, returnable ? returned : undefined);
  await announce(runner, 'AfterInsert', metadata, row);
}

/**
 * Whether an entity differs from its snapshot, so that an update would write something.
 *
 * @internal
 */
export function isChanged({ metadata }: Pick<BoundModel, 'metadata'>, entity: object, before: RowSnapshot): boolean {
  return changesOf(metadata.findInheritanceMetadata(entity), entity, before).length > 0;
}

/**
 * Updates the row of an entity: the columns that differ from the snapshot, and no others.
 *
 * Nothing differs: no statement, no listener. Else BeforeUpdate runs first and may change more; the version column and
 * the update date go along; the row is read back into the entity, so that it holds what the database holds.
 *
 * @param before - what `snapshotOf` gave when the entity was loaded; its key finds the row.
 * @returns whether the row was written; `missing` when no row has the key.
 * @throws {@link ConfigurationError} when the manager is not bound to a transaction.
 * @internal
 */
export async function updateRow<Entity extends object>(
  bound: BoundModel<Entity>,
  manager: EntityManager,
  entity: Entity,
  before: RowSnapshot,
): Promise<boolean | 'missing'> {
  const row: ObjectLiteral = entity;
  const runner = runnerOf(manager);
  const metadata = bound.metadata.findInheritanceMetadata(entity);
  const planned = changesOf(metadata, row, before);
  if (planned.length === 0) return false;
  if (metadata.treeType !== undefined) {
    await manager.save(metadata.target, row);
    await readBack(manager, metadata, row, undefined);
    return true;
  }
  const isToldBefore = isHeard('BeforeUpdate', metadata);
  const isToldAfter = isHeard('AfterUpdate', metadata);
  const old = isToldBefore || isToldAfter ? entityBefore(metadata, before) : undefined;
  if (isToldBefore) {
    const { broadcaster } = runner;
    await broadcaster.broadcast('BeforeUpdate', metadata, row, old, columnsOf(planned), relationsOf(planned));
  }
  // Who was told may have changed the row.
  const changes = isToldBefore ? changesOf(metadata, row, before) : planned;
  if (changes.length === 0) return false;

  const key = keyCondition(metadata, keyBefore(metadata, before));
  const statement = updateStatement(runner, metadata, changes, key, rowPlanOf(metadata).updateReturning);
  const result = await runWrite(runner, statement);
  if (result.affected === 0) return 'missing';
  await readBack(manager, metadata, row, result.rows[0]);
  forgetStaleRelations(row, changes);
  if (isToldAfter) {
    const { broadcaster } = runner;
    await broadcaster.broadcast('AfterUpdate', metadata, row, old, columnsOf(changes), relationsOf(changes));
  }
  return true;
}

/**
 * Deletes the rows of some entities, one after the other. The objects keep their keys and their values.
 *
 * @param check - runs once before the first DELETE, after the listeners that may have made way for it.
 * @returns the entities that had no row any more.
 * @throws {@link ConfigurationError} when the manager is not bound to a transaction.
 * @internal
 */
export async function deleteRows<Entity extends object>(
  bound: BoundModel<Entity>,
  manager: EntityManager,
  entities: readonly Entity[],
  check?: () => Promise<void>,
): Promise<readonly Entity[]> {
  const runner = runnerOf(manager);
  const missing: Entity[] = [];
  for (const entity of entities) {
    await announce(runner, 'BeforeRemove', bound.metadata.findInheritanceMetadata(entity), entity);
  }
  await check?.();
  for (const entity of entities) {
    const metadata = bound.metadata.findInheritanceMetadata(entity);
    const key = keyCondition(metadata, keyOf(metadata, entity));
    const result = await runWrite(runner, deleteStatement(runner, metadata, key, undefined));
    if (result.affected === 0) missing.push(entity);
    else await announce(runner, 'AfterRemove', metadata, entity);
  }
  return missing;
}

/**
 * Deletes the row of an entity, as {@link deleteRows} does.
 *
 * @returns `missing` when no row has the key.
 * @internal
 */
export async function deleteRow<Entity extends object>(
  bound: BoundModel<Entity>,
  manager: EntityManager,
  entity: Entity,
  check?: () => Promise<void>,
): Promise<true | 'missing'> {
  const missing = await deleteRows(bound, manager, [entity], check);
  return missing.length > 0 ? 'missing' : true;
}

/** Puts the row that is stored now into the entity, from RETURNING or by a SELECT. */
async function readBack(
  manager: EntityManager,
  metadata: EntityMetadata,
  entity: ObjectLiteral,
  returned: RawRow | undefined,
): Promise<void> {
  const row = returned ?? (await selectRow(manager, metadata, keyOf(metadata, entity)));
  if (row === undefined) return;
  hydrateInto(metadata, row, entity);
  // A column that AfterLoad rewrites (decrypts, say) is raw again, so AfterLoad has to see it.
  if (isHeard('Load', metadata)) await runnerOf(manager).broadcaster.broadcast('Load', metadata, [entity]);
}

/** Tells listeners and subscribers of a row, if there are any. */
async function announce(
  { broadcaster }: QueryRunner,
  event: 'BeforeInsert' | 'AfterInsert' | 'BeforeRemove' | 'AfterRemove',
  metadata: EntityMetadata,
  row: ObjectLiteral,
): Promise<void> {
  if (!isHeard(event, metadata)) return;
  // Of a removal subscribers get the row as the one in the database, too.
  if (event === 'BeforeRemove' || event === 'AfterRemove') await broadcaster.broadcast(event, metadata, row, row);
  else await broadcaster.broadcast(event, metadata, row);
}

/** The entity as it was, for subscribers that compare. */
function entityBefore(metadata: EntityMetadata, before: RowSnapshot): ObjectLiteral {
  const entity = metadata.create(undefined, { fromDeserializer: true }) as ObjectLiteral;
  for (const column of metadata.columns) {
    const value = before[column.propertyPath];
    if (!column.isVirtual && value !== undefined) column.setEntityValue(entity, value);
  }
  return entity;
}

const columnsOf = (changes: readonly RowChange[]) => changes.map((change) => change.column);

const relationsOf = (changes: readonly RowChange[]): RelationMetadata[] =>
  changes.flatMap(({ column }) => column.relationMetadata ?? []);

import { Conflict, NotFound } from '../../errors/problems.js';
import { plansIn, softDeletePlanOf } from '../../model/delete-plan.js';
import { keyOf } from '../../model/row-key.js';
import { followingAll, RowsToGo } from '../../model/rows-to-go.js';
import { runnerOf } from '../../model/run-statement.js';
import {
  deletedRow,
  deletionOf,
  followingDeletedAt,
  hasDeletedOwner,
  unmarkDeleted,
} from '../../model/soft-deleted-rows.js';
import type { BoundView } from '../bound-view.js';
import { RelationLoading } from '../loading/load-relations.js';
import { markRowDeleted, trackMarked } from './mark-deleted.js';
import { planFor } from '../loading/plan-for.js';
import { saveRow } from '../save-row.js';
import { forgetReferences, restoreReferences } from './soft-deleted-references.js';
import { stampedChanges } from './stamped-changes.js';
import { transactionFor } from '../bracket/transaction.js';
import type { WriteContext } from '../view-context.js';

/**
 * Marks an entity's row as deleted, and does by `onDelete` what the database would do for a DELETE.
 *
 * RESTRICT and NO ACTION: 409 while live rows refer to it. CASCADE: live rows that refer to it, and those that refer to
 * them, are marked with the very same moment. SET NULL: references become NULL and are remembered for a restore. What
 * the entity has unsaved is stored first. Listeners and subscribers of a soft remove run for the row itself.
 *
 * @throws {@link NotFound} when the row is gone, or deleted already.
 * @throws {@link Conflict} when live rows hold it.
 */
export async function softDeleteRow<Entity extends object>(
  bound: BoundView<Entity>,
  entity: Entity,
  context: WriteContext,
): Promise<void> {
  await storeUnsaved(bound, entity, context);
  await markRowDeleted(bound, entity, context, () => bound.stampObject(entity, false, context));
}

/**
 * Takes back what {@link softDeleteRow} did: the row, the rows that went with it, and the references that were set to
 * NULL and still are. A row that was deleted on its own stays deleted. A live row is left as it is.
 *
 * @throws {@link NotFound} when the row is gone.
 * @throws {@link Conflict} `parent_deleted` while a row that one of them went along with, or would, is deleted.
 */
export async function restoreDeletedRow<Entity extends object>(
  bound: BoundView<Entity>,
  entity: Entity,
  context: WriteContext,
): Promise<void> {
  const { manager } = context;
  const { model } = bound;
  const metadata = model.metadata.findInheritanceMetadata(entity);
  const plan = softDeletePlanOf(metadata);
  const { broadcaster } = runnerOf(manager);
  await storeUnsaved(bound, entity, context);
  const root = await deletedRow(manager, plan, keyOf(plan.entity, entity));
  if (!root) throw new NotFound(`This ${model.description.name} is gone.`);
  const deletedAt = deletionOf(plan.entity, root);
  if (deletedAt === null) {
    await trackMarked(bound, entity, [], context);
    return;
  }
  await broadcaster.broadcast('BeforeRecover', metadata, entity, entity);

  const restored = await RowsToGo.collect(plan, [root], followingDeletedAt(manager, deletedAt));
  const stamped = await stampedChanges(model, entity, () => bound.stampObject(entity, false, context));
  await unmarkDeleted(manager, plan, [root], stamped);
  for (const [one, rows] of restored.entries) {
    const others = rows.filter((row) => row !== root);
    await unmarkDeleted(manager, one, others);
  }
  for (const [one, rows] of restored.entries) if (await hasDeletedOwner(manager, one, rows)) throw parentDeleted();
  await restoreReferences(manager, restored);
  await new RelationLoading(bound, context, planFor(bound, context)).reload(entity);
  await trackMarked(bound, entity, restored.entries, context);
  await broadcaster.broadcast('AfterRecover', metadata, entity, entity);
}

/**
 * Prepares for good what {@link softDeleteRow} has marked: the row is locked where the database can, so that nobody
 * restores it meanwhile, and what was remembered for a restore is forgotten.
 *
 * @returns whether the row is deleted.
 */
export async function giveUpDeletedRow<Entity extends object>(
  { model }: Pick<BoundView<Entity>, 'model'>,
  entity: Entity,
  { manager }: WriteContext,
): Promise<boolean> {
  const plan = softDeletePlanOf(model.metadata.findInheritanceMetadata(entity));
  const root = await deletedRow(manager, plan, keyOf(plan.entity, entity));
  if (!root || deletionOf(plan.entity, root) === null) return false;
  if ([...plansIn(plan)].every(({ clearing }) => clearing.length === 0)) return true;
  await forgetReferences(manager, await RowsToGo.collect(plan, [root], followingAll(manager)));
  return true;
}

/** What a hook or an override has set on the entity must not be lost when the row is read again. */
async function storeUnsaved<Entity extends object>(
  bound: BoundView<Entity>,
  entity: Entity,
  context: WriteContext,
): Promise<void> {
  const { rows } = transactionFor(context, bound.definition.name, context.action);
  if (rows.storedRow(entity)) await saveRow(bound, entity, context);
}

function parentDeleted(): Conflict {
  return new Conflict('A row that this one belongs to is deleted; restore that one first.', {
    code: 'parent_deleted',
    title: 'Parent deleted',
  });
}

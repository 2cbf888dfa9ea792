import { NotFound } from '../../errors/problems.js';
import { plansIn, softDeletePlanOf } from '../../model/delete-plan.js';
import { DeletionTime } from '../../model/deletion-time.js';
import { reloadRow } from '../../model/reload-row.js';
import { keyOf } from '../../model/row-key.js';
import { RowsToGo, rowsWithKeys } from '../../model/rows-to-go.js';
import { runnerOf } from '../../model/run-statement.js';
import { deleteDateOf, followingLive, markDeleted } from '../../model/soft-deleted-rows.js';
import type { BoundView } from '../bound-view.js';
import { refuseBlocked } from './referenced-rows.js';
import { clearReferences } from './soft-deleted-references.js';
import { stampedChanges } from './stamped-changes.js';
import { rowsOf } from '../bracket/transaction.js';
import type { WriteContext } from '../view-context.js';

/**
 * Marks a stored row of any entity as deleted, also one that no view serves, with all that goes along with it.
 *
 * @param stamp - fills in what the server owns on the row itself.
 * @throws {@link NotFound} when the row is gone, or deleted already.
 * @throws {@link Conflict} when live rows hold it.
 */
export async function markRowDeleted<Entity extends object>(
  bound: Pick<BoundView<Entity>, 'model' | 'views'>,
  entity: Entity,
  context: WriteContext,
  stamp: () => void | Promise<void>,
): Promise<void> {
  const { manager } = context;
  const { model } = bound;
  const metadata = model.metadata.findInheritanceMetadata(entity);
  const plan = softDeletePlanOf(metadata);
  const { broadcaster } = runnerOf(manager);
  await broadcaster.broadcast('BeforeSoftRemove', metadata, entity, entity);

  const time = new DeletionTime(
    [...plansIn(plan)].map((one) => deleteDateOf(one.entity)),
    Date.now(),
  );
  const root = await rowsWithKeys(manager, plan, [keyOf(plan.entity, entity)]);
  const going = await RowsToGo.collect(plan, root, followingLive(manager, time));
  await refuseBlocked(going, 'live', bound.views, context);
  await clearReferences(manager, going);
  const stamped = await stampedChanges(model, entity, stamp);
  if ((await markDeleted(manager, plan, root, time.value, stamped)) === 0)
    throw new NotFound(`This ${model.description.name} is gone.`);
  for (const [one, rows] of going.entries) {
    const others = rows.filter((row) => !root.includes(row));
    await markDeleted(manager, one, others, time.value);
  }
  await trackMarked(bound, entity, going.entries, context);
  await broadcaster.broadcast('AfterSoftRemove', metadata, entity, entity);
}

/** The entity as its row now is; other objects of the written tables have to be read again before they are shown. */
export async function trackMarked<Entity extends object>(
  bound: Pick<BoundView<Entity>, 'model'>,
  entity: Entity,
  written: RowsToGo['entries'],
  context: WriteContext,
): Promise<void> {
  const rows = rowsOf(context);
  await reloadRow(bound.model, context.manager, entity);
  const touched = written.flatMap(([plan]) => [plan.entity, ...plan.clearing.map(({ source }) => source)]);
  for (const { target } of touched) rows.noteWrittenAll(target);
  rows.track(bound.model, entity);
}

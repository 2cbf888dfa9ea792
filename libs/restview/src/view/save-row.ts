import { ConfigurationError } from '../errors/configuration-error.js';
import { NotFound } from '../errors/problems.js';
import { reloadRow } from '../model/reload-row.js';
import { insertRow, isChanged, type RowSnapshot, updateRow } from '../model/write-rows.js';
import type { BoundView } from './bound-view.js';
import { RelationLoading } from './loading/load-relations.js';
import { planFor } from './loading/plan-for.js';
import { type RelationWrite, takeRelationWrites } from './bracket/relation-writes.js';
import { transactionFor } from './bracket/transaction.js';
import type { WriteContext } from './view-context.js';

/** Writes an entity: INSERT for a new one, UPDATE of the changed columns for one that the write has loaded. */
export async function saveRow<Entity extends object>(
  bound: BoundView<Entity>,
  entity: Entity,
  context: WriteContext,
): Promise<boolean> {
  const { model, definition } = bound;
  const { rows } = transactionFor(context, definition.name, 'saveObject');
  const stored = rows.storedRow(entity);
  const around = takeRelationWrites(entity);
  for (const write of around) await write.before?.(context, bound.nestedWrites);
  const loading = new RelationLoading(bound, context, planFor(bound, context));
  if (stored) {
    const wrote = isChanged(model, entity, stored) && (await changeRow(bound, entity, stored, context));
    const wroteAround = await writeAround(around, bound, context);
    if (!wrote && !wroteAround) {
      loading.keepEmpty(entity);
      return false;
    }
  } else {
    await bound.stampObject(entity, true, context);
    await insertRow(model, context.manager, entity);
    await writeAround(around, bound, context);
  }
  await loading.reload(entity);
  // After the relations: one that the caller may not see is empty now, and that is no change.
  rows.track(model, entity);
  return true;
}

async function changeRow<Entity extends object>(
  bound: BoundView<Entity>,
  entity: Entity,
  stored: RowSnapshot,
  context: WriteContext,
): Promise<boolean> {
  const { model } = bound;
  await bound.stampObject(entity, false, context);
  const outcome = await updateRow(model, context.manager, entity, stored);
  if (outcome === 'missing') throw new NotFound(`This ${model.description.name} is gone.`);
  return outcome;
}

async function writeAround(
  writes: readonly RelationWrite[],
  { nestedWrites }: Pick<BoundView, 'nestedWrites'>,
  context: WriteContext,
): Promise<boolean> {
  let wrote = false;
  for (const write of writes) if (await write.after?.(context, nestedWrites)) wrote = true;
  return wrote;
}

/**
 * Stores what a hook or a body changed on the row of a write without saving it; `true` when there was something.
 *
 * A row that was written by other means, such as TypeORM's `save()`, is read again: the answer shows what is stored.
 */
export async function storeChanges<Entity extends object>(
  bound: BoundView<Entity>,
  entity: Entity,
  context: WriteContext,
): Promise<boolean> {
  const { rows } = transactionFor(context, bound.definition.name, context.action);
  if (rows.isRemoved(entity)) return false;
  if (rows.storedRow(entity) && (await saveRow(bound, entity, context))) return true;
  if (!rows.isOutdated(entity)) return false;
  const isStored =
    bound.model.metadata.hasId(entity) && (await reloadRow(bound.model, context.manager, entity)) === true;
  if (!isStored) throw neverStored(bound, context);
  await new RelationLoading(bound, context, planFor(bound, context)).reload(entity);
  rows.track(bound.model, entity);
  return false;
}

function neverStored<Entity extends object>({ definition, model }: BoundView<Entity>, { action }: WriteContext): Error {
  return new ConfigurationError({
    subject: `${definition.name}: ${action}`,
    problem: `gave back a ${model.description.name} that was never stored.`,
    remedy: 'Return the result of this.saveObject(entity, ctx).',
  });
}

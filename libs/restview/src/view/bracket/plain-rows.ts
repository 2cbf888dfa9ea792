import type { EntityManager } from 'typeorm';
import { Action } from '../../definition/action.js';
import { NotFound } from '../../errors/problems.js';
import { deleteUnseen } from '../../model/delete-unseen.js';
import { keyText } from '../../model/key-text.js';
import { deleteRow, insertRow, snapshotOf, updateRow } from '../../model/write-rows.js';
import type { BoundView } from '../bound-view.js';
import type { Change, Snapshot } from '../change.js';
import { changeEntity, makeEntity } from '../entity-of-body.js';
import { type Key, noSuchRow, readKeyValues } from '../key-values.js';
import { contextWithin } from '../operation-context.js';
import { snapshotRow } from '../snapshot-row.js';
import { StartedView } from '../started-view.js';
import type { ViewContext } from '../view-context.js';
import { announceCommit } from './announce-commit.js';
import { answerFor } from './answer-for.js';
import { untilItFits } from './until-it-fits.js';

/** What a write without a bracket asks of its view: how rows are found, and who is told. */
interface PlainView<Entity extends object> extends StartedView<Entity> {
  getOne(id: Key, context: ViewContext): Promise<Entity>;
  afterCommit(action: string, change: Change<Entity>, context: ViewContext): unknown;
}

/** A create that is one INSERT, committed by itself. */
export async function createPlainly<Entity extends object>(
  view: PlainView<Entity>,
  data: object,
  context: ViewContext,
): Promise<Entity> {
  const bound = StartedView.of(view);
  const { entity } = await attempts(bound, Action.CREATE, async (manager) => {
    const made = makeEntity(bound, data);
    await insertRow(bound.model, manager, made);
    return { entity: made, old: null };
  });
  await tell(view, Action.CREATE, { entity, old: null }, context);
  return entity;
}

/** An update that is one SELECT and, where something changes, one UPDATE, committed by itself. */
export async function updatePlainly<Entity extends object>(
  view: PlainView<Entity>,
  id: Key,
  data: object,
  context: ViewContext,
): Promise<Entity> {
  const bound = StartedView.of(view);
  const change = await attempts(bound, Action.UPDATE, async (manager) => {
    const entity = await view.getOne(id, contextWithin(context, manager, Action.UPDATE));
    const stored = snapshotOf(bound.model, entity);
    const old = oldOf(bound, entity);
    changeEntity(bound, entity, data);
    const outcome = await updateRow(bound.model, manager, entity, stored);
    if (outcome === 'missing') throw gone(bound);
    return { entity, old };
  });
  await tell(view, Action.UPDATE, change, context);
  return change.entity;
}

/** A delete that is one DELETE, committed by itself; with a SELECT before it where the DELETE does not give the row. */
export async function deletePlainly<Entity extends object>(
  view: PlainView<Entity>,
  id: Key,
  context: ViewContext,
): Promise<Entity> {
  const bound = StartedView.of(view);
  const change = await attempts(bound, Action.DELETE, async (manager) => {
    if (bound.plainWrites.deleteUnseen) {
      const entity = await removedRow(bound, id, manager);
      return { entity, old: oldOf(bound, entity) };
    }
    const entity = await view.getOne(id, contextWithin(context, manager, Action.DELETE));
    const old = oldOf(bound, entity);
    if ((await deleteRow(bound.model, manager, entity)) === 'missing') throw gone(bound);
    return { entity, old };
  });
  await tell(view, Action.DELETE, change, context);
  return change.entity;
}

/** The row of a key, as the DELETE gives it back. */
async function removedRow<Entity extends object>(
  bound: BoundView<Entity>,
  id: Key,
  manager: EntityManager,
): Promise<Entity> {
  const { model } = bound;
  const { columns, values } = readKeyValues(bound, id);
  const stored = columns.flatMap(({ path }) => model.columnOf(path.join('.')) ?? []);
  const entity = await deleteUnseen(model, manager, stored, values);
  if (!entity) throw noSuchRow(bound, keyText(columns, values));
  return entity;
}

/** A row that was written, and what `afterCommit` is to know of it. */
interface Written<Entity extends object> {
  readonly entity: Entity;
  readonly old: Snapshot<Entity> | null;
}

/**
 * Runs a write on a connection, again while the database asks for it.
 *
 * What it reads, it reads on that connection too: a replica may not have yet what the write has to know.
 */
function attempts<Entity extends object>(
  bound: BoundView<Entity>,
  action: string,
  write: (manager: EntityManager) => Promise<Written<Entity>>,
): Promise<Written<Entity>> {
  const { dataSource, definition, writeAttempts } = bound;
  return untilItFits({ name: definition.name, writeAttempts }, action, async () => {
    // A runner takes its connection at the first statement.
    const runner = dataSource.createQueryRunner();
    try {
      return await write(runner.manager);
    } catch (error) {
      throw answerFor(error, bound, action);
    } finally {
      await runner.release();
    }
  });
}

function oldOf<Entity extends object>(
  { plainWrites, model }: BoundView<Entity>,
  entity: Entity,
): Snapshot<Entity> | null {
  return plainWrites.isTold ? snapshotRow(model, entity) : null;
}

async function tell<Entity extends object>(
  view: PlainView<Entity>,
  action: string,
  change: Change<Entity>,
  context: ViewContext,
): Promise<void> {
  const { plainWrites, definition } = StartedView.of(view);
  if (!plainWrites.isTold) return;
  await announceCommit(definition.name, action, () =>
    view.afterCommit(action, change, contextWithin(context, context.manager, action)),
  );
}

function gone<Entity extends object>({ model }: BoundView<Entity>): NotFound {
  return new NotFound(`This ${model.description.name} is gone.`);
}

import type { ObjectLiteral } from 'typeorm';
import { NotFound } from '../errors/problems.js';
import { reloadRow } from '../model/reload-row.js';
import { keyCondition, keyOf } from '../model/row-key.js';
import { runnerOf, runStatement } from '../model/run-statement.js';
import type { BoundView } from './bound-view.js';
import { transactionFor } from './objects.js';
import { RelationLoading } from './load-relations.js';
import { planFor } from './plan-for.js';
import type { WriteContext } from './view-context.js';

/** Deletes the row of an entity softly: its date is set, and the entity has what the row then has. */
export async function softDeleteRow<Entity extends object>(
  bound: BoundView<Entity>,
  entity: Entity,
  context: WriteContext,
): Promise<void> {
  const { broadcaster } = runnerOf(context.manager);
  const { metadata } = bound.model;
  await broadcaster.broadcast('BeforeSoftRemove', metadata, entity, entity);
  await switchRow(bound, entity, 'softDelete', context);
  await broadcaster.broadcast('AfterSoftRemove', metadata, entity, entity);
  transactionFor(context, bound.definition.name, 'deleteObject').rows.track(bound.model, entity);
}

/** Takes a soft deletion back; the entity has what the row then has, relations included. */
export async function restoreDeletedRow<Entity extends object>(
  bound: BoundView<Entity>,
  entity: Entity,
  context: WriteContext,
): Promise<void> {
  const { broadcaster } = runnerOf(context.manager);
  const { metadata } = bound.model;
  await broadcaster.broadcast('BeforeRecover', metadata, entity, entity);
  await switchRow(bound, entity, 'restore', context);
  await broadcaster.broadcast('AfterRecover', metadata, entity, entity);
  await new RelationLoading(bound, context, planFor(bound, context)).reload(entity);
  transactionFor(context, bound.definition.name, 'restore').rows.track(bound.model, entity);
}

async function switchRow<Entity extends object>(
  { model }: BoundView<Entity>,
  entity: Entity,
  operation: 'softDelete' | 'restore',
  { manager }: WriteContext,
): Promise<void> {
  const row: ObjectLiteral = entity;
  const metadata = model.metadata.findInheritanceMetadata(row);
  const key = keyCondition(metadata, keyOf(metadata, row));
  const statement = manager
    .createQueryBuilder()
    [operation]()
    .from<ObjectLiteral>(metadata.target)
    .where(key.sql, key.parameters);
  const { affected } = await runStatement(runnerOf(manager), statement, undefined);
  if (affected === 0) throw new NotFound(`This ${model.description.name} is gone.`);
  await reloadRow(model, manager, entity);
}

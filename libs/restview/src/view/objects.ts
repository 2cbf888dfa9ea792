import { ConfigurationError } from '../errors/configuration-error.js';
import { NotFound } from '../errors/problems.js';
import { reloadRow } from '../model/reload-row.js';
import { deleteRow, insertRow, isChanged, updateRow } from '../model/write-rows.js';
import type { EmbeddedDescription } from '../model/model-description.js';
import type { FieldDescription, SchemaDescription } from '../schema/schema-description.js';
import { assignReference } from './assign-references.js';
import type { BoundView } from './bound-view.js';
import { RelationLoading } from './load-relations.js';
import { planFor } from './plan-for.js';
import { refuseReferenced } from './referenced-rows.js';
import { type RelationWrite, takeRelationWrites } from './relation-writes.js';
import { type Transaction, transactionOf } from './transaction.js';
import type { WriteContext } from './view-context.js';

/**
 * Puts the fields that `data` has on an entity: columns whole, embeddeds field by field, references as the rows found.
 *
 * Only what the schema lets a client write is taken. Fields without a column are left to the verb.
 */
export function assignFields(
  entity: object,
  data: object,
  schema: SchemaDescription,
  embeddeds: readonly EmbeddedDescription[],
): void {
  for (const field of schema.fields) {
    if (field.access === 'read-only' || !Object.hasOwn(data, field.property)) continue;
    const value: unknown = Reflect.get(data, field.property);
    if (value === undefined) continue;
    if (field.reference) {
      assignReference(entity, data, field);
      continue;
    }
    const embedded = embeddeds.find(({ property }) => property === field.property);
    if (embedded && field.nested && isObject(value)) {
      assignFields(embeddedOf(entity, field, embedded), value, field.nested(), embedded.embeddeds);
    } else if (field.column) {
      Reflect.set(entity, field.property, value);
    }
  }
}

function embeddedOf(entity: object, { property }: FieldDescription, { target }: EmbeddedDescription): object {
  const present: unknown = Reflect.get(entity, property);
  if (isObject(present)) return present;
  const made: object = Reflect.construct(target as new () => object, []);
  Reflect.set(entity, property, made);
  return made;
}

/** Writes an entity: INSERT for a new one, UPDATE of the changed columns for one that the write has loaded. */
export async function saveRow<Entity extends object>(
  bound: BoundView<Entity>,
  entity: Entity,
  context: WriteContext,
): Promise<boolean> {
  const { model, definition } = bound;
  const { rows } = transactionFor(context, definition.name, 'saveObject');
  const stored = rows.storedRow(entity);
  const loading = new RelationLoading(bound, context, planFor(bound, context));
  const around = takeRelationWrites(entity);
  for (const write of around) await write.before?.(context);
  if (stored) {
    if (isChanged(model, entity, stored)) await bound.stampObject(entity, false, context);
    const outcome = await updateRow(model, context.manager, entity, stored);
    if (outcome === 'missing') throw new NotFound(`This ${model.description.name} is gone.`);
    const wroteAround = await writeAround(around, context);
    if (!outcome && !wroteAround) {
      loading.keepEmpty(entity);
      return false;
    }
  } else {
    await bound.stampObject(entity, true, context);
    await insertRow(model, context.manager, entity);
    await writeAround(around, context);
  }
  await loading.reload(entity);
  // After the relations: one that the caller may not see is empty now, and that is no change.
  rows.track(model, entity);
  return true;
}

async function writeAround(writes: readonly RelationWrite[], context: WriteContext): Promise<boolean> {
  let wrote = false;
  for (const write of writes) if (await write.after?.(context)) wrote = true;
  return wrote;
}

/**
 * Removes an entity's row; 409 when rows refer to it that its relations do not let it go without.
 *
 * An entity without a view, such as a child of a nested write, needs its model and the views of the application.
 */
export async function removeRow<Entity extends object>(
  { model, views }: Pick<BoundView<Entity>, 'model' | 'views'>,
  entity: Entity,
  context: WriteContext,
): Promise<void> {
  const { rows } = transactionFor(context, model.description.name, 'deleteObject');
  const outcome = await deleteRow(model, context.manager, entity, () =>
    refuseReferenced(model.metadata, entity, views, context),
  );
  if (outcome === 'missing') throw new NotFound(`This ${model.description.name} is gone.`);
  rows.forget(entity);
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

/** The transaction that a write context belongs to. */
export function transactionFor(context: WriteContext, view: string, method: string): Transaction {
  const transaction = transactionOf(context);
  if (transaction) return transaction;
  throw new ConfigurationError({
    subject: `${view}: ${method}`,
    problem: 'was called outside a write, so there is no transaction for it.',
    remedy: 'Call it within writeAction(), or use handleCreate, handleUpdate or handleDelete, which open one.',
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

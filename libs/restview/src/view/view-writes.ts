import type { SelectQueryBuilder } from 'typeorm';
import { Action } from '../definition/action.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { UpdateOf } from '../schema/input/input-types.js';
import { answerFor } from './bracket/answer-for.js';
import type { Change, Snapshot } from './change.js';
import { storeChanges } from './save-row.js';
import { transactionFor } from './bracket/transaction.js';
import { type Key, primaryKeyOf } from './key-values.js';
import { outOfScope } from './out-of-scope.js';
import { isInScope, readAgain } from './read-rows.js';
import { StartedView } from './started-view.js';
import type { ViewContext, WriteContext } from './view-context.js';
import { type BracketHost, runWriteBracket } from './bracket/write-bracket.js';

/**
 * What a write action is about: a row, a row to come, or (`null`) no row; and the data that `authorize` is to see.
 *
 * @public
 */
export interface ActionSubject<Row, Schema extends object> {
  /** The row; `null` for a write without one; left out for a write that makes it. */
  readonly entity?: Row;
  /** What `authorize` is to see of the input. */
  readonly data?: UpdateOf<Schema>;
}

/**
 * What a write action on a row with a key is about: the row is found in the scope, in the transaction.
 *
 * @public
 */
export interface RowSubject {
  /** The key of the row. */
  readonly id: Key;
  /** What `authorize` is to see of the input. */
  readonly data?: object;
}

/**
 * What a write on a row gives back; nothing stands for the row that it was given.
 *
 * @public
 */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- an override without `return` gives nothing
export type Written<Entity extends object> = Entity | undefined | void;

/**
 * The body of a write action that changes a row, or of one that makes and returns a row.
 *
 * @public
 */
export type ActionBody<Entity extends object> = (context: WriteContext) => Written<Entity> | Promise<Written<Entity>>;

/** What the policy sees of a write; of an action with a body, `data` is of a class of its own. */
interface WriteSubject<Entity extends object> {
  readonly entity?: Entity;
  readonly data?: object;
}

/**
 * The body of a write action on the row with a key.
 *
 * @public
 */
export type RowBody<Entity extends object> = (
  context: WriteContext,
  entity: Entity,
) => Written<Entity> | Promise<Written<Entity>>;

/** The seams of a view that a write runs through. */
export interface WritingView<Entity extends object> extends StartedView<Entity> {
  buildQuery(context: ViewContext): SelectQueryBuilder<Entity>;
  authorize(action: string, subject: WriteSubject<Entity>, context: ViewContext): unknown;
  getOne(id: Key, context: ViewContext): Promise<Entity>;
  snapshot(entity: Entity, context: WriteContext): Snapshot<Entity>;
  beforeCommit(action: string, change: Change<Entity>, context: WriteContext): unknown;
  afterCommit(action: string, change: Change<Entity>, context: ViewContext): unknown;
}

/** A write on the row with a key: the row is loaded through the scope, in the transaction. */
export async function bracketedWrite<Entity extends object>(
  view: WritingView<Entity>,
  action: string,
  id: Key,
  data: object | undefined,
  context: ViewContext,
  body: (entity: Entity, context: WriteContext) => Written<Entity> | Promise<Written<Entity>>,
  load = (write: WriteContext): Promise<Entity> => view.getOne(id, write),
): Promise<Entity> {
  const outcome = await runWriteBracket<Entity, Written<Entity>>(
    hostOf(view, data, action === Action.UPDATE),
    {
      action,
      load,
      body: (write, entity) => body(entityOf(view, action, entity), write),
      written: (returned, entity) => returned ?? entityOf(view, action, entity),
    },
    context,
  );
  return entityOf(view, action, outcome.entity);
}

/** The write behind `writeAction`, in its three shapes. */
export async function bracketedAction<Entity extends object, Schema extends object>(
  view: WritingView<Entity>,
  action: string,
  { entity, data }: ActionSubject<Entity | null | undefined, Schema>,
  context: ViewContext,
  body: (context: WriteContext) => unknown,
): Promise<unknown> {
  const makesRow = entity === undefined;
  const outcome = await runWriteBracket<Entity, unknown>(
    hostOf(view, data, makesRow),
    {
      action,
      ...(entity && { load: reloading(view, entity) }),
      body,
      written: (returned, loaded) =>
        entity === null ? null : isEntity(view, returned) ? returned : (loaded ?? entityOf(view, action, loaded)),
    },
    context,
  );
  return entity === null ? outcome.returned : outcome.entity;
}

/** The row as it was given; when the bracket runs again, as the database then has it. */
function reloading<Entity extends object>(
  view: WritingView<Entity>,
  entity: Entity,
): (context: WriteContext) => Promise<Entity> {
  const bound = StartedView.of(view);
  const { model, definition } = bound;
  let isFirst = true;
  return async (context) => {
    if (!isFirst) {
      const id = primaryKeyOf(bound, entity);
      // What `lookup` names may have changed in the meantime.
      const isByPrimaryKey = bound.key?.isPrimary ?? true;
      if (id !== undefined) {
        const stored = isByPrimaryKey
          ? await view.getOne(id, context)
          : await readAgain(bound, view.buildQuery(context), entity, context);
        Object.assign(entity, stored);
      }
    }
    isFirst = false;
    transactionFor(context, definition.name, context.action).rows.enter(model, entity);
    return entity;
  };
}

/** What the bracket of a write does by the seams of its view. */
export function hostOf<Entity extends object>(
  view: WritingView<Entity>,
  data: object | undefined,
  staysInScope: boolean,
): BracketHost<Entity> {
  const bound = StartedView.of(view);
  const { name } = bound.definition;
  return {
    name,
    dataSource: bound.dataSource,
    writeAttempts: bound.writeAttempts,
    authorize: (action, entity, context) =>
      view.authorize(action, { ...(entity && { entity }), ...(data && { data }) }, context),
    snapshot: (entity, context) => {
      const { rows } = transactionFor(context, name, 'snapshot');
      if (!rows.storedRow(entity)) rows.track(bound.model, entity);
      return view.snapshot(entity, context);
    },
    storeChanges: (entity, context) => storeChanges(bound, entity, context),
    checkScope: async (entity, context) => {
      if (!staysInScope || !bound.isScoped || transactionFor(context, name, 'scope').rows.isRemoved(entity)) return;
      if (await isInScope(bound, view.buildQuery(context), entity)) return;
      throw outOfScope();
    },
    beforeCommit: (action, change, context) => view.beforeCommit(action, change, context),
    afterCommit: (action, change, context) => view.afterCommit(action, change, context),
    translate: (error, action) => answerFor(error, bound, action),
  };
}

function isEntity<Entity extends object>(view: StartedView<Entity>, value: unknown): value is Entity {
  const { target } = StartedView.of(view).model.metadata;
  return typeof target === 'function' && value instanceof target;
}

function entityOf<Entity extends object>(
  view: StartedView<Entity>,
  action: string,
  entity: Entity | null | undefined,
): Entity {
  if (entity) return entity;
  const { definition, resource } = StartedView.of(view);
  throw new ConfigurationError({
    subject: `${definition.name}: ${action}`,
    problem: `is a create-shaped write, and its body returned no ${resource.model.name}; nothing was stored.`,
    remedy: 'Return the entity, or pass { entity } for a write on a row and { entity: null } for one without a row.',
  });
}

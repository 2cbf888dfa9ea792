import type { SelectQueryBuilder } from 'typeorm';
import { Action } from '../definition/action.js';
import type { ViewDefinition } from '../definition/view-definition.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { ProblemDetails } from '../errors/problem-details.js';
import { countRows } from '../model/statements/count-rows.js';
import { applyListQuery } from '../query/apply-list-query.js';
import type { ListQuery } from '../query/list-query.js';
import { pickFields } from '../query/response-fields.js';
import type { CreateOf, UpdateOf } from '../schema/input/input-types.js';
import type { ActionCall } from './actions/action-call.js';
import type { ActionInput, ActionOutcome } from './actions/action-types.js';
import { handleAction, resolveActionReferences } from './actions/handle-action.js';
import type { Change, Snapshot } from './change.js';
import { withShownRows } from './deletes/deleted-rows.js';
import { changeEntity, makeEntity } from './entity-of-body.js';
import type { ListingResult } from './listing-result.js';
import { createPlainly, deletePlainly, updatePlainly } from './bracket/plain-rows.js';
import { isPlainWrite } from './bracket/is-plain-write.js';
import { removeRow } from './deletes/remove-row.js';
import { saveRow } from './save-row.js';
import type { Key } from './key-values.js';
import { announceLocation, readOne } from './read-rows.js';
import { announcePages, envelopeOf, readPage } from './read-page.js';
import { resolveReferences, withReferences } from './references/resolve-references.js';
import { noteUnchanged } from './references/unchanged-fields.js';
import { ResponseShape } from './response-shape.js';
import { closeScope, scopedQuery } from './scoped-query.js';
import { snapshotRow } from './snapshot-row.js';
import { StartedView, StartedViewBase } from './started-view.js';
import type { Subject } from './subject.js';
import type { ViewContext, WriteContext } from './view-context.js';
import {
  type ActionBody,
  type ActionSubject,
  bracketedAction,
  bracketedWrite,
  type RowBody,
  type RowSubject,
  type Written,
} from './view-writes.js';

/**
 * A REST resource over an entity, as an ordinary controller class: extend it and decorate it with `@View`.
 *
 * Every verb has three tiers; override the one that owns your change:
 *
 * - the **endpoint** (`createEndpoint`) owns the wire: route, status, headers, response;
 * - the **handler** (`handleCreate`) owns authorization and the transaction;
 * - the **verb** (`create`) owns the domain step, without authorization and without commit.
 *
 * Beside them stand the seams: {@link RestView.buildQuery} says which rows exist for a caller, {@link RestView.authorize}
 * what the caller may do with them, and {@link RestView.beforeCommit} and {@link RestView.afterCommit} what else belongs
 * to a write. Call `super` to add to a step, leave it out to replace the step.
 *
 * @example
 * @View('users', { model: User })
 * export class UserView extends RestView<User> {}
 *
 * @public
 */
export abstract class RestView<
  Entity extends object,
  Schema extends object = Partial<Entity>,
> extends StartedViewBase<Entity> {
  // Endpoints: the wire.

  /** `GET /`: a page of the rows that the caller may see. */
  async getManyEndpoint(query: ListQuery, context: ViewContext): Promise<unknown> {
    const result = await this.handleGetMany(query, context);
    announcePages(StartedView.of(this), result, context);
    return this.toResponse(result, ResponseShape.LISTING, context);
  }

  /** `GET /:id`, or `GET /:orderId/:lineNo` for a key of several columns: one row; 404 when there is none that the caller may see. */
  async getOneEndpoint(id: Key, context: ViewContext): Promise<unknown> {
    return this.toResponse(await this.handleGetOne(id, context), ResponseShape.SINGLE, context);
  }

  /** `POST /`: makes a row; 201 with its `Location`. */
  async createEndpoint(data: CreateOf<Schema>, context: ViewContext): Promise<unknown> {
    const entity = await this.handleCreate(data, context);
    announceLocation(StartedView.of(this), entity, context);
    return this.toResponse(entity, ResponseShape.SINGLE, context);
  }

  /** `PATCH /:id`: changes the fields that the body has. */
  async updateEndpoint(id: Key, data: UpdateOf<Schema>, context: ViewContext): Promise<unknown> {
    return this.toResponse(await this.handleUpdate(id, data, context), ResponseShape.SINGLE, context);
  }

  /** `DELETE /:id`: removes the row; 204. */
  async deleteEndpoint(id: Key, context: ViewContext): Promise<unknown> {
    return this.toResponse(await this.handleDelete(id, context), ResponseShape.EMPTY, context);
  }

  // Handlers: authorization, and the write bracket.

  /** Asks the policy and reads a page of the rows that the caller may see. */
  async handleGetMany(query: ListQuery, context: ViewContext): Promise<ListingResult<Entity>> {
    await this.authorize(Action.GET_MANY, { query }, context);
    return this.getMany(query, context);
  }

  /** Finds the row in the scope, then asks the policy. */
  async handleGetOne(id: Key, context: ViewContext): Promise<Entity> {
    const entity = await this.getOne(id, context);
    await this.authorize(Action.GET_ONE, { entity }, context);
    return entity;
  }

  /** Asks the policy and makes a row, in the write bracket. */
  handleCreate(data: CreateOf<Schema>, context: ViewContext): Promise<Entity> {
    if (isPlainWrite(this, Action.CREATE, context)) return createPlainly(this, data, context);
    return this.writeAction(Action.CREATE, { data }, context, async (write) => {
      const bound = StartedView.of(this);
      await resolveReferences(bound, bound.resource.create.description, data, write);
      return this.create(data, write);
    });
  }

  /** Finds the row in the scope, asks the policy and changes the row, in the write bracket. */
  handleUpdate(id: Key, data: UpdateOf<Schema>, context: ViewContext): Promise<Entity> {
    if (isPlainWrite(this, Action.UPDATE, context)) return updatePlainly(this, id, data, context);
    return bracketedWrite(this, Action.UPDATE, id, data, context, async (entity, write) => {
      const bound = StartedView.of(this);
      const { update, schema } = bound.resource;
      noteUnchanged(update.description, schema, data, entity);
      await resolveReferences(bound, update.description, data, write);
      return this.update(entity, data, write);
    });
  }

  /** Finds the row in the scope, asks the policy and removes the row, in the write bracket; gives the removed row. */
  handleDelete(id: Key, context: ViewContext): Promise<Entity> {
    if (isPlainWrite(this, Action.DELETE, context)) return deletePlainly(this, id, context);
    return bracketedWrite(this, Action.DELETE, id, undefined, context, (entity, write) => this.delete(entity, write));
  }

  /**
   * Runs a custom action of the view: the row is found in the scope, the policy is asked, the verb runs in the write
   * bracket. An action by `GET` has no bracket.
   *
   * What the endpoint of an action calls; call it for the same without a request. To replace it for one action, give the
   * view a method `handlePublish(id, data, context)`, which then runs here too, and writes by {@link RestView.writeAction}.
   *
   * @param verb - the method that carries `@InstanceAction` or `@CollectionAction`.
   * @param input - `id` for an action on a row, `data` for one with a body; not validated, as with the other handlers.
   * @returns what the verb returns; the row of an action on a row that returns nothing.
   * @throws {@link ConfigurationError} for a method that is no action, and for other inputs than it takes.
   * @example
   * await posts.handleAction('publish', { id: 7, data: { reason: 'due' } }, systemContext(dataSource, { admin: true }));
   */
  handleAction<View extends object, Verb extends keyof View & string>(
    this: View,
    verb: Verb,
    input: ActionInput<View, Verb>,
    context: ViewContext,
  ): Promise<ActionOutcome<View, Verb>>;
  handleAction(verb: string, input: ActionCall, context: ViewContext): Promise<unknown> {
    return handleAction(this, verb, input, context);
  }

  // Verbs: the domain step. No authorization, no commit.

  /** A page of the scope. To change which rows there are, override {@link RestView.buildQuery}. */
  async getMany(query: ListQuery, context: ViewContext): Promise<ListingResult<Entity>> {
    const bound = StartedView.of(this);
    const rowsOf = (wanted: ListQuery): SelectQueryBuilder<Entity> => {
      const scope = closeScope(this.buildQuery(context), bound.definition.name);
      return withShownRows(this.applyQueryParams(scope, wanted, context), context, this);
    };
    return readPage(bound, query, rowsOf, (rows) => this.count(rows, context), context);
  }

  /**
   * The row with this key.
   *
   * To change which rows there are for a caller, override {@link RestView.buildQuery}.
   *
   * @throws {@link NotFound} when the scope has no such row; hidden and absent rows look the same.
   */
  getOne(id: Key, context: ViewContext): Promise<Entity> {
    return readOne(StartedView.of(this), withShownRows(this.buildQuery(context), context, this), id, context);
  }

  /** Makes and stores a row from a checked body. */
  async create(data: CreateOf<Schema>, context: WriteContext): Promise<Entity> {
    return this.saveObject(await this.makeNewObject(data, context), context);
  }

  /** Changes a loaded row. Returning nothing means the row that was given. */
  async update(entity: Entity, data: UpdateOf<Schema>, context: WriteContext): Promise<Written<Entity>> {
    return this.saveObject(await this.updateObject(entity, data, context), context);
  }

  /** Removes a loaded row. */
  async delete(entity: Entity, context: WriteContext): Promise<void> {
    await this.deleteObject(entity, context);
  }

  // Seams: visibility and policy.

  /**
   * The rows that exist for the caller: of the list, its total, one row, and what updates and deletes can reach.
   *
   * Call `super.buildQuery(context)` and add conditions by `andWhere`; the entity's alias is its class name with a small
   * first letter (`orderItem`). What the query leaves out is 404 everywhere.
   *
   * @throws {@link ConfigurationError} on `where()` over a condition and on a top-level `orWhere()`.
   * @example
   * override buildQuery(context: ViewContext) {
   *   return super.buildQuery(context).andWhere('user.tenantId = :tenant', { tenant: context.caller.tenantId });
   * }
   */
  buildQuery(context: ViewContext): SelectQueryBuilder<Entity> {
    return scopedQuery(context.manager, StartedView.of(this).model, this.constructor.name);
  }

  /**
   * Decides whether the caller may do this; throw to refuse, usually {@link Forbidden}.
   *
   * Called once per operation: after the body is checked and the row is found, before anything is written.
   *
   * @param action - one of {@link Action}, or the name of a custom action.
   */
  authorize(_action: string, _subject: Subject<Entity, Schema>, _context: ViewContext): void | Promise<void> {
    return undefined;
  }

  /**
   * Relations that are loaded on the rows besides those of the response, as paths of properties: for reads, for writes
   * and after them.
   *
   * They are there for verbs, hooks and computed fields, within what the caller may see, and are not shown by that.
   *
   * @throws {@link ConfigurationError} at the first read when a path leads nowhere.
   * @example
   * override getRelationshipLoaderOptions() {
   *   return ['author.profile'];
   * }
   */
  getRelationshipLoaderOptions(_context: ViewContext): readonly string[] {
    return [];
  }

  // Seams: lists.

  /** Puts a checked list query on the scope; override to give a parameter of the view's own (`query.extra`) a meaning. */
  applyQueryParams(
    rows: SelectQueryBuilder<Entity>,
    query: ListQuery,
    context: ViewContext,
  ): SelectQueryBuilder<Entity> {
    return applyListQuery(rows, query, StartedView.of(this).relatedRows(context));
  }

  /**
   * Counts the rows on all pages; called when the page does not tell, and beside the page where pages like it did not
   * tell either and the pool has a connection for both. Override for an estimate.
   */
  count(rows: SelectQueryBuilder<Entity>, _context: ViewContext): Promise<number> {
    return countRows(rows);
  }

  // Seams: writes.

  /**
   * Runs a write of your own in the bracket: authorize → snapshot → body → `beforeCommit` → COMMIT → `afterCommit`.
   *
   * Four shapes: with `{ id }` the row is found in the scope and given to the body; with `{ entity }` the body changes that
   * row; either way what it changed is stored. Without both the body makes a row and returns it; with `{ entity: null }`
   * the write has no row of its own. Routes of this kind are made by {@link InstanceAction} and {@link CollectionAction}.
   *
   * @param body - runs in the transaction; once more when the database reports a conflict, so it must not send mail.
   * @returns the row; for `{ entity: null }` what the body returned.
   * @throws {@link ConfigurationError} when a body that has to make a row returns none; nothing is stored.
   * @example
   * await this.writeAction('archive', { entity: user }, context, () => {
   *   user.archived = true;
   * });
   */
  writeAction<Returned>(
    action: string,
    subject: ActionSubject<null, Schema>,
    context: ViewContext,
    body: (context: WriteContext) => Returned | Promise<Returned>,
  ): Promise<Returned>;
  /** On the row of the subject, or making one. */
  writeAction(
    action: string,
    subject: ActionSubject<Entity | undefined, Schema>,
    context: ViewContext,
    body: ActionBody<Entity>,
  ): Promise<Entity>;
  /** On the row with a key: found in the scope, in the transaction, also when the bracket runs again. */
  writeAction(action: string, subject: RowSubject, context: ViewContext, body: RowBody<Entity>): Promise<Entity>;
  writeAction(
    action: string,
    subject: ActionSubject<Entity | null | undefined, Schema> | RowSubject,
    context: ViewContext,
    body: ActionBody<Entity> & RowBody<Entity>,
  ): Promise<unknown> {
    if (!('id' in subject)) return bracketedAction(this, action, subject, context, body);
    return bracketedWrite(this, action, subject.id, subject.data, context, async (entity, write) => {
      await resolveActionReferences(this, action, subject.data, write);
      return body(write, entity);
    });
  }

  /** The columns of a row as they are now; hooks get it as `old`. Takes what is loaded and asks the database nothing. */
  snapshot(entity: Entity, _context: WriteContext): Snapshot<Entity> {
    return snapshotRow(StartedView.of(this).model, entity);
  }

  /** Runs in the transaction, after the write; a throw undoes it. What it changes on the row is stored. */
  beforeCommit(_action: string, _change: Change<Entity>, _context: WriteContext): void | Promise<void> {
    return undefined;
  }

  /** Runs when the write is durable; a throw is logged and the write stands. */
  afterCommit(_action: string, _change: Change<Entity>, _context: ViewContext): void | Promise<void> {
    return undefined;
  }

  /**
   * Fills in what the server owns on a row that is about to be stored, such as its tenant or its author.
   *
   * Called before every INSERT and before every UPDATE that changes something, whichever method asks for it: a soft
   * delete and a restore of the row too, and the rows that another view's nested write makes of this view's entity. Call `super` to keep what a base or mixin fills in.
   *
   * @example
   * override async stampObject(task: Task, isNew: boolean, context: WriteContext) {
   *   await super.stampObject(task, isNew, context);
   *   task.changedBy = context.caller.userId;
   * }
   */
  stampObject(_entity: Entity, _isNew: boolean, _context: WriteContext): void | Promise<void> {
    return undefined;
  }

  /** A new entity with the fields of the body; not stored. Override to stamp fields that the server owns. */
  makeNewObject(data: CreateOf<Schema>, context: WriteContext): Entity | Promise<Entity> {
    const bound = StartedView.of(this);
    const { description } = bound.resource.create;
    return withReferences(bound, description, data, context, () => makeEntity(bound, data));
  }

  /** Puts the fields of the body on a loaded entity; not stored. Override to stamp fields that the server owns. */
  updateObject(entity: Entity, data: UpdateOf<Schema>, context: WriteContext): Entity | Promise<Entity> {
    const bound = StartedView.of(this);
    const { update, schema } = bound.resource;
    const { description } = update;
    noteUnchanged(description, schema, data, entity);
    return withReferences(bound, description, data, context, () => changeEntity(bound, entity, data));
  }

  /**
   * Stores an entity: one INSERT for a new one, one UPDATE of the changed columns for one that this write has loaded.
   *
   * What `makeNewObject` and `updateObject` took of references and nested writes is stored along with it. The entity then
   * has what the database has: defaults, generated values, and the relations of the response. To fill in columns on every
   * way to the database, override {@link RestView.stampObject}.
   *
   * @throws {@link Problem} 409 or 422 for what the database refuses; 403 `out_of_scope` for a nested row that the caller
   * could not see.
   */
  async saveObject(entity: Entity, context: WriteContext): Promise<Entity> {
    await saveRow(StartedView.of(this), entity, context);
    return entity;
  }

  /**
   * Removes an entity's row, by the `onDelete` of the relations that refer to it. Override to do something else instead;
   * soft deletes have a mixin, {@link SoftDelete}.
   *
   * @throws {@link Conflict} `still_referenced` when rows refer to it that may not lose it; `blockers` names those that the
   * caller may see.
   */
  deleteObject(entity: Entity, context: WriteContext): Promise<void> {
    return removeRow(StartedView.of(this), entity, context);
  }

  // Seams: the start.

  /**
   * What is wrong with the view, as far as a base class or a mixin can tell; called once, when the application starts.
   *
   * All mistakes of all views are reported together as one {@link ConfigurationError}. Not called for a view with other
   * mistakes, which come first.
   *
   * @example
   * override checkDefinition(definition: ViewDefinition) {
   *   const mistakes = super.checkDefinition(definition);
   *   if (definition.resource?.model.columns.some(({ path }) => path.join('.') === 'title')) return mistakes;
   *   return [...mistakes, { subject: definition.name, problem: 'has no title.', remedy: 'Add the column "title".' }];
   * }
   */
  checkDefinition(_definition: ViewDefinition): readonly ConfigurationMistake[] {
    return [];
  }

  // Seams: responses.

  /**
   * What goes on the wire for a result of a verb; also for custom routes: `return this.toResponse(user)`.
   *
   * Only fields of the read schema pass, whatever the entity has.
   */
  toResponse(result: Entity, shape?: typeof ResponseShape.SINGLE, context?: ViewContext): unknown;
  /** A list as the view answers it. */
  toResponse(result: ListingResult<Entity>, shape: typeof ResponseShape.LISTING, context?: ViewContext): unknown;
  /** Nothing. */
  toResponse(result: Entity | undefined, shape: typeof ResponseShape.EMPTY, context?: ViewContext): unknown;
  toResponse(
    result: Entity | ListingResult<Entity> | undefined,
    shape: ResponseShape = ResponseShape.SINGLE,
    _context?: ViewContext,
  ): unknown {
    if (shape === ResponseShape.EMPTY || result === undefined) return undefined;
    return isListing(result, shape) ? this.toListingResponse(result) : this.toResponseSchema(result);
  }

  /** A list as the view answers it: the envelope, or a bare array. */
  toListingResponse(result: ListingResult<Entity>): unknown {
    return StartedView.of(this).resource.includePaginationMetadata
      ? this.toPaginatedListingResponse(result)
      : this.toItems(result);
  }

  /** The envelope `{ items, total, page, page_size, total_pages }`, or that of the view's dialect. */
  toPaginatedListingResponse(result: ListingResult<Entity>): unknown {
    return envelopeOf(StartedView.of(this), this.toItems(result), result);
  }

  /** One row by the read schema: only its fields, under their wire names, without the write-only ones. */
  toResponseSchema(entity: Entity): Record<string, unknown> {
    return StartedView.of(this).serialize(entity);
  }

  /**
   * The body of an error answer; also of one that no method of the view has seen, as for a body that is no JSON.
   *
   * Override for clients that expect another form. Status and headers stay; a throw leaves the answer as it is.
   */
  toProblem(details: ProblemDetails): object {
    return details;
  }

  private toItems({ items, query: { fields } }: ListingResult<Entity>): readonly Record<string, unknown>[] {
    const rows = items.map((entity) => this.toResponseSchema(entity));
    return fields ? rows.map((row) => pickFields(row, fields)) : rows;
  }
}

function isListing<Entity extends object>(
  result: Entity | ListingResult<Entity>,
  shape: ResponseShape,
): result is ListingResult<Entity> {
  return shape === ResponseShape.LISTING && 'items' in result;
}

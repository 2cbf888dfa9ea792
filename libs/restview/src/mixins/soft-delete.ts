import { ApiResponse } from '@nestjs/swagger';
import { Action } from '../definition/action.js';
import type { ViewClass } from '../definition/view-class.js';
import type { ViewDefinition } from '../definition/view-definition.js';
import type { ViewOptions } from '../definition/view-options.js';
import { ViewRoute } from '../definition/view-route.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { Conflict, Forbidden } from '../errors/problems.js';
import type { ListQuery } from '../query/list-query.js';
import { InstanceAction } from '../registration/instance-action.decorator.js';
import { ViewDefaults } from '../registration/view.decorator.js';
import { softDeleteMistakes } from '../view/deletes/delete-mistakes.js';
import { isDeleted, showingDeleted } from '../view/deletes/deleted-rows.js';
import { queryFlag } from '../view/query-flag.js';
import type { Key } from '../view/key-values.js';
import { ResponseShape } from '../view/response-shape.js';
import { giveUpDeletedRow, restoreDeletedRow, softDeleteRow } from '../view/deletes/soft-delete.js';
import { StartedView } from '../view/started-view.js';
import type { ViewContext, WriteContext } from '../view/view-context.js';
import { bracketedWrite } from '../view/view-writes.js';
import type { AnyView, EntityOf } from './any-view.js';
import type { SoftDeleteMethods, SoftDeleteOptions } from './soft-delete-methods.js';

const FLAG = 'include_deleted';
const NO_DELETED_ROW = 'There is no such row, deleted or not, that the caller may see.';

/**
 * A view whose DELETE sets the entity's `@DeleteDateColumn()`, and whose deleted rows can be restored.
 *
 * Deleted rows are hidden on every read, so a second DELETE is 404. What refers to the row goes along, is set to NULL, or
 * stands in the way (409 `still_referenced`), as the `onDelete` of its relation says. `POST /:id/restore` takes all of that
 * back: 409 `not_deleted` for a live row, 409 `parent_deleted` while a row that it belongs to is deleted. `authorize` and
 * the hooks are told `delete`, `restore` and `purge`. What does not fit the entity stops the start.
 *
 * To change what a delete or a restore does, override the verbs (`deleteObject`, `restore`, `purge`).
 *
 * @example
 * @View('tasks', { model: Task, schema: TaskRead })
 * export class TaskView extends SoftDelete(RestView<Task, TaskRead>, { includeDeleted: true }) {
 *   override mayIncludeDeleted(context: ViewContext) {
 *     return context.caller.admin;
 *   }
 * }
 *
 * @public
 */
export function SoftDelete<Base extends ViewClass<AnyView>>(
  base: Base,
  options?: SoftDeleteOptions,
): Base & ViewClass<SoftDeleteMethods<EntityOf<InstanceType<Base>>>>;
export function SoftDelete(
  base: ViewClass<AnyView>,
  options: SoftDeleteOptions = {},
): ViewClass<AnyView & SoftDeleteMethods<object>> {
  @ViewDefaults(defaultsOf(options))
  abstract class SoftDeletingView extends base implements SoftDeleteMethods<object> {
    override async getManyEndpoint(query: ListQuery, context: ViewContext): Promise<unknown> {
      return super.getManyEndpoint(query, await asAsked(this, context));
    }

    override async getOneEndpoint(id: Key, context: ViewContext): Promise<unknown> {
      return super.getOneEndpoint(id, await asAsked(this, context));
    }

    override async deleteEndpoint(id: Key, context: ViewContext): Promise<unknown> {
      const reading = await asAsked(this, context);
      if (reading !== context) await refuseSecondDeletion(this, id, reading);
      return super.deleteEndpoint(id, context);
    }

    override deleteObject(entity: object, context: WriteContext): Promise<void> {
      return softDeleteRow(StartedView.of(this), entity, context);
    }

    mayIncludeDeleted(_context: ViewContext): boolean | Promise<boolean> {
      return false;
    }

    async restoreEndpoint(id: Key, context: ViewContext): Promise<unknown> {
      return this.toResponse(await this.handleRestore(id, context), ResponseShape.SINGLE, context);
    }

    handleRestore(id: Key, context: ViewContext): Promise<object> {
      return onDeletedRow(this, 'restore', id, context, (entity, write) => this.restore(entity, write));
    }

    @InstanceAction('restore', {
      description: 'Takes the deletion of a row back, and of what went along with it.',
      problems: { 404: NO_DELETED_ROW, 409: 'The row is not deleted, or conflicts with another one.' },
    })
    async restore(entity: object, context: WriteContext): Promise<void> {
      checkDeleted(this, entity);
      await restoreDeletedRow(StartedView.of(this), entity, context);
    }

    async purgeEndpoint(id: Key, context: ViewContext): Promise<unknown> {
      return this.toResponse(await this.handlePurge(id, context), ResponseShape.EMPTY, context);
    }

    handlePurge(id: Key, context: ViewContext): Promise<object> {
      return onDeletedRow(this, 'purge', id, context, (entity, write) => this.purge(entity, write));
    }

    @InstanceAction('permanently', {
      method: 'DELETE',
      response: null,
      description: 'Removes a deleted row for good.',
      problems: { 404: NO_DELETED_ROW, 409: 'The row is not deleted, or others refer to it.' },
    })
    @ApiResponse({ status: 204, description: 'The row is gone for good.' })
    async purge(entity: object, context: WriteContext): Promise<void> {
      checkDeleted(this, entity);
      // Somebody may have restored it since it was read.
      if (!(await giveUpDeletedRow(StartedView.of(this), entity, context))) throw notDeleted();
      await super.deleteObject(entity, context);
    }

    override checkDefinition(definition: ViewDefinition): readonly ConfigurationMistake[] {
      return [...super.checkDefinition(definition), ...softDeleteMistakes(StartedView.of(this))];
    }
  }
  return SoftDeletingView;
}

/** The view as the functions below use it. */
type SoftDeletingView = AnyView & Pick<SoftDeleteMethods<object>, 'mayIncludeDeleted'>;

function defaultsOf({ includeDeleted = false, purge = false }: SoftDeleteOptions): ViewOptions {
  return {
    ...(!purge && { excludeRoutes: ['purgeEndpoint'] }),
    ...(includeDeleted && {
      queryFlags: {
        [FLAG]: {
          description: 'Whether deleted rows count too. Not everybody may ask for them.',
          routes: [ViewRoute.GET_MANY, ViewRoute.GET_ONE, ViewRoute.DELETE],
          isRestricted: true,
        },
      },
    }),
  };
}

/** The context of a request, which shows deleted rows if it asks for them and may. */
async function asAsked(view: SoftDeletingView, context: ViewContext): Promise<ViewContext> {
  const { queryFlags } = StartedView.of(view).resource;
  if (!Object.hasOwn(queryFlags, FLAG) || !queryFlag(context, FLAG)) return context;
  if (await view.mayIncludeDeleted(context)) return showingDeleted(context, view);
  throw new Forbidden('You may not see deleted rows.');
}

/** Who sees deleted rows is told that this one is deleted; everybody else finds nothing. */
async function refuseSecondDeletion(view: SoftDeletingView, id: Key, reading: ViewContext): Promise<void> {
  const entity = await view.getOne(id, reading);
  if (!isDeleted(StartedView.of(view).model, entity)) return;
  await view.authorize(Action.DELETE, { entity }, reading);
  throw new Conflict('This row is deleted already.', { code: 'already_deleted', title: 'Already deleted' });
}

/** A write on a row that may be deleted, as the scope has it. */
function onDeletedRow(
  view: AnyView,
  action: string,
  id: Key,
  context: ViewContext,
  body: (entity: object, context: WriteContext) => Promise<void>,
): Promise<object> {
  return bracketedWrite(view, action, id, undefined, context, body, (write) =>
    view.getOne(id, showingDeleted(write, view)),
  );
}

function checkDeleted(view: AnyView, entity: object): void {
  if (!isDeleted(StartedView.of(view).model, entity)) throw notDeleted();
}

function notDeleted(): Conflict {
  return new Conflict('This row is not deleted.', { code: 'not_deleted', title: 'Not deleted' });
}

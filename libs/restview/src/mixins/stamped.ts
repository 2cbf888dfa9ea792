import type { ViewClass } from '../definition/view-class.js';
import type { ViewDefinition } from '../definition/view-definition.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { Forbidden } from '../errors/problems.js';
import type { RestviewCaller } from '../view/caller.js';
import { StartedView } from '../view/started-view.js';
import type { WriteContext } from '../view/view-context.js';
import type { AnyView } from './any-view.js';
import { columnMistakes } from './column-mistakes.js';

/**
 * What {@link Stamped} needs to know; at least one of the columns.
 *
 * @public
 */
export interface StampedOptions {
  /** The column for who made the row. */
  readonly createdBy?: string;
  /** The column for who changed the row last; a new row has its maker there. */
  readonly updatedBy?: string;
  /** What stands there for a caller; nothing for one who is not known. */
  readonly by: (caller: RestviewCaller) => string | number | null | undefined;
}

/**
 * A view that writes down who made a row and who changed it last, by whatever method or action.
 *
 * A caller who is not known leaves `NULL`, or is refused with 403 where the column takes none.
 *
 * @example
 * @View('tasks', { model: Task, schema: TaskRead })
 * export class TaskView extends Stamped(RestView<Task, TaskRead>, {
 *   createdBy: 'createdById',
 *   updatedBy: 'updatedById',
 *   by: (caller) => caller.userId,
 * }) {}
 *
 * @public
 */
export function Stamped<Base extends ViewClass<AnyView>>(base: Base, options: StampedOptions): Base {
  const { createdBy, updatedBy, by } = options;
  const stampsOf = (isNew: boolean): readonly string[] =>
    [isNew ? createdBy : undefined, updatedBy].filter((property) => property !== undefined);

  abstract class StampedView extends base {
    override async stampObject(entity: object, isNew: boolean, context: WriteContext): Promise<void> {
      await super.stampObject(entity, isNew, context);
      const author = by(context.caller) ?? null;
      const { model } = StartedView.of(this);
      for (const property of stampsOf(isNew)) {
        if (author === null && model.columnOf(property)?.isNullable === false) {
          throw new Forbidden('Only known callers may write here.');
        }
        Reflect.set(entity, property, author);
      }
    }

    override checkDefinition(definition: ViewDefinition): readonly ConfigurationMistake[] {
      const remedy = 'Mark the field @ReadOnly(), or leave it out of the schema.';
      const named = Object.entries({ createdBy, updatedBy }).flatMap(([option, property]) =>
        property === undefined ? [] : columnMistakes(definition, { mixin: 'Stamped', option, property, remedy }),
      );
      return [
        ...super.checkDefinition(definition),
        ...(stampsOf(true).length > 0 ? named : [nothingNamed(definition)]),
      ];
    }
  }
  return StampedView;
}

function nothingNamed({ name }: ViewDefinition): ConfigurationMistake {
  return {
    subject: `${name}: Stamped`,
    problem: 'has neither "createdBy" nor "updatedBy", so there is nothing to stamp.',
    remedy: 'Name a column by one of them.',
  };
}

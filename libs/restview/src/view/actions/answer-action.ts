import { announceLocation } from '../read-rows.js';
import { ResponseShape } from '../response-shape.js';
import { StartedView } from '../started-view.js';
import type { ViewContext } from '../view-context.js';
import type { WritingView } from '../view-writes.js';
import { type ActionCall, actionOf, callOf } from './action-call.js';
import { readResult, refuseRows } from './action-result.js';

/** What the endpoint of an action needs of its view. */
interface AnsweringView<Entity extends object> extends WritingView<Entity> {
  /** The verb and its input, as any action may have them. */
  handleAction(verb: string, call: ActionCall, context: ViewContext): Promise<unknown>;
  toResponse(result: Entity, shape?: typeof ResponseShape.SINGLE, context?: ViewContext): unknown;
}

/** The endpoint of an action: calls the handler, and makes the answer that the action says it has. */
export async function answerAction<Entity extends object>(
  view: AnsweringView<Entity>,
  verb: string,
  inputs: readonly unknown[],
): Promise<unknown> {
  const bound = StartedView.of(view);
  const action = actionOf(bound, verb);
  const { definition, serialize } = action;
  const { context, ...call } = callOf(bound.definition.name, definition, inputs);
  const returned = await view.handleAction(verb, call, context);
  // Handlers give the row of an action that answers without content, as that of a delete does.
  if (!definition.response) return undefined;
  const result = readResult(bound, definition, returned, undefined);
  switch (result.kind) {
    case 'row':
      if (definition.creates) announceLocation(bound, result.row, context, definition.path);
      return view.toResponse(result.row, ResponseShape.SINGLE, context);
    case 'rows':
      return Promise.all(result.rows.map((row) => view.toResponse(row, ResponseShape.SINGLE, context)));
    case 'object':
      refuseRows(bound, definition, result.object);
      return serialize?.(result.object);
    case 'list':
      for (const object of result.list) refuseRows(bound, definition, object);
      return result.list.map((object) => serialize?.(object));
    case 'nothing':
      return undefined;
  }
}

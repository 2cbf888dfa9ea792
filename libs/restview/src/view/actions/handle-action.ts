import { ConfigurationError } from '../../errors/configuration-error.js';
import { resolveReferences } from '../references/resolve-references.js';
import { runWriteBracket } from '../bracket/write-bracket.js';
import type { BoundView } from '../bound-view.js';
import type { Key } from '../key-values.js';
import { storeChanges } from '../save-row.js';
import { StartedView } from '../started-view.js';
import type { ViewContext, WriteContext } from '../view-context.js';
import { hostOf, type WritingView } from '../view-writes.js';
import { type ActionCall, actionOf, checkCall, inputsOf } from './action-call.js';
import { type ActionResult, readResult } from './action-result.js';
import type { BoundAction } from './bound-action.js';
import { lockRow } from './lock-row.js';

/**
 * The handler of an action: the view's own, such as `handlePublish`, or the one that all actions have.
 *
 * @returns the row of an action on a row that answers with it or without content; else what the verb returned.
 */
export async function handleAction<Entity extends object>(
  view: WritingView<Entity>,
  verb: string,
  call: ActionCall,
  context: ViewContext,
): Promise<unknown> {
  const bound = StartedView.of(view);
  const action = actionOf(bound, verb);
  checkCall(bound.definition.name, action.definition, call);
  const handler: unknown = Reflect.get(view, handlerOf(verb));
  if (typeof handler === 'function') {
    return Reflect.apply(handler, view, [...inputsOf(action.definition, call), context]);
  }
  return action.definition.httpMethod === 'GET'
    ? readAction(view, bound, action, call, context)
    : writeAction(view, bound, action, call, context);
}

/** The method by which a view replaces the handler of an action: `publish` has `handlePublish`. */
export function handlerOf(verb: string): string {
  return `handle${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
}

/** Finds the rows that the body of an action names, for a handler that a view has written itself. */
export async function resolveActionReferences<Entity extends object>(
  view: StartedView<Entity>,
  name: string,
  data: object | undefined,
  context: WriteContext,
): Promise<void> {
  const bound = StartedView.of(view);
  const action = [...bound.actions.values()].find(({ definition }) => definition.name === name);
  const body = action?.definition.body;
  if (body && data) await resolveReferences(bound, body.description, data, context);
}

/** Finds the row in the scope, asks the policy, and runs the verb. */
async function readAction<Entity extends object>(
  view: WritingView<Entity>,
  bound: BoundView<Entity>,
  { definition }: BoundAction,
  { id }: ActionCall,
  context: ViewContext,
): Promise<unknown> {
  const entity = id === undefined ? undefined : await view.getOne(id, context);
  await view.authorize(definition.name, { ...(entity && { entity }) }, context);
  const returned = await callVerb(view, definition.verb, [...(entity ? [entity] : []), context]);
  return valueOf(readResult(bound, definition, returned, entity), entity);
}

/** The same in the write bracket. */
async function writeAction<Entity extends object>(
  view: WritingView<Entity>,
  bound: BoundView<Entity>,
  { definition }: BoundAction,
  { id, data }: ActionCall,
  context: ViewContext,
): Promise<unknown> {
  const { name, verb, body, creates } = definition;
  const host = hostOf(view, data, creates);
  const outcome = await runWriteBracket<Entity, ActionResult<Entity>>(
    host,
    {
      action: name,
      makesRow: creates,
      ...(id !== undefined && { load: loading(view, bound, definition.lock, id) }),
      body: async (write, entity) => {
        if (body && data) await resolveReferences(bound, body.description, data, write);
        const inputs = [...(entity ? [entity] : []), ...(body && data ? [data] : []), write];
        const result = readResult(bound, definition, await callVerb(view, verb, inputs), entity);
        // The row that the hooks hear of is the one that was made.
        if (creates && entity) await storeChanges(bound, entity, write);
        for (const row of creates && result.kind === 'rows' ? result.rows : []) {
          await storeChanges(bound, row, write);
          await host.checkScope(row, write);
        }
        return result;
      },
      written: (result, entity) => {
        if (!creates && !entity) return null;
        return result.kind === 'row' ? result.row : creates ? null : (entity ?? null);
      },
    },
    context,
  );
  return valueOf(outcome.returned, outcome.entity ?? undefined);
}

function loading<Entity extends object>(
  view: WritingView<Entity>,
  bound: BoundView<Entity>,
  locks: boolean,
  id: Key,
): (context: WriteContext) => Promise<Entity> {
  return async (context) => {
    if (locks) await lockRow(bound, id, context);
    return view.getOne(id, context);
  };
}

function callVerb(view: object, verb: string, inputs: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(view, verb);
  if (typeof method === 'function') return Reflect.apply(method, view, inputs);
  throw new ConfigurationError({
    subject: `${view.constructor.name}.${verb}`,
    problem: 'is an action, and something that is no method has taken its place.',
    remedy: 'Override it by a method.',
  });
}

function valueOf<Entity extends object>(result: ActionResult<Entity>, entity: Entity | undefined): unknown {
  switch (result.kind) {
    case 'nothing':
      return entity;
    case 'row':
      return result.row;
    case 'rows':
      return result.rows;
    case 'object':
      return result.object;
    case 'list':
      return result.list;
  }
}

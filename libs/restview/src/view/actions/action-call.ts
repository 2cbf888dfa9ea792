import { ConfigurationError } from '../../errors/configuration-error.js';
import type { ActionDefinition } from '../../definition/action-definition.js';
import { endpointOf } from '../../definition/define-actions.js';
import type { BoundView } from '../bound-view.js';
import type { Key } from '../key-values.js';
import type { ViewContext } from '../view-context.js';
import type { BoundAction } from './bound-action.js';

/** What an action is called with, beside the context. */
export interface ActionCall {
  /** The key of the row. */
  readonly id?: Key;
  /** The checked body. */
  readonly data?: object;
}

/** What the endpoint of an action was called with, told apart. */
export interface EndpointCall extends ActionCall {
  readonly context: ViewContext;
}

/** The action that a method of a view is the verb of. */
export function actionOf<Entity extends object>({ actions, definition }: BoundView<Entity>, verb: string): BoundAction {
  const action = actions.get(endpointOf(verb));
  if (action) return action;
  const verbs = [...actions.values()].map((one) => one.definition.verb);
  throw new ConfigurationError({
    subject: `${definition.name}.${verb}`,
    problem: 'is no action of the view, or one that it excludes.',
    remedy:
      verbs.length > 0 ? `Name one of ${verbs.join(', ')}.` : 'Decorate it with @InstanceAction or @CollectionAction.',
  });
}

/** The same inputs in the form of the developer's methods. */
export function inputsOf({ kind, body }: ActionDefinition, { id, data }: ActionCall): readonly (Key | object)[] {
  return [kind === 'instance' ? id : undefined, body ? data : undefined].filter((input) => input !== undefined);
}

/** The inputs of an endpoint: the key of an action on a row, the data of one with a body, the context. */
export function callOf(view: string, { kind, verb }: ActionDefinition, inputs: readonly unknown[]): EndpointCall {
  const given = inputs.slice(0, -1);
  const context = inputs.at(-1);
  if (!isContext(context)) {
    throw new ConfigurationError({
      subject: `${view}.${endpointOf(verb)}`,
      problem: 'was called without a context as its last input.',
      remedy: 'Pass on the inputs that the overriding method was given.',
    });
  }
  const id = kind === 'instance' ? given.shift() : undefined;
  const data = given.shift();
  return { ...(isKey(id) && { id }), ...(isObject(data) && { data }), context };
}

/** Refuses what code of the application calls in vain. */
export function checkCall(view: string, { verb, kind, body }: ActionDefinition, { id, data }: ActionCall): void {
  const takesId = kind === 'instance';
  const takesData = body !== null;
  if (takesId === (id !== undefined) && takesData === (data !== undefined)) return;
  const needed = [...(takesId ? ['id'] : []), ...(takesData ? ['data'] : [])].join(', ');
  throw new ConfigurationError({
    subject: `${view}.${verb}`,
    problem: 'was called as an action with other inputs than it takes.',
    remedy: `Call handleAction('${verb}', ${needed === '' ? '{}' : `{ ${needed} }`}, context).`,
  });
}

/** The key of several columns is an object of their values. */
function isKey(value: unknown): value is Key {
  return typeof value === 'string' || typeof value === 'number' || isObject(value);
}

function isContext(value: unknown): value is ViewContext {
  return isObject(value) && 'manager' in value && 'setHeader' in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

import { closestName } from '../errors/closest-name.js';
import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import type { ModelDescription } from '../model/model-description.js';
import { type DescribedSchema, describeActionBody, describeActionResponse } from '../schema/describe-schema.js';
import { responseClassOf } from '../schema/document/response-class.js';
import { documentInput } from '../schema/input/input-schemas.js';
import type { SchemaClass } from '../schema/schema-class.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import { Action } from './action.js';
import type { ActionDefinition, ActionResponseDefinition } from './action-definition.js';
import type { AnyActionOptions } from './action-options.js';
import type { InputDefinition } from './input-definition.js';
import type { KeyDefinition } from './view-definition.js';

/** An action as a decorator left it on a method. */
export interface DeclaredAction {
  readonly kind: ActionDefinition['kind'];
  readonly verb: string;
  /** As it was written. */
  readonly path: string;
  readonly options: AnyActionOptions;
  /** What `@HttpCode` says. */
  readonly httpCode?: number | undefined;
}

/** What of a resource its actions need. */
export interface ActionSurroundings {
  readonly view: string;
  readonly model: ModelDescription;
  readonly schema: SchemaDescription;
  readonly response: SchemaClass;
  readonly key: KeyDefinition | null;
}

const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const OPTIONS = [
  'action',
  'label',
  'description',
  'status',
  'problems',
  'method',
  'body',
  'response',
  'creates',
  'lock',
];

type Wrong = (problem: string, remedy: string) => void;

/** Makes the actions of a resource of what their decorators say; what is wrong is added to the mistakes. */
export function defineActions(
  declared: readonly DeclaredAction[],
  surroundings: ActionSurroundings,
  mistakes: ConfigurationMistake[],
): readonly ActionDefinition[] {
  const actions = declared.flatMap((one): ActionDefinition[] => {
    const found: ConfigurationMistake[] = [];
    const wrong: Wrong = (problem, remedy) => {
      found.push({ subject: `${surroundings.view}.${one.verb}`, problem, remedy });
    };
    checkOptions(one, wrong);
    const action = found.length === 0 ? defineAction(one, surroundings, wrong, found) : undefined;
    mistakes.push(...found);
    return action ? [action] : [];
  });
  mistakes.push(...nameMistakes(surroundings.view, actions));
  return Object.freeze(actions);
}

/** The method that answers for an action: `publish` has `publishEndpoint`. */
export function endpointOf(verb: string): string {
  return `${verb}Endpoint`;
}

function defineAction(
  { kind, verb, path, options, httpCode }: DeclaredAction,
  surroundings: ActionSurroundings,
  wrong: Wrong,
  mistakes: ConfigurationMistake[],
): ActionDefinition | undefined {
  const { action = verb, label = labelOf(verb), description, creates = false, problems = {} } = options;
  const below = pathOf(kind, path, surroundings.key, wrong);
  try {
    const body = options.body ? bodyOf(options.body, surroundings.model, mistakes) : null;
    const response = responseOf(options.response ?? defaultResponse(kind, options), surroundings, mistakes);
    const status = options.status ?? httpCode ?? (creates ? 201 : response ? 200 : 204);
    checkStatus(status, response !== null, wrong);
    if (creates && !response?.isOfView) {
      wrong('makes rows and answers with something else.', "Leave \"response\" out, or answer with 'row' or 'rows'.");
    }
    if (below === undefined) return undefined;
    return Object.freeze({
      name: action,
      label,
      ...(description !== undefined && { description }),
      kind,
      verb,
      method: endpointOf(verb),
      httpMethod: options.method ?? 'POST',
      path: below,
      body,
      response,
      status,
      creates,
      lock: options.lock ?? false,
      problems: Object.freeze({ ...problems }),
    });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    mistakes.push(...error.mistakes);
    return undefined;
  }
}

/** What the types of the decorators forbid, where nobody has asked them. */
function checkOptions({ kind, options }: DeclaredAction, wrong: Wrong): void {
  for (const [option, value] of Object.entries(options)) {
    if (!OPTIONS.includes(option)) {
      const meant = closestName(option, OPTIONS);
      wrong(
        `has the option "${option}", which actions do not have.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
        'Remove it, or correct its name.',
      );
    } else if (value === undefined) {
      wrong(
        `has the option "${option}", which is undefined.`,
        'Leave it out; or, if it names a class, see that the files do not import each other in a ring.',
      );
    }
  }
  const { method = 'POST', body, creates = false, lock = false } = options;
  if (!HTTP_METHODS.includes(method)) {
    wrong(`has the method ${method}.`, `Name one of ${HTTP_METHODS.join(', ')}.`);
  }
  if (method === 'GET') {
    if (body) wrong('is a GET, which has no body.', 'Leave "body" out, or choose another method.');
    if (creates) wrong('is a GET, which makes no rows.', 'Leave "creates" out, or choose another method.');
    if (lock) wrong('is a GET, which locks no row.', 'Leave "lock" out, or choose another method.');
  }
  if (kind === 'collection' && lock) wrong('has no row to lock.', 'Leave "lock" out.');
}

function defaultResponse(
  kind: ActionDefinition['kind'],
  { creates = false, response }: AnyActionOptions,
): AnyActionOptions['response'] {
  if (response === null) return null;
  return kind === 'instance' || creates ? 'row' : null;
}

function bodyOf(schema: SchemaClass, model: ModelDescription, mistakes: ConfigurationMistake[]): InputDefinition {
  const description = taken(describeActionBody(schema, model), mistakes);
  documentInput(description, 'create');
  return Object.freeze({ schema, description });
}

function responseOf(
  response: AnyActionOptions['response'],
  { schema, response: ofView }: ActionSurroundings,
  mistakes: ConfigurationMistake[],
): ActionResponseDefinition | null {
  if (response === undefined || response === null) return null;
  const isList = isListOf(response);
  const shown = isList ? response[0] : response;
  if (shown === 'row' || shown === 'rows' || shown === schema.schema) {
    return Object.freeze({
      schema: ofView,
      description: schema,
      isList: isList || shown === 'rows',
      isOfView: true,
    });
  }
  const description = taken(describeActionResponse(shown), mistakes);
  return Object.freeze({ schema: responseClassOf(description), description, isList, isOfView: false });
}

function isListOf(response: NonNullable<AnyActionOptions['response']>): response is readonly [SchemaClass] {
  return Array.isArray(response);
}

function taken({ description, mistakes: found }: DescribedSchema, mistakes: ConfigurationMistake[]): SchemaDescription {
  mistakes.push(...found);
  return description;
}

function checkStatus(status: number, hasContent: boolean, wrong: Wrong): void {
  if (!Number.isInteger(status) || status < 200 || status > 299) {
    wrong(`has the status ${String(status)}, which is no success.`, 'Give one from 200 to 299.');
  } else if (hasContent && (status === 204 || status === 205)) {
    wrong(`has the status ${String(status)}, which has no content, and answers with some.`, 'Add response: null.');
  }
}

/** The path of the route; `undefined` for one that cannot be. */
function pathOf(
  kind: ActionDefinition['kind'],
  written: string,
  key: KeyDefinition | null,
  wrong: Wrong,
): string | undefined {
  const path = written.replace(/^\/+|\/+$/g, '');
  if (!/^[\w.~-]+(\/[\w.~-]+)*$/.test(path)) {
    wrong(
      path === ''
        ? 'has no path, and would take the place of a generated route.'
        : `has the path "${written}", which is more than the words of one.`,
      kind === 'instance'
        ? "Give the words that follow the key, such as 'publish'; the key comes by itself."
        : "Give words such as 'import'; an action on one row is an @InstanceAction.",
    );
    return undefined;
  }
  if (kind === 'collection') return `/${path}`;
  if (key) return `${key.path}/${path}`;
  wrong('is an action on one row, and no path can carry the key of this view.', 'Make it a @CollectionAction.');
  return undefined;
}

const GENERATED: ReadonlySet<string> = new Set(Object.values(Action));

function nameMistakes(view: string, actions: readonly ActionDefinition[]): readonly ConfigurationMistake[] {
  const owners = new Map<string, string>();
  return actions.flatMap(({ name, verb }) => {
    const owner = GENERATED.has(name) ? 'a generated route' : owners.get(name);
    owners.set(name, verb);
    if (owner === undefined) return [];
    return [
      {
        subject: `${view}.${verb}`,
        problem: `is the action "${name}", which is that of ${owner} already.`,
        remedy: 'Give it another name by the option "action".',
      },
    ];
  });
}

/** `markAsRead` → `Mark as read`. */
function labelOf(verb: string): string {
  const words = verb.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[_$]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

import type { ActionDefinition } from '../definition/action-definition.js';
import type { AnyActionOptions } from '../definition/action-options.js';
import { type DeclaredAction, endpointOf } from '../definition/define-actions.js';
import type { ViewClass } from '../definition/view-class.js';
import { wireOf } from '../definition/view-wire.js';
import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import { handlerOf } from '../view/actions/handle-action.js';
import { RestView } from '../view/rest-view.js';
import { isMethod, type MethodMetadata, routeParametersOf, statusIn } from './nest-metadata.js';
import { declaredMetadata, isRoute, methodNames } from './own-method.js';

const ACTIONS = 'restview:actions';

/** What one decorator said. */
type ActionMark = Pick<DeclaredAction, 'kind' | 'path' | 'options'>;

/** Leaves on a method that it is an action. */
export function declareAction(kind: ActionDefinition['kind'], path: string, options: AnyActionOptions) {
  return (view: object, verb: string, descriptor: PropertyDescriptor): void => {
    const method: unknown = descriptor.value;
    if (!(view instanceof RestView) || !isMethod(method)) throw misplaced(kind, view, verb);
    const marks = [...marksIn(new Map([[ACTIONS, Reflect.getOwnMetadata(ACTIONS, method)]])), { kind, path, options }];
    Reflect.defineMetadata(ACTIONS, marks, method);
  };
}

/** The actions of a view, its own and inherited ones; what cannot be one is added to the mistakes. */
export function declaredActionsOf(view: ViewClass, mistakes: ConfigurationMistake[]): readonly DeclaredAction[] {
  return methodNames(view).flatMap((verb) => {
    const metadata = declaredMetadata(view, verb);
    const [mark, ...more] = marksIn(metadata);
    if (!mark) return [];
    const found = methodMistakes(view, verb, more.length > 0);
    mistakes.push(...found);
    return found.length > 0 ? [] : [{ ...mark, verb, httpCode: statusIn(metadata) }];
  });
}

/** What is told of the verb of an action beside that it is one: it holds for the endpoint. */
export function verbMetadata(view: ViewClass, verb: string): MethodMetadata {
  return new Map([...declaredMetadata(view, verb)].filter(([key]) => key !== ACTIONS));
}

/** Whether a method is the verb of an action. */
export function isVerb(view: ViewClass, name: string): boolean {
  return marksIn(declaredMetadata(view, name)).length > 0;
}

function methodMistakes(view: ViewClass, verb: string, isTwice: boolean): readonly ConfigurationMistake[] {
  const endpoint = endpointOf(verb);
  const wrong = (name: string, problem: string, remedy: string): ConfigurationMistake => ({
    subject: `${view.name}.${name}`,
    problem,
    remedy,
  });
  const generated = new Set<string>(wireOf(view).routes.map(({ method }) => method));
  const taken = [verb, endpoint, handlerOf(verb)].find((name) => name in RestView.prototype || generated.has(name));
  if (taken !== undefined) {
    return [
      wrong(
        verb,
        `is an action, and ${taken} is a method of ${taken in RestView.prototype ? 'RestView' : 'its base'}.`,
        'Give the method another name.',
      ),
    ];
  }
  return [
    ...(isTwice
      ? [wrong(verb, 'is two actions.', 'Keep one decorator, and give the other action a method of its own.')]
      : []),
    ...(isRoute(view, verb)
      ? [
          wrong(
            verb,
            'is an action and has a route decorator.',
            'Keep one of the two; the action makes its route itself.',
          ),
        ]
      : []),
    ...(isRoute(view, endpoint)
      ? [
          wrong(
            endpoint,
            `has a route decorator, and answers for the action ${verb}.`,
            'Remove it: the route is that of the action, and its path and method are options there.',
          ),
        ]
      : []),
    ...(routeParametersOf(view, verb).length > 0
      ? [
          wrong(
            verb,
            'is an action and has decorated parameters.',
            `Remove these decorators: the action is given the row, the data and the context. The wire is ${endpoint}.`,
          ),
        ]
      : []),
  ];
}

function marksIn(metadata: MethodMetadata): readonly ActionMark[] {
  const marks = metadata.get(ACTIONS) as readonly ActionMark[] | undefined;
  return marks ?? [];
}

function misplaced(kind: ActionDefinition['kind'], target: object, member: string): ConfigurationError {
  const owner = typeof target === 'function' ? target : target.constructor;
  return new ConfigurationError({
    subject: `${owner.name}.${member}`,
    problem: `is decorated with @${kind === 'instance' ? 'Instance' : 'Collection'}Action, which is for methods of classes that extend RestView.`,
    remedy: 'Extend RestView, or use a route decorator such as @Post().',
  });
}

import { Action } from '../definition/action.js';
import { type DeclaredAction, endpointOf } from '../definition/define-actions.js';
import type { ViewClass } from '../definition/view-class.js';
import type { ViewOptions } from '../definition/view-options.js';
import { wireOf } from '../definition/view-wire.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { customRoutesOf } from './register-routes.js';

const VERBS: ReadonlySet<string> = new Set(Object.values(Action));

/** What is wrong with the names of a view's routes, and with those that its options name. */
export function routeNameMistakes(
  view: ViewClass,
  isResource: boolean,
  own: ViewOptions,
  options: ViewOptions,
  actions: readonly DeclaredAction[],
): readonly ConfigurationMistake[] {
  const generated = isResource ? wireOf(view).routes.map(({ method }) => method) : [];
  const custom = customRoutesOf(view, isResource);
  const ofActions = actions.map(({ verb }) => endpointOf(verb));
  return [
    ...custom.filter((name) => VERBS.has(name)).map((name) => verbMistake(view, name, isResource)),
    // The merged allow list has lost what the base does not allow, misspelt names too.
    ...nameMistakes(view, 'routes', [...new Set([...(own.routes ?? []), ...(options.routes ?? [])])], generated),
    ...nameMistakes(
      view,
      'excludeRoutes',
      options.excludeRoutes,
      [...generated, ...custom, ...ofActions],
      actions.map(({ verb }) => verb),
    ),
  ];
}

function verbMistake(view: ViewClass, name: string, isResource: boolean): ConfigurationMistake {
  return {
    subject: `${view.name}.${name}`,
    problem: 'has a route decorator, but is the name of a verb, which is never a route itself.',
    remedy: `Give the route method another name${isResource ? `, or override ${name}Endpoint for the wire` : ''}.`,
  };
}

function nameMistakes(
  view: ViewClass,
  option: 'routes' | 'excludeRoutes',
  named: readonly string[] = [],
  routes: readonly string[],
  alsoKnown: readonly string[] = [],
): readonly ConfigurationMistake[] {
  return named
    .filter((name) => !routes.includes(name) && !alsoKnown.includes(name))
    .map((name) => ({
      subject: `${view.name}: "${option}"`,
      problem: `names "${name}", which is not a ${option === 'routes' ? 'generated route' : 'route of the view'}.`,
      remedy: routes.length > 0 ? `Name one of ${routes.join(', ')}.` : 'Remove it; the view has no routes.',
    }));
}

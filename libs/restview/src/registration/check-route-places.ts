import type { ViewClass } from '../definition/view-class.js';
import type { RouteDefinition } from '../definition/view-definition.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { isVerb } from './declared-actions.js';

/** What is wrong with the places of a view's actions: each has one of its own, by method and path. */
export function checkRoutePlaces(view: ViewClass, routes: readonly RouteDefinition[]): readonly ConfigurationMistake[] {
  const isAction = ({ method }: RouteDefinition): boolean => isVerb(view, method.replace(/Endpoint$/, ''));
  const owners = new Map<string, RouteDefinition>();
  return routes.flatMap((route) => {
    const { httpMethod, path } = route;
    const place = `${httpMethod} ${path
      .replace(/:[^/]+/g, ':')
      .replace(/\/+$/, '')
      .toLowerCase()}`;
    const owner = owners.get(place);
    if (!owner) owners.set(place, route);
    if (!owner || owner.method === route.method || !(isAction(owner) || isAction(route))) return [];
    return [
      {
        subject: `${view.name}.${route.method.replace(/Endpoint$/, '')}`,
        problem: `has the route ${httpMethod} ${path}, which ${owner.method} has already.`,
        remedy: 'Give the action a path or a method of its own.',
      },
    ];
  });
}

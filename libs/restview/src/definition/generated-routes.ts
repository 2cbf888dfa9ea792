import { Action } from './action.js';
import type { ViewOptions } from './view-options.js';
import { ViewRoute } from './view-route.js';

/** One of the five routes that a view inherits. */
export interface GeneratedRoute {
  readonly method: ViewRoute;
  readonly action: Action;
  readonly httpMethod: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: '/' | '/:id';
  readonly status: 200 | 201 | 204;
  /** What the endpoint method takes before the context, in order. */
  readonly inputs: readonly ('query' | 'id' | 'body')[];
}

/** The table of the generated routes, in the order of the document. */
export const GENERATED_ROUTES: readonly GeneratedRoute[] = [
  { method: ViewRoute.GET_MANY, action: Action.GET_MANY, httpMethod: 'GET', path: '/', status: 200, inputs: ['query'] },
  { method: ViewRoute.CREATE, action: Action.CREATE, httpMethod: 'POST', path: '/', status: 201, inputs: ['body'] },
  { method: ViewRoute.GET_ONE, action: Action.GET_ONE, httpMethod: 'GET', path: '/:id', status: 200, inputs: ['id'] },
  {
    method: ViewRoute.UPDATE,
    action: Action.UPDATE,
    httpMethod: 'PATCH',
    path: '/:id',
    status: 200,
    inputs: ['id', 'body'],
  },
  {
    method: ViewRoute.DELETE,
    action: Action.DELETE,
    httpMethod: 'DELETE',
    path: '/:id',
    status: 204,
    inputs: ['id'],
  },
];

/** Whether the options leave a generated route open. */
export function hasRoute({ routes, excludeRoutes }: ViewOptions, route: ViewRoute): boolean {
  return (routes?.includes(route) ?? true) && !(excludeRoutes?.includes(route) ?? false);
}

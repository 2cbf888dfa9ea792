import { Action } from './action.js';
import type { ViewOptions } from './view-options.js';
import { ViewRoute } from './view-route.js';

/** One of the routes that a view inherits. */
export interface GeneratedRoute {
  readonly method: ViewRoute;
  readonly action: Action;
  readonly httpMethod: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: '/' | '/:id';
  readonly status: 200 | 201 | 204;
  /** What the endpoint method takes before the context, in order. */
  readonly inputs: readonly ('query' | 'id' | 'body')[];
  /** The first word of its operation id and summary. */
  readonly verb: string;
  /** The route of which this one is another form: what is told of that one, and what closes it, holds for this one too. */
  readonly formOf?: ViewRoute;
}

const DELETE: GeneratedRoute = {
  method: ViewRoute.DELETE,
  action: Action.DELETE,
  httpMethod: 'DELETE',
  path: '/:id',
  status: 204,
  inputs: ['id'],
  verb: 'delete',
};

/** The table of the generated routes, in the order of the document. */
export const GENERATED_ROUTES: readonly GeneratedRoute[] = [
  {
    method: ViewRoute.GET_MANY,
    action: Action.GET_MANY,
    httpMethod: 'GET',
    path: '/',
    status: 200,
    inputs: ['query'],
    verb: 'list',
  },
  {
    method: ViewRoute.CREATE,
    action: Action.CREATE,
    httpMethod: 'POST',
    path: '/',
    status: 201,
    inputs: ['body'],
    verb: 'create',
  },
  {
    method: ViewRoute.GET_ONE,
    action: Action.GET_ONE,
    httpMethod: 'GET',
    path: '/:id',
    status: 200,
    inputs: ['id'],
    verb: 'get',
  },
  {
    method: ViewRoute.UPDATE,
    action: Action.UPDATE,
    httpMethod: 'PATCH',
    path: '/:id',
    status: 200,
    inputs: ['id', 'body'],
    verb: 'update',
  },
  DELETE,
];

/** The same for react-admin, which puts records back whole and wants the deleted one. */
export const REACT_ADMIN_ROUTES: readonly GeneratedRoute[] = [
  ...GENERATED_ROUTES.filter((route) => route !== DELETE),
  {
    method: ViewRoute.REPLACE,
    action: Action.UPDATE,
    httpMethod: 'PUT',
    path: '/:id',
    status: 200,
    inputs: ['id', 'body'],
    verb: 'replace',
    formOf: ViewRoute.UPDATE,
  },
  { ...DELETE, status: 200 },
];

/**
 * Whether the options leave a generated route open.
 *
 * A form of another route is closed along with it, and an allow list that names the one opens both.
 */
export function hasRoute(
  { routes, excludeRoutes = [] }: ViewOptions,
  { method, formOf = method }: Pick<GeneratedRoute, 'method' | 'formOf'>,
): boolean {
  const names = [method, formOf];
  return (
    (routes === undefined || names.some((name) => routes.includes(name))) &&
    !names.some((name) => excludeRoutes.includes(name))
  );
}

import { actionInputs } from '../definition/action-inputs.js';
import { REACT_ADMIN_ROUTES } from '../definition/generated-routes.js';
import { flagsOfRoute } from '../definition/query-flag.js';
import type { ResourceDefinition } from '../definition/view-definition.js';
import { ViewRoute } from '../definition/view-route.js';
import type { InputReader } from '../schema/input/read-input.js';
import type { BoundView } from '../view/bound-view.js';
import { includeParametersOf } from './include-parameters.js';

/** What a route of the framework's own reads of a request; it follows from the definition alone. */
export interface RouteInputs {
  readonly takesQuery: boolean;
  readonly takesKey: boolean;
  readonly takesBody: boolean;
  /** A body would be read by nobody, and is a mistake. */
  readonly refusesBody: boolean;
  /** The parameters that are `true` or `false`. */
  readonly flags: readonly string[];
  /** The answer can have optional relations, and the route has no list query that would name them. */
  readonly takesInclude: boolean;
  /** The query parameters of a route that has no list query. */
  readonly parameters: ReadonlySet<string>;
  /** What reads the body of the route. */
  readonly readerOf: (bound: BoundView) => InputReader;
}

type Input = 'query' | 'id' | 'body';

const known = new WeakMap<ResourceDefinition, ReadonlyMap<string, RouteInputs>>();

/** What a route of a resource reads, by the name of its method; made for all routes with the first request. */
export function routeInputsOf(resource: ResourceDefinition, method: string): RouteInputs {
  let routes = known.get(resource);
  if (!routes) known.set(resource, (routes = new Map([...generated(resource), ...actions(resource)])));
  return routes.get(method) ?? inputsOf(resource, method, [], { hasRows: true });
}

function generated(resource: ResourceDefinition): readonly (readonly [string, RouteInputs])[] {
  // All that there are, on whatever wire.
  return REACT_ADMIN_ROUTES.map(({ method, inputs, action }) => [
    method,
    inputsOf(resource, method, inputs, { hasRows: action !== 'delete' }),
  ]);
}

function actions(resource: ResourceDefinition): readonly (readonly [string, RouteInputs])[] {
  return resource.actions.map((action) => [
    action.method,
    inputsOf(resource, action.method, actionInputs(action), {
      hasRows: action.response?.isOfView ?? false,
      refusesBody: !action.body,
    }),
  ]);
}

/** @param hasRows - the answer has rows of the view. */
function inputsOf(
  resource: ResourceDefinition,
  method: string,
  inputs: readonly Input[],
  { hasRows, refusesBody = false }: { readonly hasRows: boolean; readonly refusesBody?: boolean },
): RouteInputs {
  const flags = flagsOfRoute(resource.queryFlags, method);
  const included = hasRows ? includeParametersOf(resource) : [];
  const takesQuery = inputs.includes('query');
  const takesKey = inputs.includes('id');
  return Object.freeze({
    takesQuery,
    takesKey,
    takesBody: inputs.includes('body'),
    refusesBody,
    flags,
    takesInclude: !takesQuery && included.length > 0,
    parameters: new Set([...resource.list.extraQueryParams, ...flags, ...included.map(({ name }) => name)]),
    readerOf: (bound: BoundView) =>
      bound.actions.get(method)?.readBody ?? (takesKey ? updateReader(bound, method) : bound.readCreate),
  });
}

function updateReader({ readUpdate, readReplace }: BoundView, method: string): InputReader {
  return method === ViewRoute.REPLACE ? readReplace : readUpdate;
}

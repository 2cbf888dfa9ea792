import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { GeneratedRoute } from '../definition/generated-routes.js';
import { flagsOfRoute } from '../definition/query-flag.js';
import type { ViewClass } from '../definition/view-class.js';
import type { ResourceDefinition } from '../definition/view-definition.js';
import { applicationOf } from '../schema/document/documented-application.js';
import { hasGuard, type RouteDecorator } from './nest-metadata.js';
import { overrides } from './overrides.js';
import { problemDocumentOf } from './problem-document.js';

/** What a problem of a status says, unless a route says more. */
const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The body is not valid JSON.',
  401: 'The caller is not known.',
  403: 'The caller may not do this.',
  404: 'There is no such row, or the caller may not see it.',
  409: 'The row conflicts with another one.',
  412: 'A condition of the request does not hold.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'The path, the query or the body is not valid; `errors` lists what is wrong.',
  503: 'The database is busy or away; try again.',
};

const OF_ACTIONS: Readonly<Record<GeneratedRoute['action'], readonly number[]>> = {
  getMany: [422, 503],
  getOne: [404, 422, 503],
  create: [400, 409, 412, 413, 415, 422, 503],
  update: [400, 404, 409, 412, 413, 415, 422, 503],
  delete: [404, 409, 412, 422, 503],
};

const RETRY_AFTER = {
  'Retry-After': {
    description: 'Seconds to wait before the request is sent again.',
    schema: { type: 'integer' as const, minimum: 0 },
  },
};

/** The problems that a generated route answers with. */
export function generatedProblems(
  view: ViewClass,
  route: GeneratedRoute,
  resource: ResourceDefinition,
): readonly RouteDecorator[] {
  const statuses = [...refusals(view, route.method, refuses(view, route, resource)), ...OF_ACTIONS[route.action]];
  return problemResponses(
    view,
    statuses.map((status) => [status, undefined]),
  );
}

/** Problems by status, each in words of its own or in the usual ones. */
export function problemResponses(
  view: ViewClass,
  problems: readonly (readonly [status: number, description: string | undefined])[],
): readonly RouteDecorator[] {
  if (problems.length === 0) return [];
  const document = problemDocumentOf(view);
  return [
    ApiExtraModels(document),
    ...problems.map(([status, description]) =>
      ApiResponse({
        status,
        description: description ?? MEANINGS[status] ?? '',
        ...(status === 503 && { headers: RETRY_AFTER }),
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(document) } } },
      }),
    ),
  ];
}

/** The statuses of a caller who is not known or may not do something. */
export function refusals(view: ViewClass, method: string, refuses: boolean): readonly number[] {
  const isGuarded = hasOwnGuard(view, method) || (applicationOf(view)?.isGuarded() ?? false);
  return [...(isGuarded ? [401] : []), ...(isGuarded || refuses ? [403] : [])];
}

/** Whether a guard stands on a view or on a method of it. */
export function hasOwnGuard(view: ViewClass, method: string): boolean {
  const handler: unknown = Reflect.get(view.prototype, method);
  return hasGuard(view) || (typeof handler === 'function' && hasGuard(handler));
}

/** Whether the view's own scope and policy may answer that the caller may not do this. */
function refuses(
  view: ViewClass,
  { method, action }: GeneratedRoute,
  { create, update, queryFlags }: ResourceDefinition,
): boolean {
  // Rows of other entities may be out of scope too.
  const input = { create, update }[action as string];
  return (
    overrides(view, 'authorize') ||
    (overrides(view, 'buildQuery') && (action === 'create' || action === 'update')) ||
    (overrides(view, 'stampObject') && stampingActions(view).includes(action)) ||
    (input?.description.fields.some(({ write }) => write !== undefined) ?? false) ||
    flagsOfRoute(queryFlags, method).some((name) => queryFlags[name]?.isRestricted)
  );
}

/** What stores a row, so that the seam which fills in what the server owns may refuse; a soft delete does. */
function stampingActions(view: ViewClass): readonly GeneratedRoute['action'][] {
  return ['create', 'update', ...(overrides(view, 'deleteObject') ? (['delete'] as const) : [])];
}

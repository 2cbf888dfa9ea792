import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { GeneratedRoute } from '../definition/generated-routes.js';
import type { ViewClass } from '../definition/view-class.js';
import type { ResourceDefinition, ViewDefinition } from '../definition/view-definition.js';
import { flagsOfRoute } from '../definition/query-flag.js';
import { hasGuard, type RouteDecorator, statusIn } from './nest-metadata.js';
import type { SchemaClass } from '../schema/schema-class.js';
import { overrides } from './overrides.js';
import { pageDocumentOf } from './page-document.js';
import { keyParameters, parametersOf } from './parameter-document.js';
import { ProblemDocument } from './problem-document.js';
import { actionIn, type RouteAction } from './route-action.js';
import { declaredMetadata } from './own-method.js';
import { keyParametersOf } from './request-parameters.js';

/** The problems that a generated route answers with, by status. */
const PROBLEMS: Readonly<Record<number, string>> = {
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

const PROBLEMS_OF: Readonly<Record<GeneratedRoute['action'], readonly number[]>> = {
  getMany: [422, 503],
  getOne: [404, 422, 503],
  create: [400, 409, 412, 413, 415, 422, 503],
  update: [400, 404, 409, 412, 413, 415, 422, 503],
  delete: [404, 409, 412, 422, 503],
};

/** Describes a generated route for the OpenAPI document, by public Swagger decorators. */
export function documentGeneratedRoute(
  view: ViewClass,
  route: GeneratedRoute,
  status: number,
  { resource, responses }: Omit<ViewDefinition, 'routes'>,
): readonly RouteDecorator[] {
  if (!resource) return [];
  return [
    ApiExtraModels(ProblemDocument),
    successOf(route.action, status, resource),
    ...[...refusalsOf(view, route, resource), ...PROBLEMS_OF[route.action]].map((status) => problemResponse(status)),
    ...furtherResponses(responses),
    ...parametersOf(route, resource),
  ];
}

/** Describes what the framework knows of a route that a developer wrote. */
export function documentCustomRoute(
  view: ViewClass,
  method: string,
  { resource, responses }: Omit<ViewDefinition, 'routes'>,
): readonly RouteDecorator[] {
  const keys = keyParametersOf(view, method);
  const metadata = declaredMetadata(view, method);
  const action = actionIn(metadata);
  return [
    ...(action && resource ? actionResponses(view, method, action, statusIn(metadata) ?? 200, resource) : []),
    ...furtherResponses(responses),
    ...keys.flatMap((name) => keyParameters(name, resource?.key)),
  ];
}

/** What a custom route says of itself by {@link ViewAction}. */
function actionResponses(
  view: ViewClass,
  method: string,
  { answer, description, problems, stamps = false }: RouteAction,
  status: number,
  { response }: ResourceDefinition,
): readonly RouteDecorator[] {
  return [
    ApiExtraModels(ProblemDocument),
    ApiResponse({ status, description, ...answerType(answer, response) }),
    ...refusals(view, method, overrides(view, 'authorize') || (stamps && overrides(view, 'stampObject'))).map(
      (refusal) => problemResponse(refusal),
    ),
    ...Object.entries(problems).map(([problem, said]) =>
      problemResponse(Number(problem), typeof said === 'string' ? said : undefined),
    ),
  ];
}

function answerType(
  answer: RouteAction['answer'],
  response: SchemaClass,
): { readonly type?: SchemaClass | [SchemaClass] } {
  if (typeof answer === 'object') return { type: [...answer] };
  return answer === 'single' ? { type: response } : {};
}

/** What guards and the view's own scope and policy may answer; guards of the whole application are not known here. */
function refusalsOf(
  view: ViewClass,
  { method, action }: GeneratedRoute,
  { create, update, queryFlags }: ResourceDefinition,
): readonly number[] {
  // Rows of other entities may be out of scope too.
  const input = { create, update }[action as string];
  const refuses =
    overrides(view, 'authorize') ||
    (overrides(view, 'buildQuery') && (action === 'create' || action === 'update')) ||
    (overrides(view, 'stampObject') && stampingActions(view).includes(action)) ||
    (input?.description.fields.some(({ write }) => write !== undefined) ?? false) ||
    flagsOfRoute(queryFlags, method).some((name) => queryFlags[name]?.isRestricted);
  return refusals(view, method, refuses);
}

/** What stores a row, so that the seam which fills in what the server owns may refuse; a soft delete does. */
function stampingActions(view: ViewClass): readonly GeneratedRoute['action'][] {
  return ['create', 'update', ...(overrides(view, 'deleteObject') ? (['delete'] as const) : [])];
}

function refusals(view: ViewClass, method: string, refuses: boolean): readonly number[] {
  const handler: unknown = Reflect.get(view.prototype, method);
  const isGuarded = hasGuard(view) || (typeof handler === 'function' && hasGuard(handler));
  return [...(isGuarded ? [401] : []), ...(isGuarded || refuses ? [403] : [])];
}

function furtherResponses(responses: ViewDefinition['responses']): readonly RouteDecorator[] {
  // Swagger writes into the options that it is given.
  return Object.entries(responses).map(([status, response]) => ApiResponse({ ...response, status: Number(status) }));
}

function successOf(action: GeneratedRoute['action'], status: number, resource: ResourceDefinition): RouteDecorator {
  const { response, includePaginationMetadata } = resource;
  switch (action) {
    case 'getMany':
      return includePaginationMetadata
        ? ApiResponse({
            status,
            description: 'A page of the list.',
            type: pageDocumentOf(response, resource.dialect, resource.list),
            headers: LINK,
          })
        : ApiResponse({ status, description: 'A page of the list.', type: [response], headers: LINK });
    case 'create':
      return ApiResponse({
        status,
        description: 'The created row.',
        type: response,
        headers: { Location: { description: 'Where the row is found.', schema: { type: 'string' } } },
      });
    case 'delete':
      return ApiResponse({ status, description: 'The row is gone.' });
    default:
      return ApiResponse({ status, description: 'The row.', type: response });
  }
}

const LINK = {
  Link: { description: 'The pages around this one (RFC 8288).', schema: { type: 'string' as const } },
};

function problemResponse(status: number, description = PROBLEMS[status] ?? ''): RouteDecorator {
  return ApiResponse({
    status,
    description,
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDocument) } } },
  });
}

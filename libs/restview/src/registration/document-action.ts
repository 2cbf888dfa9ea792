import { ApiBody, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { ActionDefinition } from '../definition/action-definition.js';
import { customOperationId, readingOperationId } from '../definition/operation-ids.js';
import { flagsOfRoute } from '../definition/query-flag.js';
import type { ViewClass } from '../definition/view-class.js';
import type { ResourceDefinition, ViewDefinition } from '../definition/view-definition.js';
import { furtherResponses, operation, securityOf } from './document-route.js';
import { includeParametersOf } from './include-parameters.js';
import { hasGuard, type MethodMetadata, type RouteDecorator } from './nest-metadata.js';
import { overrides } from './overrides.js';
import { keyParameters, queryParameter } from './parameter-document.js';
import { problemResponses, refusals } from './route-problems.js';

/** Describes the route of a custom action for the OpenAPI document. */
export function documentAction(
  view: ViewClass,
  action: ActionDefinition,
  resource: ResourceDefinition,
  told: MethodMetadata,
  draft: Omit<ViewDefinition, 'routes'>,
): readonly RouteDecorator[] {
  const { label, description, kind, body, method } = action;
  return [
    ...operation(view, method, actionOperationId(action, draft), label, description),
    ...securityOf(view, told, draft),
    successOf(action),
    ...problemResponses(view, [
      ...refusalsOf(view, action).map((status) => [status, undefined] as const),
      ...problemsOf(action),
    ]),
    ...furtherResponses(draft.responses),
    ...(kind === 'instance' ? keyParameters(view, 'id', resource.key) : []),
    ...parametersOf(view, action, resource),
    ...(body ? [ApiBody({ type: body.schema })] : []),
  ];
}

/** The operation of an action in the document: `publishPost`, on the whole collection `importPosts`; of a read `getPostPreview`. */
export function actionOperationId(
  { verb, kind, httpMethod }: ActionDefinition,
  { names }: Pick<ViewDefinition, 'names'>,
): string {
  const isOnRow = kind === 'instance';
  return httpMethod === 'GET' ? readingOperationId(verb, names, isOnRow) : customOperationId(verb, names, isOnRow);
}

function successOf({ status, response, creates, label }: ActionDefinition): RouteDecorator {
  if (!response) return ApiResponse({ status, description: `${label}: done.` });
  const { schema, isList, isOfView } = response;
  const subject = isOfView ? (isList ? 'The rows' : 'The row') : 'The result';
  return ApiResponse({
    status,
    description: creates ? `${subject} that ${isList ? 'were' : 'was'} made.` : `${subject}.`,
    type: isList ? [schema] : schema,
    ...(creates && !isList && { headers: LOCATION }),
  });
}

const LOCATION = { Location: { description: 'Where the row is found.', schema: { type: 'string' as const } } };

/** What the developer names besides, in words or by the usual ones, wins over what every action may answer. */
function problemsOf({
  kind,
  httpMethod,
  body,
  problems,
}: ActionDefinition): readonly (readonly [status: number, description: string | undefined])[] {
  const usual = [
    ...(kind === 'instance' ? [404] : []),
    ...(httpMethod === 'GET' ? [] : [409, 412, 415]),
    ...(body ? [400, 413] : []),
    ...[422, 503],
  ];
  const named = new Map(Object.entries(problems).map(([status, said]) => [Number(status), said]));
  return [...new Set([...usual, ...named.keys()])].map((status) => {
    const said = named.get(status);
    return [status, typeof said === 'string' ? said : undefined] as const;
  });
}

/** What guards, policy and scope may answer; a DELETE stores no row for `stampObject` to refuse. */
function refusalsOf(view: ViewClass, { verb, method, httpMethod, creates }: ActionDefinition): readonly number[] {
  const verbOf: unknown = Reflect.get(view.prototype, verb);
  const isGuarded = typeof verbOf === 'function' && hasGuard(verbOf);
  const stores = httpMethod !== 'GET' && httpMethod !== 'DELETE';
  const refuses =
    overrides(view, 'authorize') ||
    (stores && overrides(view, 'stampObject')) ||
    (creates && overrides(view, 'buildQuery'));
  return [...new Set([...(isGuarded ? [401, 403] : []), ...refusals(view, method, refuses)])];
}

function parametersOf(
  view: ViewClass,
  { method, response }: ActionDefinition,
  resource: ResourceDefinition,
): RouteDecorator[] {
  const { list, dialect, queryFlags } = resource;
  const offered = [
    ...(response?.isOfView ? includeParametersOf(resource) : []),
    ...dialect.parameters(list).filter(({ name }) => list.extraQueryParams.includes(name)),
  ];
  return [
    ...offered.map((parameter) => queryParameter(view, parameter, list)),
    ...flagsOfRoute(queryFlags, method).map((name) => {
      const description = queryFlags[name]?.description ?? '';
      return ApiQuery({ name, description, required: false, schema: { type: 'boolean', default: false } });
    }),
  ];
}

import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { ApiExtension, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { operationIdOf, summaryOf } from '../definition/operation-ids.js';
import { registeredViewOf } from '../definition/definitions.js';
import type { GeneratedRoute } from '../definition/generated-routes.js';
import type { ViewClass } from '../definition/view-class.js';
import type { ResourceDefinition, ViewDefinition } from '../definition/view-definition.js';
import { titleOfStatus } from '../errors/problem-codes.js';
import { customOperation } from './custom-operation.js';
import { hasSuccess, isSaidSecure, type MethodMetadata, type RouteDecorator, statusIn } from './nest-metadata.js';
import { pageDocumentOf } from './page-document.js';
import { keyParameters, parametersOf } from './parameter-document.js';
import { pluginMethodDocument } from './plugin-document.js';
import { keyParametersOf } from './request-parameters.js';
import { documentedId } from './operation-places.js';
import {
  ACTIONS_EXTENSION,
  actionsDocument,
  carrierOf,
  RESOURCE_EXTENSION,
  resourceDocument,
} from './resource-document.js';
import { generatedProblems, problemResponses, refusals } from './route-problems.js';

type Draft = Omit<ViewDefinition, 'routes'>;

/** Describes a generated route for the OpenAPI document, by public Swagger decorators. */
export function documentGeneratedRoute(
  view: ViewClass,
  route: GeneratedRoute,
  status: number,
  told: MethodMetadata,
  draft: Draft,
): readonly RouteDecorator[] {
  const { resource, names, responses } = draft;
  if (!resource) return [];
  return [
    ...operation(view, route.method, operationIdOf(route, names), summaryOf(route, names)),
    ...securityOf(view, told, draft),
    successOf(route, status, resource),
    ...generatedProblems(view, route, resource),
    ...furtherResponses(responses),
    ...parametersOf(view, route, resource),
    ...resourceExtensions(view, route),
  ];
}

/** Describes what the framework knows of a route that a developer wrote. */
export function documentCustomRoute(
  view: ViewClass,
  method: string,
  told: MethodMetadata,
  draft: Draft,
): readonly RouteDecorator[] {
  const keys = keyParametersOf(view, method);
  const { operationId, summary } = customOperation(method, told, draft);
  return [
    ...operation(view, method, operationId, summary),
    ...securityOf(view, told, draft),
    ...writtenResponses(view, method, told, keys.length > 0),
    ...furtherResponses(draft.responses),
    ...keys.flatMap((name) => keyParameters(view, name, draft.resource?.key)),
  ];
}

/** Operation and what the Swagger plugin of the Nest CLI has read in comments, which says more than a generated summary. */
export function operation(
  view: ViewClass,
  method: string,
  operationId: string | undefined,
  summary: string,
  description?: string,
): readonly RouteDecorator[] {
  const id = operationId === undefined ? undefined : documentedId(view, method, operationId);
  const { operation: comment } = pluginMethodDocument(view, method);
  return [
    ApiOperation({
      ...(id !== undefined && { operationId: id }),
      summary,
      ...(description !== undefined && { description }),
      ...comment,
    }),
  ];
}

/** Resource and actions for programs, on the first route that the view has. */
function resourceExtensions(view: ViewClass, { method }: GeneratedRoute): readonly RouteDecorator[] {
  const definition = registeredViewOf(view)?.definition;
  if (!definition?.resource || carrierOf(view, definition) !== method) return [];
  const actions = actionsDocument(view, definition);
  return [
    ApiExtension(RESOURCE_EXTENSION, { ...resourceDocument(view, definition, definition.resource) }),
    ...(actions.length > 0 ? [ApiExtension(ACTIONS_EXTENSION, [...actions])] : []),
  ];
}

/** The schemes that the view names; what decorators say of the class or of the method stands instead. */
export function securityOf(view: ViewClass, told: MethodMetadata, { security }: Draft): readonly RouteDecorator[] {
  if (isSaidSecure(view, told)) return [];
  return security.map((schemes) =>
    ApiSecurity(Object.fromEntries(Object.entries(schemes).map(([name, scopes]) => [name, [...scopes]]))),
  );
}

/** What is known of a route whose answers are the developer's: who may call it, and whether it takes a key. */
function writtenResponses(
  view: ViewClass,
  method: string,
  told: MethodMetadata,
  hasKey: boolean,
): readonly RouteDecorator[] {
  return [
    ...writtenSuccess(view, method, told),
    ...problemResponses(
      view,
      [...refusals(view, method, false), ...(hasKey ? [404] : [])].map((one) => [one, undefined]),
    ),
    // What else such a route takes, and refuses, is its own affair.
    ...problemResponses(view, hasKey ? [[422, 'The key in the path is not valid; `errors` says why.']] : []),
  ];
}

/** What Swagger would say of the success if nothing else were known of the answers. */
function writtenSuccess(view: ViewClass, method: string, told: MethodMetadata): readonly RouteDecorator[] {
  if (hasSuccess(told)) return [];
  const status = statusIn(told) ?? (told.get(METHOD_METADATA) === RequestMethod.POST ? 201 : 200);
  const { answer } = pluginMethodDocument(view, method);
  return [ApiResponse({ status, description: `${titleOfStatus(status)}.`, ...answer })];
}

/** What the options of a view say of all its routes. */
export function furtherResponses(responses: ViewDefinition['responses']): readonly RouteDecorator[] {
  // Swagger writes into the options that it is given.
  return Object.entries(responses).map(([status, response]) => ApiResponse({ ...response, status: Number(status) }));
}

function successOf(route: GeneratedRoute, status: number, resource: ResourceDefinition): RouteDecorator {
  const { response, includePaginationMetadata, dialect } = resource;
  const { action } = route;
  switch (action) {
    case 'getMany':
      return includePaginationMetadata
        ? ApiResponse({
            status,
            description: 'A page of the list.',
            type: pageDocumentOf(response, resource.dialect, resource.list),
            headers: LINK,
          })
        : ApiResponse({
            status,
            description: 'A page of the list.',
            type: [response],
            headers: dialect.headers ?? LINK,
          });
    case 'create':
      return ApiResponse({
        status,
        description: 'The created row.',
        type: response,
        headers: { Location: { description: 'Where the row is found.', schema: { type: 'string' } } },
      });
    case 'delete':
      return ApiResponse({
        status,
        description: 'The row is gone.',
        ...(route.status === 200 && status === 200 && { type: response }),
      });
    default:
      return ApiResponse({ status, description: 'The row.', type: response });
  }
}

const LINK = {
  Link: { description: 'The pages around this one (RFC 8288).', schema: { type: 'string' as const } },
};

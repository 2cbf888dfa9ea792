import { Delete, Get, HttpCode, Patch, Post, Put, UseInterceptors } from '@nestjs/common';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { type GeneratedRoute, hasRoute } from '../definition/generated-routes.js';
import { operationIdOf } from '../definition/operation-ids.js';
import type { ViewClass } from '../definition/view-class.js';
import type { RouteDefinition, ViewDefinition } from '../definition/view-definition.js';
import type { ViewOptions } from '../definition/view-options.js';
import { wireOf } from '../definition/view-wire.js';
import { type DeclaredAction, endpointOf } from '../definition/define-actions.js';
import { checkRoutePlaces } from './check-route-places.js';
import { isVerb } from './declared-actions.js';
import { EntityResponses } from './entity-responses.interceptor.js';
import { decorateParameters } from './generated-parameters.js';
import { expandKeyPaths } from './key-paths.js';
import { customOperation } from './custom-operation.js';
import { documentMethod } from './document-method.js';
import { documentCustomRoute, documentGeneratedRoute } from './document-route.js';
import {
  type ControllerMethod,
  httpMethodOf,
  besidesRoute,
  metadataFrom,
  type MethodMetadata,
  routePathsOf,
  saidOperationId,
  statusIn,
} from './nest-metadata.js';
import { mergeMetadata } from './merge-metadata.js';
import { registerAction } from './register-action.js';
import { closeRoute, declaredMetadata, isOwnRoute, isRoute, methodNames, ownMethod } from './own-method.js';

const ROUTE_DECORATORS = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete };

const NOTHING: MethodMetadata = new Map();

/** The names of the route methods that developers wrote for a view or a class that it extends. */
export function customRoutesOf(view: ViewClass, isResource: boolean): readonly string[] {
  const isAction = (name: string): boolean => isVerb(view, name) || isVerb(view, name.replace(/Endpoint$/, ''));
  const generated = new Set<string>(wireOf(view).routes.map(({ method }) => method));
  return methodNames(view).filter(
    (name) => !(isResource && (generated.has(name) || isAction(name))) && isRoute(view, name),
  );
}

/**
 * Gives a view its routes: the generated ones that its options leave open, and the custom ones that it has or inherits.
 *
 * Uses public decorators on the view's own methods; what the developer's decorators say wins over what is generated.
 */
export function registerRoutes(
  view: ViewClass,
  draft: Omit<ViewDefinition, 'routes'>,
  options: ViewOptions,
  declared: readonly DeclaredAction[],
  mistakes: ConfigurationMistake[],
): readonly RouteDefinition[] {
  const routes: RouteDefinition[] = [];
  for (const route of draft.resource ? wireOf(view).routes : []) {
    if (hasRoute(options, route)) routes.push(...registerGenerated(view, route, draft, mistakes));
    else close(view, route.method, mistakes);
  }
  for (const name of customRoutesOf(view, draft.resource !== undefined)) {
    if (options.excludeRoutes?.includes(name)) close(view, name, mistakes);
    else routes.push(...registerCustom(view, name, draft, mistakes));
  }
  const { resource } = draft;
  for (const action of resource?.actions ?? []) {
    if (resource) routes.push(registerAction(view, action, resource, draft));
  }
  for (const method of declared.map(({ verb }) => endpointOf(verb))) {
    if (method in view.prototype && !routes.some((route) => route.method === method)) closeRoute(view, method);
  }
  mistakes.push(...checkRoutePlaces(view, routes));
  return Object.freeze(routes);
}

function registerGenerated(
  view: ViewClass,
  route: GeneratedRoute,
  draft: Omit<ViewDefinition, 'routes'>,
  mistakes: ConfigurationMistake[],
): readonly RouteDefinition[] {
  const { method: name, httpMethod, path, inputs, action } = route;
  const declared = declaredMetadata(view, name);
  const carriedOver = route.formOf === undefined ? NOTHING : besidesRoute(declaredMetadata(view, route.formOf));
  const status = statusIn(declared) ?? route.status;
  const generated = metadataFrom([ROUTE_DECORATORS[httpMethod](path), HttpCode(status)]);
  const method = ownMethod(view, name, mergeMetadata([carriedOver, generated]));
  const told = mergeMetadata([carriedOver, declared]);
  documentMethod(method, told, () => documentGeneratedRoute(view, route, status, told, draft), draft.resource?.key);
  decorateParameters(view, name, inputs);
  putKeyIn(view, method, draft, mistakes);
  return definitionsOf(method, name, action, told, operationIdOf(route, draft.names));
}

function registerCustom(
  view: ViewClass,
  name: string,
  draft: Omit<ViewDefinition, 'routes'>,
  mistakes: ConfigurationMistake[],
): readonly RouteDefinition[] {
  const told = declaredMetadata(view, name);
  const method = ownMethod(view, name, metadataFrom(draft.resource ? [UseInterceptors(EntityResponses)] : []));
  documentMethod(method, told, () => documentCustomRoute(view, name, told, draft), draft.resource?.key);
  putKeyIn(view, method, draft, mistakes);
  const { operationId } = customOperation(name, told, draft);
  return definitionsOf(method, name, name, told, operationId);
}

/** Gives a route the view's key where its path has `:id`. */
function putKeyIn(
  view: ViewClass,
  method: ControllerMethod,
  { resource }: Omit<ViewDefinition, 'routes'>,
  mistakes: ConfigurationMistake[],
): void {
  const repeated = resource?.key ? expandKeyPaths(method, resource.key) : [];
  if (repeated.length === 0) return;
  mistakes.push({
    subject: `${view.name}.${method.name}`,
    problem: `has a path with ${repeated.join(', ')} twice: ":id" stands for the whole key of the view.`,
    remedy: 'Write ":id" for the key, and give the other parameters of the path other names.',
  });
}

function close(view: ViewClass, name: string, mistakes: ConfigurationMistake[]): void {
  if (isOwnRoute(view, name)) {
    mistakes.push({
      subject: `${view.name}.${name}`,
      problem: 'has a route decorator, but the view or a class that it extends closes this route.',
      remedy: 'Give the route method another name, or remove the decorator.',
    });
  }
  closeRoute(view, name);
}

function definitionsOf(
  method: ControllerMethod,
  name: string,
  action: string,
  told: MethodMetadata,
  operationId: string | undefined,
): readonly RouteDefinition[] {
  const id = saidOperationId(told) ?? operationId;
  return routePathsOf(method).map((path) =>
    Object.freeze({
      method: name,
      action,
      httpMethod: httpMethodOf(method),
      path,
      ...(id !== undefined && { operationId: id }),
    }),
  );
}

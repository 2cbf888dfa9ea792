import { Delete, Get, HttpCode, Patch, Post, UseInterceptors } from '@nestjs/common';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { GENERATED_ROUTES, type GeneratedRoute, hasRoute } from '../definition/generated-routes.js';
import type { ViewClass } from '../definition/view-class.js';
import type { RouteDefinition, ViewDefinition } from '../definition/view-definition.js';
import type { ViewOptions } from '../definition/view-options.js';
import { EntityResponses } from './entity-responses.interceptor.js';
import { expandKeyPaths } from './key-paths.js';
import { documentCustomRoute, documentGeneratedRoute } from './document-route.js';
import {
  type ControllerMethod,
  httpMethodOf,
  metadataFrom,
  recordParameterTypes,
  routeParametersOf,
  routePathsOf,
  statusIn,
} from './nest-metadata.js';
import { closeRoute, declaredMetadata, isOwnRoute, isRoute, methodNames, ownMethod } from './own-method.js';
import { Ctx, GeneratedInput } from './request-parameters.js';
import { actionIn } from './route-action.js';

const ROUTE_DECORATORS = { GET: Get, POST: Post, PATCH: Patch, DELETE: Delete };
const GENERATED_METHODS: ReadonlySet<string> = new Set(GENERATED_ROUTES.map(({ method }) => method));

/** The names of the route methods that developers wrote for a view or a class that it extends. */
export function customRoutesOf(view: ViewClass, isResource: boolean): readonly string[] {
  return methodNames(view).filter((name) => !(isResource && GENERATED_METHODS.has(name)) && isRoute(view, name));
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
  mistakes: ConfigurationMistake[],
): readonly RouteDefinition[] {
  const routes: RouteDefinition[] = [];
  for (const route of draft.resource ? GENERATED_ROUTES : []) {
    if (hasRoute(options, route.method)) routes.push(...registerGenerated(view, route, draft, mistakes));
    else close(view, route.method, mistakes);
  }
  for (const name of customRoutesOf(view, draft.resource !== undefined)) {
    if (options.excludeRoutes?.includes(name)) close(view, name, mistakes);
    else routes.push(...registerCustom(view, name, draft, mistakes));
  }
  return Object.freeze(routes);
}

function registerGenerated(
  view: ViewClass,
  route: GeneratedRoute,
  draft: Omit<ViewDefinition, 'routes'>,
  mistakes: ConfigurationMistake[],
): readonly RouteDefinition[] {
  const { method: name, httpMethod, path, inputs, action } = route;
  const status = statusIn(declaredMetadata(view, name)) ?? route.status;
  const decorators = [
    ROUTE_DECORATORS[httpMethod](path),
    HttpCode(status),
    ...documentGeneratedRoute(view, route, status, draft),
  ];
  const method = ownMethod(view, name, metadataFrom(decorators));
  decorateParameters(view, name, inputs);
  putKeyIn(view, method, draft, mistakes);
  return definitionsOf(method, name, action);
}

function registerCustom(
  view: ViewClass,
  name: string,
  draft: Omit<ViewDefinition, 'routes'>,
  mistakes: ConfigurationMistake[],
): readonly RouteDefinition[] {
  const decorators = [
    ...documentCustomRoute(view, name, draft),
    ...(draft.resource ? [UseInterceptors(EntityResponses)] : []),
  ];
  const method = ownMethod(view, name, metadataFrom(decorators));
  putKeyIn(view, method, draft, mistakes);
  return definitionsOf(method, name, actionIn(declaredMetadata(view, name))?.name ?? name);
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

/** The inputs and the context, for the parameters that the developer has not decorated. */
function decorateParameters(view: ViewClass, name: string, inputs: GeneratedRoute['inputs']): void {
  const prototype: object = view.prototype;
  const decorated = new Set(routeParametersOf(view, name).map(({ index }) => index));
  const decorators = [...inputs.map((input) => GeneratedInput(input)), Ctx()];
  decorators.forEach((decorate, index) => {
    if (!decorated.has(index)) decorate(prototype, name, index);
  });
  recordParameterTypes(view, name, decorators.length);
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

function definitionsOf(method: ControllerMethod, name: string, action: string): readonly RouteDefinition[] {
  return routePathsOf(method).map((path) =>
    Object.freeze({ method: name, action, httpMethod: httpMethodOf(method), path }),
  );
}

import { Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { Action } from '../definition/action.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { GENERATED_ROUTES, type GeneratedRoute, hasRoute } from '../definition/generated-routes.js';
import type { ViewClass } from '../definition/view-class.js';
import type { RouteDefinition, ViewDefinition } from '../definition/view-definition.js';
import type { ViewOptions } from '../definition/view-options.js';
import { Ctx, GeneratedInput } from './request-parameters.js';
import { addMetadata, type ControllerMethod, decoratedParameters, httpMethodOf, routePathOf } from './nest-metadata.js';
import { closeRoute, declaredMetadataOf, isRoute, methodNames, ownMethod } from './own-methods.js';
import { documentRoute } from './document-route.js';

const ROUTE_DECORATORS = { GET: Get, POST: Post, PATCH: Patch, DELETE: Delete };
const VERBS: ReadonlySet<string> = new Set(Object.values(Action));

/**
 * Gives a view its routes: the generated ones that its options leave open, and the custom ones that it has or inherits.
 *
 * Uses Nest's own decorators on the view's own methods. A route that the developer decorated is left as it is.
 */
export function registerRoutes(
  view: ViewClass,
  draft: Omit<ViewDefinition, 'routes'>,
  options: ViewOptions,
  mistakes: ConfigurationMistake[],
): readonly RouteDefinition[] {
  const generated = draft.resource ? GENERATED_ROUTES : [];
  const generatedNames = new Set<string>(generated.map(({ method }) => method));
  const custom = methodNames(view).filter((name) => !generatedNames.has(name) && isRoute(view, name));
  checkNames(view, options, custom, generatedNames, mistakes);

  const routes: RouteDefinition[] = [];
  for (const route of generated) {
    if (hasRoute(options, route.method)) routes.push(registerGenerated(view, route, draft));
    else closeRoute(view, route.method);
  }
  for (const name of custom) {
    if (options.excludeRoutes?.includes(name)) {
      closeRoute(view, name);
      continue;
    }
    routes.push(definitionOf(ownMethod(view, name), name, name));
  }
  return Object.freeze(routes);
}

function registerGenerated(
  view: ViewClass,
  route: GeneratedRoute,
  draft: Omit<ViewDefinition, 'routes'>,
): RouteDefinition {
  const method = ownMethod(view, route.method);
  const declared = declaredMetadataOf(method);
  const isDeclaredRoute = routePathOf(method) !== undefined;
  const descriptor: TypedPropertyDescriptor<ControllerMethod> = { value: method };
  const decorators = [ROUTE_DECORATORS[route.httpMethod](route.path), HttpCode(route.status)];
  if (!isDeclaredRoute) {
    for (const decorate of decorators) decorate(view.prototype, route.method, descriptor);
    decorateParameters(view, route);
  }
  documentRoute(view, route, draft, descriptor);
  for (const key of declared.keys()) Reflect.deleteMetadata(key, method);
  addMetadata(method, declared);
  return definitionOf(method, route.method, route.action);
}

function decorateParameters(view: ViewClass, { method, inputs }: GeneratedRoute): void {
  const prototype: object = view.prototype;
  const decorated = decoratedParameters(view, method);
  inputs.forEach((input, index) => {
    if (!decorated.has(index)) GeneratedInput(input)(prototype, method, index);
  });
  if (!decorated.has(inputs.length)) Ctx()(prototype, method, inputs.length);
  if (Reflect.getOwnMetadata('design:paramtypes', prototype, method) === undefined) {
    const types = Array.from({ length: inputs.length + 1 }, () => Object);
    Reflect.defineMetadata('design:paramtypes', types, prototype, method);
  }
}

function definitionOf(method: ControllerMethod, name: string, action: string): RouteDefinition {
  const path = routePathOf(method) ?? '/';
  return Object.freeze({
    method: name,
    action,
    httpMethod: httpMethodOf(method),
    path: path.startsWith('/') ? path : `/${path}`,
  });
}

function checkNames(
  view: ViewClass,
  options: ViewOptions,
  custom: readonly string[],
  generated: ReadonlySet<string>,
  mistakes: ConfigurationMistake[],
): void {
  for (const name of custom) {
    if (!VERBS.has(name)) continue;
    mistakes.push({
      subject: `${view.name}.${name}`,
      problem: 'has a route decorator, but is the name of a verb, which is never a route itself.',
      remedy: `Give the route method another name${generated.size > 0 ? `, or override ${name}Endpoint for the wire` : ''}.`,
    });
  }
  for (const option of ['routes', 'excludeRoutes'] as const) {
    const allowed = new Set([...generated, ...(option === 'excludeRoutes' ? custom : [])]);
    for (const name of options[option] ?? []) {
      if (allowed.has(name) || isRoute(view, name)) continue;
      mistakes.push({
        subject: `${view.name}: "${option}"`,
        problem: `names "${name}", which is not a route of the view.`,
        remedy: `Name one of ${[...allowed].join(', ')}; ViewRoute has the generated ones.`,
      });
    }
  }
}

import type { ExecutionContext } from '@nestjs/common';
import { registeredViewOf } from '../definition/definitions.js';
import type { RouteDefinition, ViewDefinition } from '../definition/view-definition.js';

/**
 * The view and the route that a request is for.
 *
 * @public
 */
export interface ServedView {
  /** The view. */
  readonly definition: ViewDefinition;
  /** The route. */
  readonly route: RouteDefinition;
  /** What `authorize` will be told: `getMany`, …, or the name of the custom action. */
  readonly action: string;
}

/**
 * Tells a guard or an interceptor which view and action a route serves; `undefined` for routes that are not a view's.
 *
 * @example
 * canActivate(context: ExecutionContext) {
 *   return viewOf(context)?.action !== Action.DELETE || isAdmin(context);
 * }
 *
 * @public
 */
export function viewOf(context: ExecutionContext): ServedView | undefined {
  const definition = registeredViewOf(context.getClass())?.definition;
  const route = definition?.routes.find(({ method }) => method === context.getHandler().name);
  return definition && route && { definition, route, action: route.action };
}

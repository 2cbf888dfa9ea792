import { SetMetadata } from '@nestjs/common';
import type { SchemaClass } from '../schema/schema-class.js';
import type { ResponseShape } from '../view/response-shape.js';
import type { MethodMetadata } from './nest-metadata.js';

const ROUTE_ACTION = 'restview:action';

/** What a custom route says of itself, where the view that will have it is not known yet. */
export interface RouteAction {
  /** What guards, `authorize` and the hooks are told. Default: the name of the method. */
  readonly name: string;
  /** What it answers with: a row of the view, by its read schema; nothing; or a list of another class. */
  readonly answer: typeof ResponseShape.SINGLE | typeof ResponseShape.EMPTY | readonly [SchemaClass];
  /** It stores a row, so that `stampObject` may refuse. Default: `false`. */
  readonly stamps?: boolean;
  /** The success, in words. */
  readonly description: string;
  /** The problems that it answers with, by status, in words of its own or (`true`) in the usual ones. */
  readonly problems: Readonly<Record<number, string | true>>;
}

/** Names the action of a custom route and describes its answers by the view that inherits it. */
export function ViewAction(action: RouteAction): MethodDecorator {
  return SetMetadata(ROUTE_ACTION, action);
}

/** Whether a method says of itself by {@link ViewAction} what it does. */
export function hasRouteAction(method: object): boolean {
  return isRouteAction(Reflect.getMetadata(ROUTE_ACTION, method));
}

/** What {@link ViewAction} left on a method. */
export function actionIn(metadata: MethodMetadata): RouteAction | undefined {
  const action: unknown = metadata.get(ROUTE_ACTION);
  return isRouteAction(action) ? action : undefined;
}

function isRouteAction(value: unknown): value is RouteAction {
  return typeof value === 'object' && value !== null && 'answer' in value && 'problems' in value;
}

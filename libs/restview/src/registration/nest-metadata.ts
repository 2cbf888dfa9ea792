import { RequestMethod } from '@nestjs/common';
import {
  GUARDS_METADATA,
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  PARAMTYPES_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { DECORATORS } from '@nestjs/swagger';
import type { ViewClass } from '../definition/view-class.js';

// What the public decorators of Nest and Swagger leave behind on classes and methods, and how to read it.

/** A method of a controller, as a value. */
export type ControllerMethod = (...parameters: never[]) => unknown;

/** What decorators have told of a method, by their keys. */
export type MethodMetadata = ReadonlyMap<unknown, unknown>;

/** A decorator of a route, such as Nest's `HttpCode(201)` or Swagger's `ApiBody({ type })`. */
export type RouteDecorator = (
  target: object,
  name: string,
  method: TypedPropertyDescriptor<ControllerMethod>,
) => unknown;

export function isMethod(value: unknown): value is ControllerMethod {
  return typeof value === 'function';
}

/** What a method carries. */
export function metadataOf(method: ControllerMethod): MethodMetadata {
  return new Map(Reflect.getOwnMetadataKeys(method).map((key: unknown) => [key, Reflect.getOwnMetadata(key, method)]));
}

/** What these decorators tell of any method that they stand on. */
export function metadataFrom(decorators: readonly RouteDecorator[]): MethodMetadata {
  const value: ControllerMethod = () => undefined;
  for (const decorate of decorators) decorate({}, 'route', { value });
  return metadataOf(value);
}

/** Tells this of a method; what it carried under other keys stays. */
export function tell(method: ControllerMethod, metadata: MethodMetadata): void {
  for (const [key, value] of metadata) Reflect.defineMetadata(key, value, method);
}

/** Whether a route decorator is among this. */
export function isRouteMetadata(metadata: MethodMetadata): boolean {
  return metadata.has(PATH_METADATA);
}

/** What is told of a method beside which route it is: its guards, interceptors, marks, security. */
export function besidesRoute(metadata: MethodMetadata): MethodMetadata {
  return new Map([...metadata].filter(([key]) => !OF_ONE_ROUTE.has(key)));
}

const OF_ONE_ROUTE: ReadonlySet<unknown> = new Set([
  ...[PATH_METADATA, METHOD_METADATA, HTTP_CODE_METADATA],
  ...[DECORATORS.API_OPERATION, DECORATORS.API_EXTENSION],
]);

/** The status that `@HttpCode` gave. */
export function statusIn(metadata: MethodMetadata): number | undefined {
  const status = metadata.get(HTTP_CODE_METADATA);
  return typeof status === 'number' ? status : undefined;
}

/** The paths that a route decorator gave to a method, each with a slash in front. */
export function routePathsOf(method: ControllerMethod): readonly string[] {
  const declared: unknown = Reflect.getMetadata(PATH_METADATA, method);
  const paths: readonly unknown[] = Array.isArray(declared) ? declared : [declared];
  return paths.filter((path) => typeof path === 'string').map((path) => (path.startsWith('/') ? path : `/${path}`));
}

/** Gives a method these paths instead of those of its route decorator. */
export function setRoutePaths(method: ControllerMethod, paths: readonly string[]): void {
  Reflect.defineMetadata(PATH_METADATA, [...paths], method);
}

/** The HTTP method that a route decorator gave to a method, in capitals. */
export function httpMethodOf(method: ControllerMethod): string {
  const declared: unknown = Reflect.getMetadata(METHOD_METADATA, method);
  return typeof declared === 'number' ? (RequestMethod[declared] ?? 'ALL') : 'GET';
}

/** One parameter of a route as its decorator left it: where it stands, and what the decorator was given. */
export interface RouteParameter {
  readonly index: number;
  readonly data: unknown;
  readonly pipes: readonly unknown[];
}

/** The parameters of a route that have decorators, of this class or one that it extends. */
export function routeParametersOf(view: ViewClass, method: string): readonly RouteParameter[] {
  const declared: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, view, method);
  return Object.values(declared ?? {}).flatMap((parameter: unknown): RouteParameter[] => {
    if (typeof parameter !== 'object' || parameter === null) return [];
    const index: unknown = Reflect.get(parameter, 'index');
    const pipes: unknown = Reflect.get(parameter, 'pipes');
    if (typeof index !== 'number') return [];
    return [{ index, data: Reflect.get(parameter, 'data'), pipes: Array.isArray(pipes) ? pipes : [] }];
  });
}

/** Nest asks for the types of a decorated method's parameters; TypeScript records them only where a decorator is written. */
export function recordParameterTypes(view: ViewClass, method: string, count: number): void {
  const prototype: object = view.prototype;
  if (Reflect.hasOwnMetadata(PARAMTYPES_METADATA, prototype, method)) return;
  const types = Array.from({ length: count }, () => Object);
  Reflect.defineMetadata(PARAMTYPES_METADATA, types, prototype, method);
}

/** Whether a class or one of its methods has a guard of its own. */
export function hasGuard(target: object): boolean {
  const guards: unknown = Reflect.getMetadata(GUARDS_METADATA, target);
  return Array.isArray(guards) && guards.length > 0;
}

/** The operation id that `@ApiOperation` has told. */
export function saidOperationId(told: MethodMetadata): string | undefined {
  const operation: unknown = told.get(DECORATORS.API_OPERATION);
  const id: unknown = typeof operation === 'object' && operation && Reflect.get(operation, 'operationId');
  return typeof id === 'string' ? id : undefined;
}

/** Whether `@ApiResponse` has told what a method answers with when all is well. */
export function hasSuccess(told: MethodMetadata): boolean {
  const responses: unknown = told.get(DECORATORS.API_RESPONSE);
  if (typeof responses !== 'object' || responses === null) return false;
  return Object.keys(responses).some((status) => /^(?:[123]|default)/.test(status));
}

/** Whether `@ApiSecurity` or one of its kind stands on a class, or is among what is told of a method. */
export function isSaidSecure(view: ViewClass, told: MethodMetadata): boolean {
  return Reflect.hasMetadata(DECORATORS.API_SECURITY, view) || told.has(DECORATORS.API_SECURITY);
}

/** The tags that `@ApiTags` gave to a class or one that it extends. */
export function tagsOf(view: ViewClass): readonly string[] {
  const tags: unknown = Reflect.getMetadata(DECORATORS.API_TAGS, view);
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

/** Gives a class these tags and no others; `@ApiTags` would add to those of the class that it extends. */
export function setTags(view: ViewClass, tags: readonly string[]): void {
  Reflect.defineMetadata(DECORATORS.API_TAGS, [...tags], view);
}

import { RequestMethod } from '@nestjs/common';
import { GUARDS_METADATA, METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';

// The keys under which Nest's public decorators keep what they are told. All knowledge of them is in this file.

/** A method of a controller, as a value. */
export type ControllerMethod = (...parameters: never[]) => unknown;

export function isMethod(value: unknown): value is ControllerMethod {
  return typeof value === 'function';
}

/** The path that a route decorator gave to a method; `undefined` for a method that is no route. */
export function routePathOf(method: ControllerMethod): string | undefined {
  const path: unknown = Reflect.getMetadata(PATH_METADATA, method);
  const first: unknown = Array.isArray(path) ? path[0] : path;
  return typeof first === 'string' ? first : undefined;
}

/** The HTTP method that a route decorator gave to a method, in capitals. */
export function httpMethodOf(method: ControllerMethod): string {
  const declared: unknown = Reflect.getMetadata(METHOD_METADATA, method);
  return typeof declared === 'number' ? (RequestMethod[declared] ?? 'ALL') : 'GET';
}

/** The positions of a method's parameters that the developer has decorated. */
export function decoratedParameters(view: object, method: string): ReadonlySet<number> {
  const declared: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, view, method);
  return new Set(
    Object.values(declared ?? {}).flatMap((parameter: unknown) => {
      const index: unknown = typeof parameter === 'object' && parameter !== null && Reflect.get(parameter, 'index');
      return typeof index === 'number' ? [index] : [];
    }),
  );
}

/** Whether a class or one of its methods has a guard of its own. */
export function hasGuard(target: object): boolean {
  const guards: unknown = Reflect.getMetadata(GUARDS_METADATA, target);
  return Array.isArray(guards) && guards.length > 0;
}

/** All that decorators have told of a method. */
export function metadataOf(method: ControllerMethod): ReadonlyMap<unknown, unknown> {
  return new Map(Reflect.getOwnMetadataKeys(method).map((key: unknown) => [key, Reflect.getOwnMetadata(key, method)]));
}

/** Gives a method metadata that it lacks; what both have is merged, and the added side wins. */
export function addMetadata(method: ControllerMethod, added: ReadonlyMap<unknown, unknown>): void {
  for (const [key, value] of added) {
    const present: unknown = Reflect.getOwnMetadata(key, method);
    Reflect.defineMetadata(key, merge(present, value), method);
  }
}

function merge(present: unknown, added: unknown): unknown {
  if (Array.isArray(present) && Array.isArray(added)) return [...present, ...added];
  return isRecord(present) && isRecord(added) ? { ...present, ...added } : added;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

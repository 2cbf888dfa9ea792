import type { ViewClass } from '../definition/view-class.js';
import { addMetadata, type ControllerMethod, isMethod, metadataOf, routePathOf } from './nest-metadata.js';

// What decorators of the developer told of a method, before generated routes added to it.
const declaredMetadata = new WeakMap<ControllerMethod, ReadonlyMap<unknown, unknown>>();

/** What the developer's decorators told of a method, without what was generated. */
export function declaredMetadataOf(method: ControllerMethod): ReadonlyMap<unknown, unknown> {
  return declaredMetadata.get(method) ?? metadataOf(method);
}

/**
 * Gives a view class a method of its own for one that it inherits or overrides.
 *
 * Decorators keep what they are told on the function, and classes share inherited functions; what is told of one view's
 * route must not change another's. The own method calls the inherited one, or is the override itself, and has the
 * decorators of the methods that it stands for: an override without a route decorator keeps its route.
 */
export function ownMethod(view: ViewClass, name: string): ControllerMethod {
  const prototype: object = view.prototype;
  const method = Object.hasOwn(prototype, name) ? methodOf(prototype, name) : forwarding(prototype, name);
  const inherited = inheritedMethods(prototype, name);
  const own = metadataOf(method);
  const declared = new Map<unknown, unknown>();
  for (const ancestor of inherited.reverse()) {
    for (const [key, value] of declaredMetadataOf(ancestor)) declared.set(key, value);
  }
  for (const key of own.keys()) declared.delete(key);
  addMetadata(method, declared);
  declaredMetadata.set(method, metadataOf(method));
  define(prototype, name, method);
  return method;
}

/** Hides an inherited route: the method stays callable, but is no route of this view. */
export function closeRoute(view: ViewClass, name: string): void {
  const prototype: object = view.prototype;
  const method = Object.hasOwn(prototype, name) ? methodOf(prototype, name) : forwarding(prototype, name);
  if (routePathOf(method) === undefined) {
    declaredMetadata.set(method, new Map());
    define(prototype, name, method);
  }
}

/** The names of all methods of a class and the classes it extends, own ones first. */
export function methodNames(view: ViewClass): readonly string[] {
  const names = new Set<string>();
  for (let at: unknown = view.prototype; isObject(at) && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) {
      const value: unknown = Object.getOwnPropertyDescriptor(at, name)?.value;
      if (name !== 'constructor' && isMethod(value)) names.add(name);
    }
  }
  return [...names];
}

/** Whether a class, or one that it extends, has made a route of this method. */
export function isRoute(view: ViewClass, name: string): boolean {
  const prototype: object = view.prototype;
  const own: unknown = Object.hasOwn(prototype, name) ? Reflect.get(prototype, name) : undefined;
  if (isMethod(own) && routePathOf(own) !== undefined) return true;
  return inheritedMethods(prototype, name).some((method) => routePathOf(method) !== undefined);
}

function forwarding(prototype: object, name: string): ControllerMethod {
  const method = function (this: unknown, ...parameters: unknown[]): unknown {
    const inherited = methodOf(Object.getPrototypeOf(prototype), name);
    return Reflect.apply(inherited, this, parameters);
  };
  Object.defineProperty(method, 'name', { value: name, configurable: true });
  return method;
}

function inheritedMethods(prototype: object, name: string): ControllerMethod[] {
  const methods: ControllerMethod[] = [];
  for (let at: unknown = Object.getPrototypeOf(prototype); isObject(at); at = Object.getPrototypeOf(at)) {
    const value: unknown = Object.getOwnPropertyDescriptor(at, name)?.value;
    if (isMethod(value)) methods.push(value);
  }
  return methods;
}

function methodOf(prototype: unknown, name: string): ControllerMethod {
  const value: unknown = isObject(prototype) ? Reflect.get(prototype, name) : undefined;
  if (isMethod(value)) return value;
  throw new TypeError(`"${name}" is not a method.`);
}

function define(prototype: object, name: string, value: ControllerMethod): void {
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true, enumerable: false });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

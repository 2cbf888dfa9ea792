import type { ViewClass } from '../definition/view-class.js';
import { mergeMetadata } from './merge-metadata.js';
import {
  type ControllerMethod,
  isMethod,
  isRouteMetadata,
  metadataOf,
  type MethodMetadata,
  tell,
} from './nest-metadata.js';

// Methods that no developer has written.
const made = new WeakSet<ControllerMethod>();

// What developers told of the own methods of views: what a method carries is more, since routes are generated too.
const told = new WeakMap<ControllerMethod, MethodMetadata>();
const NOTHING: MethodMetadata = new Map();

/**
 * Gives a view class a route method of its own, for one that it inherits or overrides.
 *
 * Decorators keep what they are told on the function, and classes share inherited functions; what is told of one view's
 * route must not change another's. The own method calls the inherited one, or is the override itself. It carries what
 * is told of the methods that it stands for, over what is generated: an override without a route decorator keeps its route.
 */
export function ownMethod(view: ViewClass, name: string, generated: MethodMetadata): ControllerMethod {
  const method = ownOrForwarding(view, name);
  const declared = declaredMetadata(view, name);
  told.set(method, declared.size > 0 ? declared : NOTHING);
  tell(method, mergeMetadata([generated, declared]));
  // Nest, Swagger and viewOf() know a handler by its name, which a decorator that wraps it may have lost.
  Object.defineProperty(method, 'name', { value: name, configurable: true });
  define(view, name, method);
  return method;
}

/** Gives a view class a method that neither it nor a class that it extends has. */
export function provideMethod(view: ViewClass, name: string, method: ControllerMethod): void {
  if (name in view.prototype) return;
  made.add(method);
  define(view, name, method);
}

/** Whether a developer has written this method, in a class or one that it extends. */
export function isWritten(view: ViewClass, name: string): boolean {
  return prototypesOf(view).some((prototype) => {
    const method = methodIn(prototype, name);
    return method !== undefined && !made.has(method);
  });
}

/** Hides an inherited route: the method stays callable, but is no route of this view. */
export function closeRoute(view: ViewClass, name: string): void {
  define(view, name, ownOrForwarding(view, name));
}

/** Whether a route decorator stands on this method in this class or in one that it extends. */
export function isRoute(view: ViewClass, name: string): boolean {
  return isRouteMetadata(declaredMetadata(view, name));
}

/** Whether a route decorator stands on this method in this very class. */
export function isOwnRoute(view: ViewClass, name: string): boolean {
  const own = methodIn(view.prototype, name);
  return own !== undefined && isRouteMetadata(metadataOf(own));
}

/** The names of all methods of a class and the classes it extends, own ones first. */
export function methodNames(view: ViewClass): readonly string[] {
  const names = new Set<string>();
  for (const prototype of prototypesOf(view)) {
    for (const name of Object.getOwnPropertyNames(prototype)) {
      if (name !== 'constructor' && methodIn(prototype, name)) names.add(name);
    }
  }
  return [...names];
}

/** What developers told of a method in a class and those it extends. */
export function declaredMetadata(view: ViewClass, name: string): MethodMetadata {
  const levels: MethodMetadata[] = [];
  for (const prototype of prototypesOf(view)) {
    const method = methodIn(prototype, name);
    const complete = method && told.get(method);
    if (method) levels.unshift(complete ?? metadataOf(method));
    if (complete) break;
  }
  return mergeMetadata(levels);
}

function ownOrForwarding(view: ViewClass, name: string): ControllerMethod {
  const prototype: object = view.prototype;
  const own = methodIn(prototype, name);
  if (own) return own;
  const forwarding = function (this: unknown, ...parameters: unknown[]): unknown {
    const base: unknown = Object.getPrototypeOf(prototype);
    const inherited: unknown = isObject(base) ? Reflect.get(base, name, this) : undefined;
    return isMethod(inherited) ? Reflect.apply(inherited, this, parameters) : undefined;
  };
  made.add(forwarding);
  return forwarding;
}

function prototypesOf(view: ViewClass): readonly object[] {
  const prototypes: object[] = [];
  for (let at: unknown = view.prototype; isObject(at) && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    prototypes.push(at);
  }
  return prototypes;
}

/** The method that this very prototype has; accessors and fields are none. */
function methodIn(prototype: object, name: string): ControllerMethod | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
  return isMethod(value) ? value : undefined;
}

function define({ prototype }: ViewClass, name: string, value: ControllerMethod): void {
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true, enumerable: false });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

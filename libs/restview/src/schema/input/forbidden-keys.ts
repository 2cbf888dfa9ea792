import { propertyValues } from '../property-values.js';

/** What makes a body unacceptable before anybody looks at its fields. */
export interface BodyObjection {
  readonly code: 'forbidden_key' | 'too_deep';
  readonly detail: string;
}

/** Deeper than any document one writes, and shallower than what exhausts the stack of those who read it on. */
const DEEPEST = 200;

/**
 * Looks for keys that reach for an object's prototype, at any depth: `__proto__`, and `constructor` with a `prototype`.
 *
 * A key `constructor` with any other value is an ordinary key.
 */
export function bodyObjection(body: unknown): BodyObjection | undefined {
  // A stack of our own: nesting is the client's choice, and must not exhaust the engine's.
  const pending: [value: object, depth: number][] = isObject(body) ? [[body, 1]] : [];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [value, depth] = next;
    if (depth > DEEPEST) return { code: 'too_deep', detail: `The body is nested more than ${DEEPEST} levels deep.` };
    const values = propertyValues(value);
    for (const key of Object.keys(value)) {
      const child = values[key];
      if (reachesPrototype(key, child)) return { code: 'forbidden_key', detail: `The key "${key}" is not allowed.` };
      if (isObject(child)) pending.push([child, depth + 1]);
    }
  }
  return undefined;
}

/** A JSON object: no array, no instance of a class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value) || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // By the shape of the chain, not by identity: a body may have been parsed in another realm.
  return prototype === null || (isObject(prototype) && Object.getPrototypeOf(prototype) === null);
}

function reachesPrototype(key: string, child: unknown): boolean {
  return key === '__proto__' || (key === 'constructor' && isObject(child) && Object.hasOwn(child, 'prototype'));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

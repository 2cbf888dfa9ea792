import { documentRevision } from '../schema/document/documented-application.js';

// Decorators keep values, and what the document says depends on what comes later: on decorators above `@View`, on other
// modules, on the application. What is made here looks like a value and is made when it is read.

/** Makes something at most once while nothing else can happen, so that reading a list item by item stays cheap. */
export function late<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value; readonly revision: number } | undefined;
  return () => {
    if (made?.revision === documentRevision()) return made.value;
    made = { value: make(), revision: documentRevision() };
    queueMicrotask(() => {
      made = undefined;
    });
    return made.value;
  };
}

/** A list that is made when it is read. */
export function lateList(make: () => readonly unknown[]): readonly unknown[] {
  return filledWhenRead<readonly unknown[], unknown[]>([], make, (list, items) => {
    list.splice(0, list.length, ...items);
  });
}

/** An object whose properties are made when they are read. */
export function lateRecord(make: () => Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return filledWhenRead<Readonly<Record<string, unknown>>, Record<string, unknown>>({}, make, (record, properties) => {
    for (const key of Object.keys(record)) Reflect.deleteProperty(record, key);
    Object.assign(record, properties);
  });
}

function filledWhenRead<Value extends object, Target extends Value>(
  target: Target,
  make: () => Value,
  fill: (target: Target, made: Value) => void,
): Value {
  let from: Value | undefined;
  const refresh = (): void => {
    const made = make();
    if (made !== from) fill(target, made);
    from = made;
  };
  return new Proxy(target, {
    get: (filled, key): unknown => {
      refresh();
      return Reflect.get(filled, key);
    },
    has: (filled, key) => {
      refresh();
      return Reflect.has(filled, key);
    },
    ownKeys: (filled) => {
      refresh();
      return Reflect.ownKeys(filled);
    },
    getOwnPropertyDescriptor: (filled, key) => {
      refresh();
      return Reflect.getOwnPropertyDescriptor(filled, key);
    },
  });
}

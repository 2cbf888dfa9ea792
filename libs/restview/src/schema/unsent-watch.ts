/** An object that notices when somebody looks at a field that the client did not send. */
export interface UnsentWatch {
  readonly object: object;
  hasLooked(): boolean;
}

/** Watches who reads the unsent fields of a change. */
export function watchUnsent(object: object, unsent: ReadonlySet<string>): UnsentWatch {
  let looked = false;
  const watched = new Proxy(object, {
    get(target, key, receiver): unknown {
      if (typeof key === 'string' && unsent.has(key)) looked = true;
      return Reflect.get(target, key, receiver);
    },
  });
  return { object: watched, hasLooked: () => looked };
}

import { ConfigurationError } from '../errors/configuration-error.js';

/** A map that nobody changes any more: `Object.freeze` alone does not keep a map from being filled. */
class FrozenMap<Key, Value> extends Map<Key, Value> {
  override set(key: Key): this {
    return refuse(key);
  }

  override delete(key: Key): boolean {
    return refuse(key);
  }

  override clear(): void {
    refuse('everything');
  }
}

/** The same entries in a map that throws when it is changed. */
export function frozenMap<Key, Value>(entries: Iterable<readonly [Key, Value]>): ReadonlyMap<Key, Value> {
  const map = new FrozenMap<Key, Value>();
  for (const [key, value] of entries) Map.prototype.set.call(map, key, value);
  return Object.freeze(map);
}

function refuse(key: unknown): never {
  throw new ConfigurationError({
    subject: String(key),
    problem: 'is part of a definition, which cannot be changed.',
    remedy: 'Set the options of the view instead.',
  });
}

import { UsageError } from './usage-error.js';

/** A value of a path, as one segment of it. */
export function segmentOf(value: unknown, name: string): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') {
    throw new UsageError(
      `"${name}" of a path must be a text or a number, not ${value === null ? 'null' : typeof value}.`,
    );
  }
  const text = String(value);
  // Whoever resolves a URL takes these away, and another path is left.
  if (text === '' || text === '.' || text === '..')
    throw new UsageError(`No path leads to "${text}" as its "${name}".`);
  // Half of a character; there is no URL for it.
  if (/\p{Surrogate}/u.test(text)) throw new UsageError(`The "${name}" of a path is no text that Unicode has.`);
  return encodeURIComponent(text);
}

/** A path with its parameters filled in: `orgs/{orgId}/users` with `{ orgId: 7 }` is `orgs/7/users`. */
export function filledPath(template: string, parameters: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => segmentOf(parameters[name], name));
}

/**
 * The segments of a key.
 *
 * @param names - the parts of a key of several columns, in the order of the path.
 */
export function keyPath(key: unknown, names: readonly string[] | undefined, resource: string): string {
  if (typeof key !== 'object' || key === null) return segmentOf(key, 'key');
  if (!names)
    throw new UsageError(`The client does not know the order of the key's parts: "keys" has no "${resource}".`);
  const parts: Readonly<Record<string, unknown>> = { ...key };
  return names.map((name) => segmentOf(parts[name], name)).join('/');
}

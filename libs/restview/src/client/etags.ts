import { UsageError } from './usage-error.js';

/** The tags that answers came with; gone with the answers. */
const tags = new WeakMap<object, string>();

/** Keeps the `ETag` of an answer beside what it was read to. */
export function keepEtag(answer: unknown, { headers }: Response): void {
  const tag = headers.get('etag');
  if (tag !== null && typeof answer === 'object' && answer !== null) tags.set(answer, tag);
}

/**
 * The `ETag` that an answer came with; `undefined` when it had none.
 *
 * @param answer - the object that a request gave, not a copy of it.
 *
 * @public
 */
export function etagOf(answer: object): string | undefined {
  return tags.get(answer);
}

/** The tag that a condition is sent with. A write that was to hold for one version only never goes out without it. */
export function requiredEtag(answer: object | string, option: string): string {
  const tag = typeof answer === 'string' ? answer : etagOf(answer);
  if (tag === undefined) throw new UsageError(`"${option}" is an object that came without an ETag.`);
  return tag;
}

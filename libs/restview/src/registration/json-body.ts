import { MalformedBody, Unprocessable, UnsupportedMediaType } from '../errors/problems.js';
import { bodyObjection } from '../schema/input/forbidden-keys.js';
import type { RestviewRequest } from '../view/caller.js';

/** What is said of a body of another type. */
export const ONLY_JSON = 'Send the body as application/json, in UTF-8.';
/** What is said of broken JSON, and of keys that Fastify's parser takes for an attack without saying so. */
export const UNREADABLE = 'The body cannot be read as JSON.';

/**
 * The parsed JSON of a request's body, an object or a list; `undefined` when there is none.
 *
 * What the platforms' parsers let through differs; what is refused here makes their answers alike.
 *
 * @throws {@link UnsupportedMediaType} for a body that is not declared as JSON in UTF-8, {@link MalformedBody} for keys
 * that reach for a prototype, and {@link Unprocessable} for JSON that is neither object nor list.
 */
export function jsonBodyOf({ headers, body }: RestviewRequest): object | undefined {
  if (!hasContent(headers)) return undefined;
  if (!isJsonInUtf8(headers['content-type'])) throw new UnsupportedMediaType(ONLY_JSON);
  if (typeof body !== 'object' || body === null) {
    throw new Unprocessable([{ pointer: '', code: 'type', detail: 'The body must be a JSON object.' }]);
  }
  if (bodyObjection(body)?.code === 'forbidden_key') throw new MalformedBody(UNREADABLE);
  return body;
}

/** Whether a request has a body, as far as its headers tell. */
export function hasContent(headers: RestviewRequest['headers']): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function isJsonInUtf8(type: RestviewRequest['headers'][string]): boolean {
  if (typeof type !== 'string' || !/^application\/json\s*(?:;|$)/i.test(type)) return false;
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type)?.[1] ?? 'utf-8';
  return /^utf-?8$/i.test(charset);
}

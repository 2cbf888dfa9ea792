import { HttpException } from '@nestjs/common';
import type { Problem } from '../errors/problem.js';
import { MalformedBody, PayloadTooLarge, Unprocessable, UnsupportedMediaType } from '../errors/problems.js';
import { ONLY_JSON, UNREADABLE } from '../registration/json-body.js';

type Refusal = (cause: object) => Problem;

const malformed: Refusal = (cause) =>
  isJson(Reflect.get(cause, 'body'))
    ? new Unprocessable([{ pointer: '', code: 'type', detail: 'The body must be a JSON object.' }], { cause })
    : new MalformedBody(UNREADABLE, { cause });
const empty: Refusal = (cause) =>
  new Unprocessable([{ pointer: '', code: 'required', detail: 'The request needs a body.' }], { cause });
const tooLarge: Refusal = (cause) => new PayloadTooLarge('The body is too large.', { cause });
const mediaType: Refusal = (cause) => new UnsupportedMediaType(ONLY_JSON, { cause });
const cutOff: Refusal = (cause) => new MalformedBody('The body is not as long as its header says.', { cause });

/** By what the parsers call it: `type` on Express, `code` on Fastify. */
const refusals: ReadonlyMap<unknown, Refusal> = new Map([
  ['entity.parse.failed', malformed],
  ['entity.too.large', tooLarge],
  ['parameters.too.many', tooLarge],
  ['charset.unsupported', mediaType],
  ['encoding.unsupported', mediaType],
  ['request.size.invalid', cutOff],
  ['FST_ERR_CTP_INVALID_JSON_BODY', malformed],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', empty],
  ['FST_ERR_CTP_BODY_TOO_LARGE', tooLarge],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', mediaType],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', cutOff],
]);

/**
 * The problem of a request that the platform could not read, in words that are the same on Express and on Fastify.
 *
 * Nest wraps the platforms' errors and keeps them as `cause`.
 */
export function problemOfPlatform(exception: unknown): Problem | undefined {
  const cause: unknown = exception instanceof HttpException ? exception.cause : exception;
  if (!(cause instanceof Error)) return undefined;
  const refusal = refusals.get(Reflect.get(cause, 'type')) ?? refusals.get(Reflect.get(cause, 'code'));
  return refusal?.(cause);
}

/** Express reads objects and lists only, and says of a number that it is broken JSON. */
function isJson(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

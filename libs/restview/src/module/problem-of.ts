import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { classifyDriverError, problemOfFault } from '../errors/driver-problems.js';
import type { Mistake } from '../errors/mistake.js';
import { Problem } from '../errors/problem.js';
import { MalformedBody, PayloadTooLarge, Unprocessable, UnsupportedMediaType } from '../errors/problems.js';

/** An HTTP error that is no problem of ours: of a guard, of Nest, or of the platform. */
class OtherProblem extends Problem {
  constructor(status: number, detail: string | undefined, errors: readonly Mistake[], cause: unknown) {
    const title = STATUS_CODES[status] ?? 'Error';
    const code = title.toLowerCase().replace(/[^a-z]+/g, '_');
    super({ status, code, title, detail: `${title}.` }, detail, { errors, cause });
  }
}

/**
 * The problem that a client is told for any error.
 *
 * Nest's and the platforms' own errors keep their status; what their texts give away of a parser is replaced, so that
 * Express and Fastify answer alike. What nobody expected is 500 without a word on it.
 */
export function problemOf(exception: unknown): Problem {
  if (exception instanceof Problem) return exception;
  const fault = exception instanceof HttpException ? undefined : classifyDriverError(exception);
  if (fault) return problemOfFault(fault, () => undefined, { cause: exception });
  const status = statusOf(exception);
  const message = exception instanceof Error ? exception.message : '';
  if (isEmptyBody(exception, message)) {
    return new Unprocessable([{ pointer: '', code: 'required', detail: 'The request needs a body.' }]);
  }
  if (isForbiddenKey(message)) {
    return new Unprocessable([
      { pointer: '', code: 'forbidden_key', detail: 'The body has a key that no object may have.' },
    ]);
  }
  if (status === 400 && isFromParser(message))
    return new MalformedBody('The body is not valid JSON.', { cause: exception });
  if (status === 413) return new PayloadTooLarge('The body is too large.', { cause: exception });
  if (status === 415) return new UnsupportedMediaType('Send the body as application/json.', { cause: exception });
  if (status >= 400 && status < 500)
    return new OtherProblem(status, detailOf(exception), mistakesOf(exception), exception);
  return new OtherProblem(
    status >= 500 ? status : 500,
    'Something went wrong here; it has been logged.',
    [],
    exception,
  );
}

function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  // The platforms' parsers throw errors in the manner of http-errors.
  const status: unknown = isObject(exception)
    ? (Reflect.get(exception, 'statusCode') ?? Reflect.get(exception, 'status'))
    : 500;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function isFromParser(message: string): boolean {
  return /JSON|Unexpected (token|end|string|number)|Expected .* in|Bad control|Unterminated/i.test(message);
}

function isEmptyBody(exception: unknown, message: string): boolean {
  const code: unknown = isObject(exception) ? Reflect.get(exception, 'code') : undefined;
  return code === 'FST_ERR_CTP_EMPTY_JSON_BODY' || /^Body cannot be empty when content-type/.test(message);
}

function isForbiddenKey(message: string): boolean {
  return message === 'Object contains forbidden prototype property';
}

/** The sentence of a Nest exception, as far as it is one. */
function detailOf(exception: unknown): string | undefined {
  if (!(exception instanceof HttpException)) return undefined;
  const response = exception.getResponse();
  const message: unknown = typeof response === 'string' ? response : Reflect.get(response, 'message');
  return typeof message === 'string' ? message : undefined;
}

/** Nest's own pipes give a list of sentences. */
function mistakesOf(exception: unknown): readonly Mistake[] {
  if (!(exception instanceof HttpException)) return [];
  const response = exception.getResponse();
  const message: unknown = typeof response === 'string' ? response : Reflect.get(response, 'message');
  if (!Array.isArray(message)) return [];
  return message.map((detail: unknown) => ({ code: 'invalid', detail: String(detail) }));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

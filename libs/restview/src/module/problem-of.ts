import { HttpException } from '@nestjs/common';
import { classifyDriverError, problemOfFault } from '../errors/driver-problems.js';
import type { Mistake } from '../errors/mistake.js';
import { codeOfStatus, titleOfStatus } from '../errors/problem-codes.js';
import { Problem, type ProblemOptions } from '../errors/problem.js';
import { problemOfPlatform } from './platform-problems.js';

/** An HTTP error that is no problem of ours: of a guard, of Nest, or of the platform. */
class OtherProblem extends Problem {
  constructor(status: number, said: string | undefined, options: ProblemOptions) {
    const title = titleOfStatus(status);
    super({ status, code: codeOfStatus(status), title, detail: `${title}.` }, said, options);
  }
}

/**
 * The problem that a client is told for any error.
 *
 * Nest's own errors, and those that an application throws as such, keep their status and what they say. What nobody
 * expected is 500 without a word on it.
 */
export function problemOf(exception: unknown): Problem {
  if (exception instanceof Problem) return exception;
  const refusal = problemOfPlatform(exception);
  if (refusal) return refusal;
  const fault = exception instanceof HttpException ? undefined : classifyDriverError(exception);
  if (fault) return problemOfFault(fault, () => undefined, { cause: exception });
  const status = statusOf(exception);
  if (status >= 500) {
    return new OtherProblem(status, 'Something went wrong here; it has been logged.', { cause: exception });
  }
  return new OtherProblem(status, detailOf(exception), { errors: mistakesOf(exception), cause: exception });
}

/** The problem of a request whose method none of the routes at its path has. */
export function methodNotAllowed(methods: readonly string[], cause: unknown): Problem {
  const allow = methods.join(', ');
  return new OtherProblem(405, `This path has the methods ${allow}.`, { headers: { Allow: allow }, cause });
}

function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  return isHttpError(exception) ? exception.statusCode : 500;
}

/**
 * Whether an error is one of the `http-errors` package, or of Fastify, that is meant for the client.
 *
 * A status alone is no sign of it: the clients of other services put the answer's status on their errors.
 */
function isHttpError(exception: unknown): exception is Error & { readonly statusCode: number } {
  if (!(exception instanceof Error)) return false;
  const status: unknown = Reflect.get(exception, 'statusCode');
  const isMeant = Reflect.get(exception, 'expose') === true || exception.name === 'FastifyError';
  return isMeant && typeof status === 'number' && status >= 400 && status < 500;
}

/** The sentence of an error, as far as it is one. */
function detailOf(exception: unknown): string | undefined {
  const message = messageOf(exception);
  return typeof message === 'string' && message !== '' ? message : undefined;
}

/** Nest's own pipes give a list of sentences. */
function mistakesOf(exception: unknown): readonly Mistake[] {
  const message = messageOf(exception);
  if (!Array.isArray(message)) return [];
  return message.map((detail: unknown) => ({ code: 'invalid', detail: String(detail) }));
}

function messageOf(exception: unknown): unknown {
  if (!(exception instanceof HttpException)) return exception instanceof Error ? exception.message : undefined;
  const response = exception.getResponse();
  return typeof response === 'string' ? response : Reflect.get(response, 'message');
}

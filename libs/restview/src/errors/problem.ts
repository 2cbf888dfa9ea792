import { HttpException } from '@nestjs/common';
import type { Blocker } from './blocker.js';
import type { Mistake } from './mistake.js';
import type { ProblemDetails } from './problem-details.js';

/**
 * Start of every problem's `type`; the problem's code follows. `RestviewModule` can set another one.
 *
 * @public
 */
export const PROBLEM_TYPE_BASE = 'https://restview.dev/problems/';

/**
 * What all occurrences of one problem have in common.
 *
 * @public
 */
export interface ProblemKind {
  /** The HTTP status code of the answer. */
  readonly status: number;
  /** Stable, machine-readable kind in snake case; the end of the `type` URI. */
  readonly code: string;
  /** The kind in a few words. */
  readonly title: string;
  /** What is said when the code that throws says nothing. */
  readonly detail: string;
}

/**
 * What one occurrence of a problem may add; the second argument of every problem's constructor.
 *
 * @public
 */
export interface ProblemOptions {
  /** A code more specific than the class's own, such as `out_of_scope` on a {@link Forbidden}. */
  readonly code?: string;
  /** Replaces the class's title; give it along with `code`, since one code has one title. */
  readonly title?: string;
  /** What exactly is wrong, next to a sentence of your own. */
  readonly errors?: readonly Mistake[];
  /** The rows that stand in the way, where a row cannot be deleted: those that the caller may see, or none. */
  readonly blockers?: readonly Blocker[];
  /** Headers of the answer, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The error that led here. It is for the log and is never part of an answer. */
  readonly cause?: unknown;
}

/**
 * An answer that tells the client why its request failed.
 *
 * It is a Nest `HttpException`, so filters, interceptors and tests that know those keep working; Restview's own filter
 * sends {@link Problem.toDetails}. Throw one of the subclasses, or derive a subclass for a status they do not cover.
 * The first argument is a sentence or a list of mistakes. All that is said is shown to the client: name public
 * fields only, and put what the log needs into `cause`.
 *
 * @example
 * class PaymentRequired extends Problem {
 *   constructor(said?: string | readonly Mistake[], options?: ProblemOptions) {
 *     super({ status: 402, code: 'payment_required', title: 'Payment required', detail: 'The plan has ended.' }, said, options);
 *   }
 * }
 *
 * @public
 */
export abstract class Problem extends HttpException {
  /** Stable, machine-readable kind in snake case. */
  readonly code: string;
  /** The kind in a few words; the same for every occurrence. */
  readonly title: string;
  /** One sentence on this occurrence; also the error's `message`. */
  readonly detail: string;
  /** What exactly is wrong; absent when there is nothing more to say. */
  readonly errors?: readonly Mistake[];
  /** The rows that stand in the way of a delete; absent for any other problem. */
  readonly blockers?: readonly Blocker[];
  /** Headers of the answer; absent when there are none. */
  readonly headers?: Readonly<Record<string, string>>;

  constructor(kind: ProblemKind, said?: string | readonly Mistake[], options: ProblemOptions = {}) {
    const listed = typeof said === 'string' || said === undefined ? [] : said;
    const errors = Object.freeze([...listed, ...(options.errors ?? [])]);
    const code = options.code ?? kind.code;
    const title = options.title ?? kind.title;
    const detail = typeof said === 'string' ? said : sumUp(listed, kind.detail);
    super(
      {
        ...{ statusCode: kind.status, error: title, message: detail, code },
        ...(errors.length > 0 && { errors }),
        ...(options.blockers && { blockers: options.blockers }),
      },
      kind.status,
      { errorCode: code },
    );
    this.code = code;
    this.title = title;
    this.detail = detail;
    if (errors.length > 0) this.errors = errors;
    if (options.blockers !== undefined) this.blockers = Object.freeze([...options.blockers]);
    if (options.headers !== undefined) this.headers = Object.freeze({ ...options.headers });
    // Not enumerable, as in the language itself: a filter that sends the error as JSON must not send SQL along.
    Object.defineProperty(this, 'cause', {
      value: options.cause,
      enumerable: false,
      configurable: true,
      writable: true,
    });
  }

  /**
   * The body of the answer, as `application/problem+json` has it.
   *
   * @param instance - URN of this occurrence, with the request id that the log carries too.
   * @param typeBase - start of the `type` URI; {@link PROBLEM_TYPE_BASE} unless the application has its own pages.
   * @example
   * problem.toDetails('urn:request:7f3a').type; // 'https://restview.dev/problems/not_found'
   */
  toDetails(instance: string, typeBase: string = PROBLEM_TYPE_BASE): ProblemDetails {
    return {
      type: typeBase + this.code,
      title: this.title,
      status: this.getStatus(),
      detail: this.detail,
      code: this.code,
      instance,
      ...(this.errors && { errors: this.errors }),
      ...(this.blockers && { blockers: this.blockers }),
    };
  }
}

function sumUp(mistakes: readonly Mistake[], otherwise: string): string {
  const [first, ...more] = mistakes;
  if (first === undefined) return otherwise;
  return more.length === 0 ? first.detail : `The request has ${mistakes.length} mistakes; "errors" lists them.`;
}

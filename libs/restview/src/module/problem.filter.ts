import { randomUUID } from 'node:crypto';
import {
  type ArgumentsHost,
  Catch,
  HttpException,
  Inject,
  Injectable,
  Logger,
  NotFoundException,
} from '@nestjs/common';
import { BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';
import { PROBLEM_TYPE_BASE } from '../errors/problem.js';
import type { Problem } from '../errors/problem.js';
import type { ProblemDetails } from '../errors/problem-details.js';
import type { RestviewRequest } from '../view/caller.js';
import { methodNotAllowed, problemOf } from './problem-of.js';
import { RESTVIEW_OPTIONS, type RestviewOptions } from './restview-options.js';
import { ViewRoutes } from './view-routes.js';

/** A request id from outside is taken over when it cannot do harm in a log or a header. */
const HARMLESS_ID = /^[\w.:-]{8,128}$/;

/**
 * Answers errors as `application/problem+json` (RFC 9457).
 *
 * Serves the routes of views, unless the application asks for more; hands all other errors on to Nest. An unexpected
 * error is logged once, with the request id that its answer carries, and the answer says nothing of it.
 */
@Catch()
@Injectable()
export class ProblemFilter extends BaseExceptionFilter {
  private readonly log = new Logger('Restview');

  constructor(
    @Inject(HttpAdapterHost) private readonly adapters: HttpAdapterHost,
    @Inject(ViewRoutes) private readonly routes: ViewRoutes,
    @Inject(RESTVIEW_OPTIONS) private readonly options: RestviewOptions,
  ) {
    super();
  }

  override catch(exception: unknown, host: ArgumentsHost): void {
    if (!this.isOurs(host)) {
      super.catch(exception, host);
      return;
    }
    const { httpAdapter } = this.adapters;
    const http = host.switchToHttp();
    const request = http.getRequest<RestviewRequest>();
    const response = http.getResponse<object>();
    const problem = this.otherMethods(exception, request) ?? problemOf(exception);
    const requestId = idOf(request);
    if (problem.getStatus() >= 500) this.report(problem, exception, request, requestId);
    if (httpAdapter.isHeadersSent(response)) {
      httpAdapter.end(response);
      return;
    }
    httpAdapter.setHeader(response, 'Content-Type', 'application/problem+json');
    for (const [name, value] of Object.entries(problem.headers ?? {})) httpAdapter.setHeader(response, name, value);
    const details = problem.toDetails(`urn:request:${requestId}`, this.options.problemTypeBase ?? PROBLEM_TYPE_BASE);
    httpAdapter.reply(response, this.bodyOf(details, request), problem.getStatus());
  }

  /** As the view has it whose route the request is for. */
  private bodyOf(details: ProblemDetails, request: RestviewRequest): object {
    try {
      return this.routes.viewOf(request)?.toProblem(details) ?? details;
    } catch (error) {
      this.log.error('A view could not make the body of an error answer', error);
      return details;
    }
  }

  private isOurs(host: ArgumentsHost): boolean {
    if (host.getType() !== 'http') return false;
    return (
      this.options.problemFilter === 'global' || this.routes.has(host.switchToHttp().getRequest<RestviewRequest>())
    );
  }

  /** Nest says 404 of a path that has routes, but none of the request's method. */
  private otherMethods(exception: unknown, request: RestviewRequest): Problem | undefined {
    if (!(exception instanceof NotFoundException)) return undefined;
    const methods = this.routes.methodsInstead(request);
    return methods && methodNotAllowed(methods, exception);
  }

  private report(problem: Problem, exception: unknown, { method, url }: RestviewRequest, requestId: string): void {
    const reason = exception instanceof HttpException ? (exception.cause ?? exception) : exception;
    const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    this.log.error(`${method} ${pathOf(url)} answered ${String(problem.getStatus())} [request ${requestId}]`, text);
  }
}

function idOf({ headers }: RestviewRequest): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && HARMLESS_ID.test(given) ? given : randomUUID();
}

/** The query may carry what should not stand in a log. */
function pathOf(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

import type { ExecutionContext } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { BoundView } from './bound-view.js';
import type { RestviewCaller, RestviewRequest } from './caller.js';
import { OperationContext } from './operation-context.js';
import type { ViewContext } from './view-context.js';
import { viewOf } from './view-of.js';

/** What the views of one application share while it runs. */
export class ViewRuntime {
  private readonly bound = new Map<object, BoundView>();
  /** Where a request keeps its context: a weak map costs the collector more than the context itself. */
  private readonly context = Symbol('restview context');

  private dataSource: DataSource | undefined;

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly callerOf: (request: RestviewRequest) => RestviewCaller,
  ) {}

  /** Names the database; called once, when the application starts. */
  start(dataSource: DataSource): void {
    this.dataSource = dataSource;
  }

  bind(view: object, bound: BoundView): void {
    this.bound.set(view, bound);
  }

  /** What was compiled for all views of the application that extend `RestView`, in the order of their modules. */
  get views(): readonly BoundView[] {
    return [...this.bound.values()];
  }

  /** What was compiled for the view that a request is for. */
  boundViewOf(execution: ExecutionContext): BoundView {
    const bound = this.findBoundView(execution);
    if (bound) return bound;
    throw new ConfigurationError({
      subject: execution.getClass().name,
      problem: 'uses a parameter of views, but is no view that extends RestView.',
      remedy: 'Extend RestView and decorate the class with @View(path, { model }).',
    });
  }

  /** The same; `undefined` for a view that does not extend `RestView`. */
  findBoundView(execution: ExecutionContext): BoundView | undefined {
    return this.bound.get(execution.getClass());
  }

  /** The one context of a request. */
  contextOf(execution: ExecutionContext): ViewContext {
    const http = execution.switchToHttp();
    const request = http.getRequest<RestviewRequest & Record<symbol, ViewContext | undefined>>();
    const known = request[this.context];
    if (known) return known;
    const response = http.getResponse<object>();
    const context = new OperationContext(
      this.callerOf(request),
      request,
      this.database().manager,
      viewOf(execution)?.action ?? execution.getHandler().name,
      (name, value) => {
        this.adapterHost.httpAdapter.setHeader(response, name, value);
      },
      (name, value) => {
        this.adapterHost.httpAdapter.appendHeader(response, name, value);
      },
    );
    request[this.context] = context;
    return context;
  }

  private database(): DataSource {
    if (this.dataSource) return this.dataSource;
    throw new ConfigurationError({
      subject: 'Ctx()',
      problem: 'needs a database, and the application has no view that extends RestView.',
      remedy: 'Inject what the route needs by the constructor instead.',
    });
  }
}

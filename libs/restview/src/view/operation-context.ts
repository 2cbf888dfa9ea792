import type { EntityManager } from 'typeorm';
import type { RestviewCaller, RestviewRequest } from './caller.js';
import type { ViewContext, WriteContext } from './view-context.js';

/** The one implementation of {@link ViewContext}. */
export class OperationContext implements ViewContext {
  constructor(
    readonly caller: RestviewCaller,
    readonly request: RestviewRequest | undefined,
    readonly manager: EntityManager,
    readonly action: string,
    readonly setHeader: (name: string, value: string) => void,
    readonly appendHeader: (name: string, value: string) => void,
  ) {}
}

/** A context for a part of an operation: its own manager and action, all else as around it. */
export function contextWithin(outer: ViewContext, manager: EntityManager, action: string): ViewContext {
  return new OperationContext(outer.caller, outer.request, manager, action, ...headersOf(outer));
}

/** The one implementation of {@link WriteContext}. */
export class TransactionContext extends OperationContext implements WriteContext {
  readonly isTransactional = true;

  constructor(outer: ViewContext, manager: EntityManager, action: string) {
    super(outer.caller, outer.request, manager, action, ...headersOf(outer));
  }
}

/**
 * The same context with another manager; give it one that is bound to a transaction of yours, and writes join that.
 *
 * @example
 * await dataSource.transaction((manager) => users.handleCreate(data, withManager(ctx, manager)));
 *
 * @public
 */
export function withManager(context: ViewContext, manager: EntityManager): ViewContext {
  return contextWithin(context, manager, context.action);
}

function headersOf(outer: ViewContext): [set: ViewContext['setHeader'], append: ViewContext['appendHeader']] {
  return [
    (name, value) => {
      outer.setHeader(name, value);
    },
    (name, value) => {
      outer.appendHeader(name, value);
    },
  ];
}

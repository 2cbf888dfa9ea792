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
  ) {}
}

/** The one implementation of {@link WriteContext}. */
export class TransactionContext extends OperationContext implements WriteContext {
  readonly isTransactional = true;

  constructor(outer: ViewContext, manager: EntityManager, action: string) {
    super(outer.caller, outer.request, manager, action, (name, value) => {
      outer.setHeader(name, value);
    });
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
  return new OperationContext(context.caller, context.request, manager, context.action, (name, value) => {
    context.setHeader(name, value);
  });
}

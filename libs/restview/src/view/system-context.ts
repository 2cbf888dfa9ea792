import { EntityManager, type DataSource } from 'typeorm';
import type { RestviewCaller } from './caller.js';
import { OperationContext } from './operation-context.js';
import type { ViewContext } from './view-context.js';

/**
 * A context for work without a request: a job, a command, a test.
 *
 * Handlers called with it keep their scope, hooks and errors. With an `EntityManager` that is in a transaction, writes
 * join the transaction and the caller commits.
 *
 * @param source - where to read and write.
 * @param caller - who asks; scope and policy see it.
 * @example
 * await app.get(UserView).handleDelete(7, systemContext(dataSource, { admin: true }));
 *
 * @public
 */
export function systemContext(source: DataSource | EntityManager, caller: RestviewCaller): ViewContext {
  const manager = source instanceof EntityManager ? source : source.manager;
  return new OperationContext(caller, undefined, manager, 'system', nowhere, nowhere);
}

const nowhere = (): undefined => undefined;

import { HttpException } from '@nestjs/common';
import { Action } from '../../definition/action.js';
import { classifyDriverError, problemOfFault } from '../../errors/driver-problems.js';
import type { BoundView } from '../bound-view.js';

const OPERATIONS: Readonly<Record<string, 'insert' | 'update' | 'delete'>> = {
  [Action.CREATE]: 'insert',
  [Action.UPDATE]: 'update',
  [Action.DELETE]: 'delete',
};

/** The client's answer to an error of the database in a write of a view; any other error as it is. */
export function answerFor<Entity extends object>(error: unknown, bound: BoundView<Entity>, action: string): unknown {
  if (error instanceof HttpException) return error;
  const fault = classifyDriverError(error);
  if (!fault) return error;
  const { tableName } = bound.model.metadata;
  // A hook, or a nested write whose constraint waits for the COMMIT, may have written another table.
  const nameOf = (table: string | undefined, column?: string, constraint?: string): readonly string[] =>
    table === undefined || table === tableName ? bound.publicNames(column, constraint) : [];
  return problemOfFault(fault, nameOf, { operation: OPERATIONS[action], cause: error });
}

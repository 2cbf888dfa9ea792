import { QueryFailedError } from 'typeorm';
import { connectionFault } from './connection-errors.js';
import { readDriverError } from './driver-error.js';
import { driverFault, type DriverFault, type FaultKind } from './driver-fault.js';
import { faultAnswers } from './fault-answers.js';
import type { Mistake } from './mistake.js';
import { mysqlFault } from './mysql-errors.js';
import { postgresFault } from './postgres-errors.js';
import type { Problem } from './problem.js';
import { sqliteFault } from './sqlite-errors.js';

/**
 * Says what the database refused, from whatever TypeORM or a driver has thrown.
 *
 * Looks through `QueryFailedError` and `cause`, so an error that was wrapped on its way is still known. It says
 * nothing on whether the database should answer: an `HttpException` with such a cause is somebody's own answer.
 *
 * @returns `undefined` for everything that is no fault known here; that error stays a 500.
 * @example
 * if (classifyDriverError(error)?.retryable) return this.runAgain();
 *
 * @public
 */
export function classifyDriverError(error: unknown): DriverFault | undefined {
  const seen = new Set<object>();
  let link = error;
  let statement: string | undefined;
  while (typeof link === 'object' && link !== null && !seen.has(link)) {
    seen.add(link);
    if (link instanceof QueryFailedError) {
      statement = link.query;
      link = link.driverError;
      continue;
    }
    const driverError = readDriverError(link);
    const fault = postgresFault(driverError) ?? mysqlFault(driverError) ?? sqliteFault(driverError);
    if (fault !== undefined) return sided(fault, statement);
    // Further down a chain, a refused connection may be one to any other service.
    const broken = link === error || statement !== undefined ? connectionFault(driverError) : undefined;
    if (broken !== undefined) return broken;
    link = Reflect.get(link, 'cause');
  }
  return undefined;
}

/** The statement tells the side of a foreign key, unless it is an UPDATE, or the COMMIT of a deferred constraint. */
function sided(fault: DriverFault, statement = ''): DriverFault {
  if (fault.kind !== 'foreign_key_either') return fault;
  if (/^\s*insert\b/i.test(statement)) return driverFault('foreign_key', fault);
  return /^\s*delete\b/i.test(statement) ? driverFault('foreign_key_referenced', fault) : fault;
}

/**
 * Finds the public name of what a fault names: the wire name of a column, or a JSON Pointer (`/address/city`) where it
 * is nested. Called with each column, or without a column where the driver names the constraint only; then the answer
 * may be several names. `undefined`, or none, for everything that a client must not hear of.
 *
 * @public
 */
export type NameOf = (
  table: string | undefined,
  databaseColumn: string | undefined,
  constraint: string | undefined,
) => string | readonly string[] | undefined;

/**
 * What {@link problemOfFault} cannot read from the fault.
 *
 * @public
 */
export interface FaultContext {
  /** What the request did to the row; decides a foreign key whose side the database does not tell. */
  readonly operation?: 'insert' | 'update' | 'delete' | undefined;
  /** The error that was classified, for the log. */
  readonly cause?: unknown;
}

/**
 * Turns a fault into the answer for the client.
 *
 * Nothing of the database gets into it: no value, no SQL, no table, no constraint, and no column that `nameOf` does
 * not name.
 *
 * @example
 * const fault = classifyDriverError(error);
 * if (fault) throw problemOfFault(fault, (_table, column) => wireNames.get(column), { operation: 'insert', cause: error });
 *
 * @public
 */
export function problemOfFault(fault: DriverFault, nameOf: NameOf, context: FaultContext = {}): Problem {
  const kind = fault.kind === 'foreign_key_either' ? sideByOperation(context.operation) : fault.kind;
  const { Problem, code, title, mistake, about, otherwise } = faultAnswers[kind];
  const pointers = publicPointers(fault, nameOf);
  const fields = pointers.map((pointer) => `"${nameInSentence(pointer)}"`).join(' and ');
  const detail = about !== undefined && fields !== '' ? about(fields, pointers.length === 1) : otherwise;
  const errors = mistake === undefined ? [] : pointers.map((pointer): Mistake => ({ pointer, code: mistake, detail }));
  // The code of such a mistake says what `invalid_request` does not, even where its place is unknown.
  if (errors.length === 0 && mistake !== undefined && code === undefined) errors.push({ code: mistake, detail });
  return new Problem(detail, {
    ...(code !== undefined && { code }),
    ...(title !== undefined && { title }),
    errors,
    cause: context.cause,
  });
}

function sideByOperation(operation: FaultContext['operation']): FaultKind {
  if (operation === undefined) return 'foreign_key_either';
  return operation === 'delete' ? 'foreign_key_referenced' : 'foreign_key';
}

function publicPointers({ columns, table, constraint }: DriverFault, nameOf: NameOf): string[] {
  const byColumn = columns.flatMap((column) => nameOf(table, column, constraint) ?? []);
  const isConstraintAll = columns.length === 0 && constraint !== undefined;
  const names = isConstraintAll ? [nameOf(table, undefined, constraint) ?? []].flat() : byColumn;
  return [...new Set(names.map((name) => (name.startsWith('/') ? name : `/${escapePointer(name)}`)))];
}

// RFC 6901: "~" and "/" inside a name are written "~0" and "~1".
const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const nameInSentence = (pointer: string): string =>
  pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');

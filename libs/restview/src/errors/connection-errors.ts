import type { DriverError } from './driver-error.js';
import { driverFault, type DriverFault } from './driver-fault.js';

/** What Node and mysql2 call a connection that cannot be made or that broke. */
const codes: ReadonlySet<string | undefined> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
]);

/** The drivers have no code for these; the messages are their own and not the server's. */
const messages: ReadonlySet<string> = new Set([
  // pg
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Connection terminated',
  'Connection terminated due to connection timeout',
  'Connection terminated unexpectedly',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Cannot use a pool after calling end on the pool',
  // mysql2
  "Can't add new command when connection is in closed state",
  "Can't write in closed state",
  'Pool is closed.',
]);

/** What TypeORM says of a DataSource that is closed, or not open yet. */
const NOT_OPEN = 'Driver not Connected';

/**
 * Classifies what comes from the connection and not from the database.
 *
 * Drivers throw a plain `Error` or, for a host with several addresses, an `AggregateError`; the errors of HTTP clients
 * carry the same codes and have names of their own.
 *
 * @internal
 */
export function connectionFault({ name, code, message }: DriverError): DriverFault | undefined {
  if (name === 'TypeORMError' && message === NOT_OPEN) return driverFault('connection');
  if (name !== 'Error' && name !== 'AggregateError') return undefined;
  return codes.has(code) || messages.has(message) ? driverFault('connection') : undefined;
}

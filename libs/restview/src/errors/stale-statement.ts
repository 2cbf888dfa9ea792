import type { DriverError } from './driver-error.js';

/**
 * Whether PostgreSQL does not know a prepared statement, or knows one of that name already: what was prepared on a
 * connection is not what its server has, as behind a pooler that changes servers.
 *
 * @internal
 */
export function isLostStatement({ code }: DriverError): boolean {
  return code === '26000' || code === '42P05';
}

/**
 * Whether the columns of a prepared statement have changed since it was prepared.
 *
 * Its SQLSTATE says no more than "not supported"; the message is in the server's language, the routine is not.
 *
 * @internal
 */
export function isStalePlan({ code, routine }: DriverError): boolean {
  return code === '0A000' && routine === 'RevalidateCachedQuery';
}

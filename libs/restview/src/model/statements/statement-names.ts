import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { isLostStatement, isStalePlan } from '../../errors/stale-statement.js';
import { readDriverError } from '../../errors/driver-error.js';
import type { PostgresConnection } from './postgres-connection.js';
import type { SqlStatement } from './sql-statement.js';

/** Most statements that a connection keeps: clients choose among shapes, and each costs the server memory. */
const MOST_NAMES = 500;

/** Statements that a connection keeps; `null` for a connection that is not to keep more. */
const namesOf = new WeakMap<PostgresConnection, Set<string> | null>();

const withoutNames = new WeakSet<DataSource>();
const logger = new Logger('Restview');

/**
 * Sends the statements of a data source without names from now on, as poolers need it that hand each transaction to
 * another server connection.
 *
 * @internal
 */
export function forbidNames(dataSource: DataSource): void {
  withoutNames.add(dataSource);
}

/**
 * The name under which a connection runs a statement; `undefined` where it has to be sent whole.
 *
 * @internal
 */
export function nameOn(
  dataSource: DataSource,
  connection: PostgresConnection,
  statement: SqlStatement,
): string | undefined {
  if (withoutNames.has(dataSource)) return undefined;
  const name = statement.nextName();
  if (name === undefined) return undefined;
  let names = namesOf.get(connection);
  if (names === undefined) namesOf.set(connection, (names = new Set()));
  if (names === null) return undefined;
  if (names.has(name)) return name;
  if (names.size >= MOST_NAMES) {
    namesOf.set(connection, null);
    return undefined;
  }
  names.add(name);
  return name;
}

/**
 * Whether a connection should be closed when it is free: names cannot be taken back, so the pool has to open a new one.
 *
 * @internal
 */
export function isUsedUp(connection: PostgresConnection): boolean {
  return namesOf.get(connection) === null;
}

/**
 * Whether a named statement failed by its name alone: nothing was run then, and it can be sent without one.
 *
 * The connection gets no more names. A server that does not have what was prepared, or has what was not, is behind a
 * pooler, or somebody clears its sessions; the whole data source goes without names then.
 *
 * @internal
 */
export function failedByName(dataSource: DataSource, connection: PostgresConnection, error: object): boolean {
  const told = readDriverError(error);
  const isLost = isLostStatement(told);
  if (!isLost && !isStalePlan(told)) return false;
  namesOf.set(connection, null);
  if (isLost && !withoutNames.has(dataSource)) {
    withoutNames.add(dataSource);
    logger.warn(
      `The PostgreSQL server does not keep prepared statements apart by connection (SQLSTATE ${told.code ?? ''}), as ` +
        'behind a pooler in transaction mode; they are no longer used. RestviewModule.forRoot({ preparedStatements: ' +
        'false }) starts without them.',
    );
  }
  return true;
}

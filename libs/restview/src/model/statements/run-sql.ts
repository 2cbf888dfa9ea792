import { type DataSource, QueryFailedError, type QueryRunner } from 'typeorm';
import { classifyDriverError } from '../../errors/driver-problems.js';
import {
  isPostgresConnection,
  type PostgresAnswer,
  type PostgresConnection,
  postgresDriver,
  type PostgresDriver,
  readingConnection,
} from './postgres-connection.js';
import { runByRunner } from './run-by-runner.js';
import type { SqlStatement } from './sql-statement.js';
import type { StatementResult } from './statement-result.js';
import { listensToStatements, watchOf } from './statement-watch.js';
import { failedByName, isUsedUp, nameOn } from './statement-names.js';

/** Whether statements go to PostgreSQL without a query runner, and by name; tests and benchmarks compare both ways. */
export const leanStatements = { isOn: true };

/**
 * Runs a statement that is kept: with the connection of a query runner, which is that of its transaction, or without one
 * on a connection of the pool that reads.
 *
 * Keep the {@link SqlStatement} beside what it was made from, in a bounded cache, and hand over the values in the order of
 * its placeholders, as the driver takes them. On PostgreSQL a statement that is run again is prepared once on each
 * connection. Logger, slow queries and errors are those of TypeORM: what the database refuses is a `QueryFailedError`.
 * Where subscribers listen to queries, and on other databases, TypeORM's query runner runs it.
 *
 * @example
 * const { rows } = await runSql(dataSource, manager.queryRunner, statement, [7]);
 *
 * @internal
 */
export async function runSql(
  dataSource: DataSource,
  runner: QueryRunner | undefined,
  statement: SqlStatement,
  values: unknown[],
): Promise<StatementResult> {
  const driver = leanStatements.isOn ? postgresDriver(dataSource) : undefined;
  if (!driver || runner?.isReleased || dataSource.subscribers.some(listensToStatements)) {
    return runByRunner(dataSource, runner, statement.sql, values);
  }
  if (!runner) return runByPool(dataSource, driver, statement, values);
  const connection: unknown = await runner.connect();
  if (!isPostgresConnection(connection)) return runByRunner(dataSource, runner, statement.sql, values);
  return ask(dataSource, connection, runner, statement, values);
}

async function runByPool(
  dataSource: DataSource,
  driver: PostgresDriver,
  statement: SqlStatement,
  values: unknown[],
): Promise<StatementResult> {
  const [connection, release] = await readingConnection(dataSource, driver);
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  connection.on('error', onError);
  try {
    return await ask(dataSource, connection, undefined, statement, values);
  } catch (error) {
    // The server says so before the connection is seen to break.
    if (classifyDriverError(error)?.kind === 'connection' && isError(error)) broken ??= error;
    throw error;
  } finally {
    connection.removeListener('error', onError);
    release(broken ?? isUsedUp(connection));
  }
}

/** What TypeORM's query runner for PostgreSQL does around a statement, but for the subscribers. */
async function ask(
  dataSource: DataSource,
  connection: PostgresConnection,
  runner: QueryRunner | undefined,
  statement: SqlStatement,
  values: unknown[],
): Promise<StatementResult> {
  const { logger, options } = dataSource;
  const { sql } = statement;
  const watch = watchOf(runner);
  watch?.checkUsable();
  logger.logQuery(sql, values, runner);
  const started = Date.now();
  try {
    const answer = await answerOf(dataSource, connection, runner, statement, values);
    const took = Date.now() - started;
    const { maxQueryExecutionTime } = options;
    if (maxQueryExecutionTime && took > maxQueryExecutionTime) logger.logQuerySlow(took, sql, values, runner);
    return resultOf(answer);
  } catch (error) {
    watch?.noteFailure(error);
    if (!isError(error)) throw error;
    logger.logQueryError(error, sql, values, runner);
    throw new QueryFailedError(sql, values, error);
  }
}

async function answerOf(
  dataSource: DataSource,
  connection: PostgresConnection,
  runner: QueryRunner | undefined,
  statement: SqlStatement,
  values: unknown[],
): Promise<PostgresAnswer> {
  const text = statement.sql;
  const name = nameOn(dataSource, connection, statement);
  if (name === undefined) return connection.query({ text, values });
  try {
    return await connection.query({ name, text, values });
  } catch (error) {
    // A transaction has failed with it, and is run again as a whole.
    if (!isError(error) || !failedByName(dataSource, connection, error) || runner?.isTransactionActive) throw error;
    return connection.query({ text, values });
  }
}

function resultOf({ rows, rowCount, command }: PostgresAnswer): StatementResult {
  const affected = rowCount ?? rows.length;
  return { rows, affected, raw: command === 'UPDATE' || command === 'DELETE' ? [rows, rowCount] : rows };
}

/** Errors of Node itself are of another realm where tests run. */
function isError(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && 'message' in error;
}

import type { EntityManager, ObjectLiteral, QueryRunner } from 'typeorm';
import { ConfigurationError } from '../errors/configuration-error.js';
import { keyCondition } from './row-key.js';
import { rowPlanOf, type RawRow } from './row-plan.js';
import { runByRunner } from './statements/run-by-runner.js';
import { runSql } from './statements/run-sql.js';
import type { StatementResult } from './statements/statement-result.js';
import type { EntityMetadata } from './type-orm-metadata.js';
import type { WriteStatement } from './write-statements.js';

/** A query builder of any kind, complete. */
interface Statement {
  getQueryAndParameters(): [string, unknown[]];
}

const alias = 'restview_row';

/**
 * The connection that a manager is bound to.
 *
 * @throws {@link ConfigurationError} when the manager is bound to none.
 * @internal
 */
export function runnerOf(manager: EntityManager): QueryRunner {
  if (manager.queryRunner !== undefined) return manager.queryRunner;
  throw new ConfigurationError({
    subject: 'EntityManager',
    problem: 'a row is written with a manager that is bound to no transaction.',
    remedy: 'Write inside the bracket and with the manager of its WriteContext.',
  });
}

/**
 * Runs a query builder's statement, with a RETURNING clause where one is given.
 *
 * TypeORM adds no RETURNING on SQLite, and not for UPDATE on MariaDB; the clause is always the last of a statement, so
 * it is added here, the same way for every database.
 *
 * @internal
 */
export function runStatement(
  runner: QueryRunner,
  statement: Statement,
  returning: string | undefined,
): Promise<StatementResult> {
  const [sql, parameters] = statement.getQueryAndParameters();
  return runByRunner(
    runner.dataSource,
    runner,
    returning === undefined ? sql : `${sql} RETURNING ${returning}`,
    parameters,
  );
}

/**
 * Runs a statement that is kept, with its values.
 *
 * @internal
 */
export function runWrite(runner: QueryRunner, { statement, parameters }: WriteStatement): Promise<StatementResult> {
  return runSql(runner.dataSource, runner, statement, parameters);
}

/**
 * Reads one row by its primary key, as the driver hands it over; also when it is soft-deleted.
 *
 * @internal
 */
export async function selectRow(
  manager: EntityManager,
  metadata: EntityMetadata,
  key: readonly unknown[],
): Promise<RawRow | undefined> {
  const condition = keyCondition(metadata, key, alias);
  const query = manager.createQueryBuilder().select([]).from<ObjectLiteral>(metadata.target, alias).withDeleted();
  for (const column of rowPlanOf(metadata).columns) {
    query.addSelect(`${alias}.${column.propertyPath}`, column.databaseName);
  }
  const row: unknown = await query.where(condition.sql, condition.parameters).getRawOne();
  return isRow(row) ? row : undefined;
}

function isRow(value: unknown): value is RawRow {
  return typeof value === 'object' && value !== null;
}

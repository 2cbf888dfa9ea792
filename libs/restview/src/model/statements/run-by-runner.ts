import type { DataSource, QueryRunner } from 'typeorm';
import type { RawRow } from '../row-plan.js';
import type { StatementResult } from './statement-result.js';

/**
 * Runs SQL by the query runner that is given, or by one of its own that reads.
 *
 * @internal
 */
export async function runByRunner(
  dataSource: DataSource,
  given: QueryRunner | undefined,
  sql: string,
  values: unknown[],
): Promise<StatementResult> {
  const runner = given ?? dataSource.createQueryRunner(dataSource.defaultReplicationModeForReads());
  try {
    const result = await runner.query(sql, values, true);
    const rows: unknown[] = result.records;
    return { rows: rows.filter(isRow), affected: result.affected ?? rows.length, raw: result.raw as unknown };
  } finally {
    if (runner !== given) await runner.release();
  }
}

function isRow(value: unknown): value is RawRow {
  return typeof value === 'object' && value !== null;
}

import type { DataSource } from 'typeorm';
import { dialectOf } from '../../model/dialect.js';

const committed = new WeakSet<DataSource>();

/**
 * Asks the database once, at start, what a transaction sees there that says nothing about it.
 *
 * With READ COMMITTED each statement sees what is committed when it begins, in a transaction as outside of one. Where
 * the default is more, or the DataSource sets a level for its transactions, a write has to be one.
 */
export async function learnIsolation(dataSource: DataSource): Promise<void> {
  const { options } = dataSource;
  // CockroachDB, MariaDB and SQLite have other defaults, or one connection for everybody.
  if (options.type !== 'postgres' || dialectOf(dataSource) !== 'postgres') return;
  if (options.isolationLevel !== undefined) return;
  const [row]: readonly unknown[] = await dataSource.query(
    "SELECT current_setting('default_transaction_isolation') AS level",
  );
  const level: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, 'level') : undefined;
  if (level === 'read committed') committed.add(dataSource);
}

/** Whether the statements of a write see the same in a transaction and outside of one. */
export function readsCommitted(dataSource: DataSource): boolean {
  return committed.has(dataSource);
}

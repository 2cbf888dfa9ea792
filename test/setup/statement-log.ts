import type { DataSource, Logger } from 'typeorm';

/** One statement as it went to the driver. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * Records every SQL statement of a data source, transaction statements included, so that a test can count them.
 *
 * Every data source of `databases.ts` has one: `statementsOf(dataSource)`.
 */
export class StatementLog implements Logger {
  readonly entries: Statement[] = [];

  /** The texts of the statements, oldest first. */
  get statements(): string[] {
    return this.entries.map((entry) => entry.sql);
  }

  /** The statements that read: SELECT, and WITH … SELECT. */
  get selects(): string[] {
    return this.startingWith('SELECT', 'WITH');
  }

  get inserts(): string[] {
    return this.startingWith('INSERT');
  }

  get updates(): string[] {
    return this.startingWith('UPDATE');
  }

  get deletes(): string[] {
    return this.startingWith('DELETE');
  }

  /** START TRANSACTION, BEGIN, SAVEPOINT, RELEASE, COMMIT, ROLLBACK and SET TRANSACTION. */
  get transactions(): string[] {
    return this.startingWith(
      'START TRANSACTION',
      'BEGIN',
      'SAVEPOINT',
      'RELEASE',
      'COMMIT',
      'ROLLBACK',
      'SET TRANSACTION',
    );
  }

  /** All but the transaction statements. */
  get work(): string[] {
    const transactions = new Set(this.transactions);
    return this.statements.filter((sql) => !transactions.has(sql));
  }

  startingWith(...words: readonly string[]): string[] {
    return this.statements.filter((sql) => words.some((word) => sql.trimStart().toUpperCase().startsWith(word)));
  }

  clear(): void {
    this.entries.length = 0;
  }

  logQuery(sql: string, parameters?: unknown): void {
    this.entries.push({ sql, parameters: Array.isArray(parameters) ? [...(parameters as unknown[])] : [] });
  }

  logQueryError(): void {
    // Already recorded by logQuery, which runs before the statement.
  }

  logQuerySlow(): void {
    // Only counts matter here.
  }

  logSchemaBuild(): void {
    // Only statements matter here.
  }

  logMigration(): void {
    // Only statements matter here.
  }

  log(): void {
    // Only statements matter here.
  }
}

/** The log of a data source that was made from `databases.ts`. */
export function statementsOf(dataSource: DataSource): StatementLog {
  if (!(dataSource.logger instanceof StatementLog)) throw new Error('this data source has no statement log');
  return dataSource.logger;
}

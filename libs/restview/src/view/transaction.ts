import type { QueryRunner } from 'typeorm';
import { RowTracking } from './row-tracking.js';
import type { WriteContext } from './view-context.js';

/** Work that waits for a COMMIT. */
export type CommitWork = () => Promise<void>;

/** A transaction of ours, or a savepoint in one: its rows, and what to do once it is durable. */
export class Transaction {
  readonly rows: RowTracking;
  readonly afterCommit: CommitWork[] = [];

  constructor(
    readonly runner: QueryRunner,
    readonly outer?: Transaction,
  ) {
    this.rows = new RowTracking(outer?.rows);
  }
}

const transactions = new WeakMap<object, Transaction>();

/** Ties a write context to its transaction. */
export function enterTransaction(context: WriteContext, transaction: Transaction): void {
  transactions.set(context, transaction);
}

/** The transaction of a context; `undefined` for one that no write bracket made. */
export function transactionOf(context: object): Transaction | undefined {
  return transactions.get(context);
}

const current = new WeakMap<QueryRunner, Transaction>();

/** The innermost bracket that now runs on a query runner. */
export function currentTransaction(runner: QueryRunner): Transaction | undefined {
  return current.get(runner);
}

/** Runs a bracket's work as the innermost one of its query runner. */
export async function asCurrent<Result>(transaction: Transaction, work: () => Promise<Result>): Promise<Result> {
  current.set(transaction.runner, transaction);
  try {
    return await work();
  } finally {
    if (transaction.outer) current.set(transaction.runner, transaction.outer);
    else current.delete(transaction.runner);
  }
}

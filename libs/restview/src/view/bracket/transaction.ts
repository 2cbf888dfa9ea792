import type { QueryRunner } from 'typeorm';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { classifyDriverError } from '../../errors/driver-problems.js';
import { watchStatements } from '../../model/statements/statement-watch.js';
import { RowTracking } from './row-tracking.js';
import type { ViewContext, WriteContext } from '../view-context.js';

/** Work that waits for a COMMIT. */
export type CommitWork = () => Promise<void>;

/** A transaction of ours, or a savepoint in one: its rows, and what to do once it is durable. */
export class Transaction {
  readonly rows: RowTracking;
  readonly afterCommit: CommitWork[] = [];
  /** Committed or rolled back: nothing can be added any more. */
  isOver = false;
  private conflict: { readonly error: unknown } | undefined;

  constructor(
    readonly runner: QueryRunner,
    /** The context around the outermost bracket: what is usable after the COMMIT. */
    readonly outside: ViewContext,
    readonly outer?: Transaction,
  ) {
    this.rows = new RowTracking(outer?.rows);
  }

  /**
   * Learns of a statement that failed. After a deadlock or a serialization failure the whole transaction is lost: on
   * MySQL it is already rolled back, and what followed would be committed statement by statement.
   */
  noteFailure(error: unknown): void {
    const kind = classifyDriverError(error)?.kind;
    if (kind === 'deadlock' || kind === 'serialization') this.root.conflict ??= { error };
  }

  /** Throws when the transaction is lost, also after somebody has caught the error of the statement. */
  checkUsable(): void {
    const { conflict } = this.root;
    if (conflict) throw conflict.error;
  }

  private get root(): Transaction {
    return this.outer ? this.outer.root : this;
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

/** The transaction that a write context belongs to. */
export function transactionFor(context: WriteContext, view: string, method: string): Transaction {
  const transaction = transactionOf(context);
  if (transaction) return transaction;
  throw new ConfigurationError({
    subject: `${view}: ${method}`,
    problem: 'was called outside a write, so there is no transaction for it.',
    remedy: 'Call it within writeAction(), or use handleCreate, handleUpdate or handleDelete, which open one.',
  });
}

/**
 * What the transaction of a write context knows of its rows.
 *
 * @throws {@link ConfigurationError} outside a write.
 */
export function rowsOf(context: WriteContext): RowTracking {
  return transactionFor(context, 'RestView', 'saveObject or deleteObject').rows;
}

const current = new WeakMap<QueryRunner, Transaction>();

/** The innermost bracket that now runs on a query runner. */
export function currentTransaction(runner: QueryRunner): Transaction | undefined {
  return current.get(runner);
}

/** Runs a bracket's work as the innermost one of its query runner. */
export async function asCurrent<Result>(transaction: Transaction, work: () => Promise<Result>): Promise<Result> {
  enter(transaction.runner, transaction);
  try {
    return await work();
  } finally {
    enter(transaction.runner, transaction.outer);
  }
}

function enter(runner: QueryRunner, transaction: Transaction | undefined): void {
  if (transaction) current.set(runner, transaction);
  else current.delete(runner);
  watchStatements(runner, transaction);
}

import type {
  DataSource,
  EntitySubscriberInterface,
  InsertEvent,
  QueryRunner,
  RemoveEvent,
  TransactionCommitEvent,
  TransactionRollbackEvent,
  TransactionStartEvent,
  UpdateEvent,
} from 'typeorm';
import { type CommitWork, currentTransaction } from './transaction.js';

/** Work that waits on a transaction which somebody else opened and will commit. */
interface WaitingWork {
  /** How many transactions and savepoints enclose the work, counted from the first one that waited. */
  level: number;
  readonly entries: { readonly work: CommitWork; level: number }[];
}

/**
 * Learns from TypeORM what happens in a transaction beside our own statements.
 *
 * Two things: rows that a verb writes by TypeORM's `save()` are known as stored; and work after a commit waits for the
 * real one when a write joined a transaction that is not ours. TypeORM reports savepoints as commits too.
 */
class TransactionSubscriber implements EntitySubscriberInterface {
  private readonly waiting = new WeakMap<QueryRunner, WaitingWork>();

  whenCommitted(runner: QueryRunner, work: readonly CommitWork[]): void {
    const waiting = this.waiting.get(runner) ?? { level: 0, entries: [] };
    this.waiting.set(runner, waiting);
    for (const one of work) waiting.entries.push({ work: one, level: waiting.level });
  }

  afterInsert({ queryRunner, entity }: InsertEvent<object>): void {
    currentTransaction(queryRunner)?.rows.refresh(entity);
  }

  afterUpdate({ queryRunner, entity }: UpdateEvent<object>): void {
    if (entity) currentTransaction(queryRunner)?.rows.refresh(entity);
  }

  afterRemove({ queryRunner, entity }: RemoveEvent<object>): void {
    if (entity) currentTransaction(queryRunner)?.rows.forget(entity);
  }

  afterTransactionStart({ queryRunner }: TransactionStartEvent): void {
    const waiting = this.waiting.get(queryRunner);
    if (waiting) waiting.level += 1;
  }

  async afterTransactionCommit({ queryRunner }: TransactionCommitEvent): Promise<void> {
    const waiting = this.waiting.get(queryRunner);
    if (!waiting) return;
    if (queryRunner.isTransactionActive) {
      waiting.level -= 1;
      for (const entry of waiting.entries) entry.level = Math.min(entry.level, waiting.level);
      return;
    }
    this.waiting.delete(queryRunner);
    for (const { work } of waiting.entries) await work();
  }

  afterTransactionRollback({ queryRunner }: TransactionRollbackEvent): void {
    const waiting = this.waiting.get(queryRunner);
    if (!waiting) return;
    if (!queryRunner.isTransactionActive) {
      this.waiting.delete(queryRunner);
      return;
    }
    waiting.level -= 1;
    const kept = waiting.entries.filter(({ level }) => level <= waiting.level);
    waiting.entries.splice(0, waiting.entries.length, ...kept);
  }
}

const subscribers = new WeakMap<DataSource, TransactionSubscriber>();

/** Makes sure that our subscriber hears of a DataSource's transactions. */
export function subscriberOf(dataSource: DataSource): TransactionSubscriber {
  const known = subscribers.get(dataSource);
  if (known) return known;
  const subscriber = new TransactionSubscriber();
  dataSource.subscribers.push(subscriber);
  subscribers.set(dataSource, subscriber);
  return subscriber;
}

import type {
  AfterQueryEvent,
  BeforeQueryEvent,
  DataSource,
  EntityMetadata,
  EntitySubscriberInterface,
  InsertEvent,
  QueryRunner,
  RecoverEvent,
  RemoveEvent,
  SoftRemoveEvent,
  TransactionCommitEvent,
  TransactionRollbackEvent,
  TransactionStartEvent,
  UpdateEvent,
} from 'typeorm';
import { standsInForWatches } from '../../model/statements/statement-watch.js';
import { type CommitWork, currentTransaction } from './transaction.js';

/** Work that waits on a transaction which somebody else opened and will commit. */
interface WaitingWork {
  /** How many transactions and savepoints enclose the work, counted from the first one that waited. */
  level: number;
  readonly entries: { readonly work: CommitWork; level: number }[];
}

/** What the events about one row have in common. */
interface RowEvent {
  readonly queryRunner: QueryRunner;
  readonly metadata: EntityMetadata;
  readonly entity?: object | undefined;
}

/**
 * Learns from TypeORM what happens in a transaction beside our own statements.
 *
 * Three things: rows that a verb writes by TypeORM's `save()` are known as stored; a transaction that met a deadlock
 * takes no more statements; and work after a commit waits for the real one when a write joined a transaction that is not
 * ours. TypeORM reports savepoints as commits too.
 */
export class TransactionSubscriber implements EntitySubscriberInterface {
  private readonly waiting = new WeakMap<QueryRunner, WaitingWork>();

  whenCommitted(runner: QueryRunner, work: readonly CommitWork[]): void {
    const waiting = this.waiting.get(runner) ?? { level: 0, entries: [] };
    this.waiting.set(runner, waiting);
    for (const one of work) waiting.entries.push({ work: one, level: waiting.level });
  }

  afterInsert(event: InsertEvent<object>): void {
    noteWritten(event);
  }

  afterUpdate(event: UpdateEvent<object>): void {
    noteWritten(event);
  }

  afterSoftRemove(event: SoftRemoveEvent<object>): void {
    noteWritten(event);
  }

  afterRecover(event: RecoverEvent<object>): void {
    noteWritten(event);
  }

  afterRemove({ queryRunner, entity }: RemoveEvent<object>): void {
    if (entity) currentTransaction(queryRunner)?.rows.forget(entity);
  }

  beforeQuery({ queryRunner, query }: BeforeQueryEvent): void {
    if (!/^\s*ROLLBACK\b/i.test(query)) currentTransaction(queryRunner)?.checkUsable();
  }

  afterQuery({ queryRunner, success, error }: AfterQueryEvent): void {
    if (!success) currentTransaction(queryRunner)?.noteFailure(error);
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

function noteWritten({ queryRunner, metadata, entity }: RowEvent): void {
  const rows = currentTransaction(queryRunner)?.rows;
  const { target } = metadata;
  if (!rows || typeof target !== 'function') return;
  if (entity instanceof target) rows.noteWritten({ metadata }, entity);
  else rows.noteWrittenAll(target);
}

const subscribers = new WeakMap<DataSource, TransactionSubscriber>();

/** Makes sure that our subscriber hears of a DataSource's transactions. */
export function subscriberOf(dataSource: DataSource): TransactionSubscriber {
  const subscriber = subscribers.get(dataSource) ?? new TransactionSubscriber();
  subscribers.set(dataSource, subscriber);
  standsInForWatches(subscriber);
  // A DataSource that is initialized again has a new list.
  if (!dataSource.subscribers.includes(subscriber)) dataSource.subscribers.push(subscriber);
  return subscriber;
}

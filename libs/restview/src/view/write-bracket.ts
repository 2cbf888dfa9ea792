import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { classifyDriverError } from '../errors/driver-problems.js';
import type { Change, Snapshot } from './change.js';
import { TransactionContext } from './operation-context.js';
import { asCurrent, enterTransaction, Transaction, transactionOf } from './transaction.js';
import { inTurn } from './transaction-gate.js';
import { subscriberOf } from './transaction-subscriber.js';
import type { ViewContext, WriteContext } from './view-context.js';

/** What the bracket needs of the view whose write it encloses. */
export interface BracketHost<Entity extends object> {
  readonly name: string;
  readonly dataSource: DataSource;
  /** Times that a whole bracket is run before a conflict with other transactions is reported. */
  readonly writeAttempts: number;
  authorize(action: string, entity: Entity | undefined, context: ViewContext): unknown;
  snapshot(entity: Entity, context: WriteContext): Snapshot<Entity>;
  /** Stores what changed on a row since it was loaded or written; `true` when there was something to store. */
  storeChanges(entity: Entity, context: WriteContext): Promise<boolean>;
  /** Refuses a row that a write has put where the caller may not see it. */
  checkScope(entity: Entity, context: WriteContext): Promise<void>;
  beforeCommit(action: string, change: Change<Entity>, context: WriteContext): unknown;
  afterCommit(action: string, change: Change<Entity>, context: ViewContext): unknown;
  /** The client's answer to an error of the database; any other error as it is. */
  translate(error: unknown, action: string): unknown;
}

/** One write: on what, and what to do. */
export interface BracketedWrite<Entity extends object, Result> {
  readonly action: string;
  /** Finds the row; run again when the bracket is. Absent for a write that makes its row or has none. */
  readonly load?: (context: WriteContext) => Promise<Entity>;
  /** The write itself. */
  readonly body: (context: WriteContext, entity: Entity | undefined) => Result | Promise<Result>;
  /** The row that was written, by what the body returned. */
  readonly written: (returned: Result, entity: Entity | undefined) => Entity | null;
}

/** What a bracket gives back. */
export interface BracketOutcome<Entity extends object, Result> {
  readonly returned: Result;
  readonly entity: Entity | null;
}

const logger = new Logger('Restview');

/**
 * Runs a write: load → authorize → snapshot → body → `beforeCommit` → COMMIT → `afterCommit`.
 *
 * Any throw before the COMMIT leaves nothing behind. Within a write it is a savepoint of that write's transaction, and
 * `afterCommit` waits for the outermost COMMIT. On its own it is a transaction, which is run again from its load when
 * the database reports a conflict with other transactions.
 */
export async function runWriteBracket<Entity extends object, Result>(
  host: BracketHost<Entity>,
  write: BracketedWrite<Entity, Result>,
  context: ViewContext,
): Promise<BracketOutcome<Entity, Result>> {
  const outer = transactionOf(context);
  const joined = outer?.runner ?? context.manager.queryRunner;
  subscriberOf(host.dataSource);
  if (joined?.isTransactionActive) {
    const nested = new Transaction(joined, outer);
    const outcome = await attempt(host, write, context, nested);
    if (outer) {
      outer.rows.adopt(nested.rows);
      outer.afterCommit.push(...nested.afterCommit);
    } else {
      subscriberOf(host.dataSource).whenCommitted(joined, nested.afterCommit);
    }
    return outcome;
  }
  const [transaction, outcome] = await inTurn(host.dataSource, () => untilItFits(host, write, context));
  for (const work of transaction.afterCommit) await work();
  return outcome;
}

/** Runs the bracket in a transaction of its own, again while the database asks for it. */
async function untilItFits<Entity extends object, Result>(
  host: BracketHost<Entity>,
  write: BracketedWrite<Entity, Result>,
  context: ViewContext,
): Promise<[Transaction, BracketOutcome<Entity, Result>]> {
  for (let attempts = 1; ; attempts += 1) {
    const transaction = new Transaction(host.dataSource.createQueryRunner());
    try {
      return [transaction, await attempt(host, write, context, transaction)];
    } catch (error) {
      if (attempts >= host.writeAttempts || !classifyDriverError(error)?.retryable) throw error;
      logger.debug(`${host.name}: ${write.action} met another transaction; attempt ${String(attempts + 1)}`);
      await pause(attempts);
    } finally {
      await transaction.runner.release();
    }
  }
}

async function attempt<Entity extends object, Result>(
  host: BracketHost<Entity>,
  write: BracketedWrite<Entity, Result>,
  outerContext: ViewContext,
  transaction: Transaction,
): Promise<BracketOutcome<Entity, Result>> {
  const { runner } = transaction;
  const context = new TransactionContext(outerContext, runner.manager, write.action);
  enterTransaction(context, transaction);
  await runner.startTransaction();
  try {
    const outcome = await asCurrent(transaction, () => perform(host, write, context, outerContext, transaction));
    await runner.commitTransaction();
    return outcome;
  } catch (error) {
    await rollBack(transaction, host.name);
    throw host.translate(error, write.action);
  }
}

async function perform<Entity extends object, Result>(
  host: BracketHost<Entity>,
  { action, load, body, written }: BracketedWrite<Entity, Result>,
  context: WriteContext,
  outerContext: ViewContext,
  transaction: Transaction,
): Promise<BracketOutcome<Entity, Result>> {
  const loaded = await load?.(context);
  await host.authorize(action, loaded, context);
  const old = loaded ? host.snapshot(loaded, context) : null;

  const returned = await body(context, loaded);
  const entity = written(returned, loaded);
  const change: Change<Entity> = { entity, old };
  if (entity) {
    await host.storeChanges(entity, context);
    await host.checkScope(entity, context);
  }
  await host.beforeCommit(action, change, context);
  if (entity && (await host.storeChanges(entity, context))) await host.checkScope(entity, context);

  transaction.afterCommit.push(async () => {
    try {
      await host.afterCommit(action, change, outerContext);
    } catch (error) {
      logger.error(`${host.name}: afterCommit of "${action}" failed; the write is stored`, stackOf(error));
    }
  });
  return { returned, entity };
}

async function rollBack({ runner }: Transaction, name: string): Promise<void> {
  if (!runner.isTransactionActive) return;
  try {
    await runner.rollbackTransaction();
  } catch (error) {
    // The connection is gone, and the transaction with it; the error that led here is the one to report.
    logger.warn(`${name}: ROLLBACK failed: ${stackOf(error)}`);
  }
}

/** Waits longer from attempt to attempt, and never as long as the one that it met. */
function pause(attempts: number): Promise<void> {
  const longest = 10 * 2 ** attempts;
  return new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

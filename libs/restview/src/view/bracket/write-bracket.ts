import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Change, Snapshot } from '../change.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { announceCommit } from './announce-commit.js';
import { guardSaves } from './guard-saves.js';
import { contextWithin, TransactionContext } from '../operation-context.js';
import { asCurrent, currentTransaction, enterTransaction, Transaction, transactionOf } from './transaction.js';
import { inTurn, inTurnOnOneConnection } from './transaction-gate.js';
import { subscriberOf } from './transaction-subscriber.js';
import { untilItFits } from './until-it-fits.js';
import type { ViewContext, WriteContext } from '../view-context.js';

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
  /** The row that is written is made by the body, whatever was loaded. */
  readonly makesRow?: boolean;
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
  subscriberOf(host.dataSource);
  const given = transactionOf(context);
  if (given?.isOver) throw writeIsOver(host.name, write.action);
  const runner = context.manager.queryRunner;
  if (runner?.isTransactionActive) {
    const outer = given ?? currentTransaction(runner);
    return inTurn(outer ?? runner, () =>
      join(host, write, context, new Transaction(runner, outer?.outside ?? context, outer)),
    );
  }
  const [transaction, outcome] = await inTurnOnOneConnection(host.dataSource, () =>
    inTransaction(host, write, context),
  );
  for (const work of transaction.afterCommit) await work();
  return outcome;
}

/** Runs the bracket as a savepoint of a transaction that is open already: of another bracket, or of the caller. */
async function join<Entity extends object, Result>(
  host: BracketHost<Entity>,
  write: BracketedWrite<Entity, Result>,
  context: ViewContext,
  nested: Transaction,
): Promise<BracketOutcome<Entity, Result>> {
  const outcome = await attempt(host, write, context, nested);
  if (nested.outer) {
    nested.outer.rows.adopt(nested.rows);
    nested.outer.afterCommit.push(...nested.afterCommit);
  } else {
    subscriberOf(host.dataSource).whenCommitted(nested.runner, nested.afterCommit);
  }
  return outcome;
}

/** Runs the bracket in a transaction of its own, again while the database asks for it. */
function inTransaction<Entity extends object, Result>(
  host: BracketHost<Entity>,
  write: BracketedWrite<Entity, Result>,
  context: ViewContext,
): Promise<[Transaction, BracketOutcome<Entity, Result>]> {
  return untilItFits(host, write.action, async () => {
    const transaction = new Transaction(host.dataSource.createQueryRunner(), context);
    try {
      return [transaction, await attempt(host, write, context, transaction)];
    } finally {
      await transaction.runner.release();
    }
  });
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
  guardSaves(runner.manager);
  await runner.startTransaction();
  try {
    const outcome = await asCurrent(transaction, () => perform(host, write, context, outerContext, transaction));
    transaction.checkUsable();
    await runner.commitTransaction();
    return outcome;
  } catch (error) {
    await rollBack(transaction, host.name);
    transaction.rows.undo();
    throw host.translate(error, write.action);
  } finally {
    transaction.isOver = true;
  }
}

async function perform<Entity extends object, Result>(
  host: BracketHost<Entity>,
  { action, load, makesRow = false, body, written }: BracketedWrite<Entity, Result>,
  context: WriteContext,
  outerContext: ViewContext,
  transaction: Transaction,
): Promise<BracketOutcome<Entity, Result>> {
  const loaded = await load?.(context);
  await host.authorize(action, loaded, context);
  const old = loaded ? host.snapshot(loaded, context) : null;

  const returned = await body(context, loaded);
  const entity = written(returned, loaded);
  const change: Change<Entity> = { entity, old: makesRow ? null : old };
  if (entity) {
    await host.storeChanges(entity, context);
    await host.checkScope(entity, context);
  }
  await host.beforeCommit(action, change, context);
  if (entity && (await host.storeChanges(entity, context))) await host.checkScope(entity, context);

  // As the write was called, but with a manager that outlives the transaction.
  const durable = contextWithin(outerContext, transaction.outside.manager, action);
  transaction.afterCommit.push(() =>
    announceCommit(host.name, action, () => host.afterCommit(action, change, durable)),
  );
  return { returned, entity };
}

function writeIsOver(view: string, action: string): ConfigurationError {
  return new ConfigurationError({
    subject: `${view}: ${action}`,
    problem: 'was called with the context of a write that is over.',
    remedy: 'Pass the context that the calling method itself was given, and await every write within its bracket.',
  });
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

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

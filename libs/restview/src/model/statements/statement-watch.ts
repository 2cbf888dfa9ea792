import type { EntitySubscriberInterface, QueryRunner } from 'typeorm';

/** Who has a say in the statements of one query runner, such as its transaction. */
export interface StatementWatch {
  /** Throws when no statement may follow. */
  checkUsable(): void;
  /** Learns of a statement that failed. */
  noteFailure(error: unknown): void;
}

const watches = new WeakMap<QueryRunner, StatementWatch>();
const standIns = new WeakSet<EntitySubscriberInterface>();

/**
 * Puts a watch on the statements of a query runner, or takes it off.
 *
 * @internal
 */
export function watchStatements(runner: QueryRunner, watch: StatementWatch | undefined): void {
  if (watch) watches.set(runner, watch);
  else watches.delete(runner);
}

/**
 * The watch on a query runner.
 *
 * @internal
 */
export function watchOf(runner: QueryRunner | undefined): StatementWatch | undefined {
  return runner && watches.get(runner);
}

/**
 * Says of a subscriber that it hears of TypeORM's statements what watches are told of ours, so that it need not be asked.
 *
 * @internal
 */
export function standsInForWatches(subscriber: EntitySubscriberInterface): void {
  standIns.add(subscriber);
}

/**
 * Whether a subscriber has to be told of each statement.
 *
 * @internal
 */
export function listensToStatements(subscriber: EntitySubscriberInterface): boolean {
  return ('beforeQuery' in subscriber || 'afterQuery' in subscriber) && !standIns.has(subscriber);
}

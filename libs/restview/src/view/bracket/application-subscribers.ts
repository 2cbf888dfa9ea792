import type { DataSource, EntitySubscriberInterface } from 'typeorm';
import { listensTo } from '../../model/listens-to.js';
import type { EntityMetadata } from '../../model/type-orm-metadata.js';
import { TransactionSubscriber } from './transaction-subscriber.js';

/** What a subscriber is told of transactions and statements, whatever entity they are about. */
const OF_TRANSACTIONS = [
  'beforeQuery',
  'afterQuery',
  'beforeTransactionStart',
  'afterTransactionStart',
  'beforeTransactionCommit',
  'afterTransactionCommit',
  'beforeTransactionRollback',
  'afterTransactionRollback',
] as const satisfies readonly (keyof EntitySubscriberInterface)[];

interface Heard {
  readonly subscribers: readonly EntitySubscriberInterface[];
  readonly count: number;
  readonly answer: boolean;
}

const known = new WeakMap<EntityMetadata, Heard>();

/**
 * Whether a subscriber of the application is told of a write on an entity's rows, or of transactions: it may use the
 * manager that it is given, and has the transaction for that.
 */
export function isSubscribed({ subscribers }: DataSource, metadata: EntityMetadata): boolean {
  const before = known.get(metadata);
  // An application may add subscribers at any time.
  if (before?.subscribers === subscribers && before.count === subscribers.length) return before.answer;
  const answer = subscribers.some((subscriber) => concerns(subscriber, metadata));
  known.set(metadata, { subscribers, count: subscribers.length, answer });
  return answer;
}

function concerns(subscriber: EntitySubscriberInterface, metadata: EntityMetadata): boolean {
  if (subscriber instanceof TransactionSubscriber) return false;
  return OF_TRANSACTIONS.some((method) => subscriber[method] !== undefined) || listensTo(subscriber, metadata);
}

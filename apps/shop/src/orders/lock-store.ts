import type { EntityManager } from 'typeorm';
import { Store } from '../entities/store.js';

/** Makes the writes of a store that ask for it come one after the other, until the end of the transaction. */
export async function lockStore(id: number, manager: EntityManager): Promise<void> {
  // A statement that changes nothing locks the row on every database; SQLite has no SELECT … FOR UPDATE.
  await manager.update(Store, { id }, { lastOrderNumber: () => '"lastOrderNumber"' });
}

import type { EntityManager } from 'typeorm';
import { Store } from '../entities/store.js';

/**
 * Counts the orders of a store up: no number twice, and none left out, since a write that fails gives its number back.
 *
 * The UPDATE locks the row of the store, so that orders which begin at the same moment wait for each other here.
 */
export async function nextOrderNumber(storeId: number, manager: EntityManager): Promise<number> {
  await manager.increment(Store, { id: storeId }, 'lastOrderNumber', 1);
  const { lastOrderNumber } = await manager.findOneOrFail(Store, {
    where: { id: storeId },
    select: { id: true, lastOrderNumber: true },
  });
  return lastOrderNumber;
}

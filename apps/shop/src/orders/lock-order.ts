import type { WriteContext } from 'nestjs-restview';
import { Order, type OrderStatus } from '../entities/order.js';

/** Locks a loaded order until the end of the transaction, and says in which state it is, now that nobody can move it. */
export async function lockOrder({ id }: Order, { manager }: WriteContext): Promise<OrderStatus> {
  // A statement that changes nothing locks the row on every database; SQLite has no SELECT … FOR UPDATE.
  await manager
    .createQueryBuilder()
    .update(Order)
    .set({ status: () => '"status"', updatedAt: () => '"updatedAt"' })
    .where({ id })
    .execute();
  const { status } = await manager.findOneOrFail(Order, { where: { id }, select: { id: true, status: true } });
  return status;
}

import type { EntityManager } from 'typeorm';
import type { FieldChanges } from '../audit/field-changes.js';
import { AuditEntry } from '../entities/audit-entry.js';
import { Order, type OrderStatus } from '../entities/order.js';
import { OrderLine } from '../entities/order-line.js';
import { centsOf, decimalOf } from '../orders/money.js';
import { insertRows } from './insert-rows.js';
import { type Random } from './random.js';
import type { SeededProduct } from './seed-catalogue.js';
import { clerkOf } from './seed-people.js';
import type { SeedSizes } from './seed-sizes.js';
import { NOTES } from './words.js';

const DAY = 24 * 60 * 60 * 1000;

type SeededOrder = Omit<Order, 'store' | 'customer' | 'lines'>;
type SeededLine = Omit<OrderLine, 'store' | 'order' | 'product'>;

/** Orders of the last year, with their lines; those of each store in the order of their numbers. */
export async function seedOrders(
  { stores, customers, orders, today }: SeedSizes,
  random: Random,
  products: readonly SeededProduct[],
  manager: EntityManager,
): Promise<void> {
  const made: SeededOrder[] = [];
  const lines: SeededLine[] = [];
  for (let storeId = 1; storeId <= stores; storeId += 1) {
    const sold = products.filter((product) => product.storeId === storeId);
    const own = Math.floor((orders + stores - storeId) / stores);
    const buyers = Math.floor((customers + stores - storeId) / stores);
    for (let number = 1; number <= own; number += 1) {
      const age = 365 * (1 - (number - random.next()) / own);
      const createdAt = new Date(Math.floor((today.getTime() - age * DAY) / 1000) * 1000);
      const order = {
        ...{ id: made.length + 1, storeId, number, customerId: storeId + stores * random.between(0, buyers - 1) },
        ...{
          status: statusAt(age, random),
          total: '0.00',
          note: random.chance(0.08) ? `${random.pick(NOTES)}.` : null,
        },
        ...{ placedAt: null, createdAt, updatedAt: createdAt },
      };
      const ordered = linesOf(order, sold, lines.length + 1, random);
      lines.push(...ordered);
      made.push({
        ...order,
        total: decimalOf(ordered.reduce((sum, { amount }) => sum + centsOf(amount), 0n)),
        placedAt: order.status === 'draft' ? null : createdAt,
      });
    }
  }
  await insertRows(manager, Order, made);
  await insertRows(manager, OrderLine, lines);
  await insertRows(
    manager,
    AuditEntry,
    made.filter(({ placedAt, number }) => placedAt && number % 50 === 0).map(placing),
  );
}

/** The trail of an order that the clerk of its store has placed. */
function placing({ id: rowId, storeId, createdAt }: SeededOrder, index: number): Omit<AuditEntry, 'store'> {
  const { id: staffId, name: staffName } = clerkOf(storeId);
  const changes: FieldChanges = { status: ['draft', 'placed'], placedAt: [null, createdAt] };
  return { id: index + 1, storeId, action: 'place', resource: 'orders', rowId, staffId, staffName, changes, createdAt };
}

/** Old orders have arrived, young ones are on their way. */
function statusAt(age: number, random: Random): OrderStatus {
  if (age > 14) return random.weighted<OrderStatus>({ delivered: 93, cancelled: 6, draft: 1 });
  if (age > 6) return random.weighted<OrderStatus>({ delivered: 45, shipped: 48, cancelled: 7 });
  if (age > 2) return random.weighted<OrderStatus>({ shipped: 45, paid: 43, placed: 6, cancelled: 6 });
  return random.weighted<OrderStatus>({ paid: 35, placed: 50, draft: 15 });
}

/** Up to five products, 2.4 on average; the first ones of a store sell best. */
function linesOf(
  { id: orderId, storeId }: Pick<Order, 'id' | 'storeId'>,
  products: readonly SeededProduct[],
  firstId: number,
  random: Random,
): SeededLine[] {
  const count = Number(random.weighted({ '1': 30, '2': 30, '3': 20, '4': 10, '5': 10 }));
  const chosen = new Set<SeededProduct>();
  for (let tries = 0; tries < count * 3 && chosen.size < count; tries += 1) {
    const product = products[Math.floor(products.length * random.next() ** 1.6)];
    if (product) chosen.add(product);
  }
  return [...chosen].map(({ id: productId, price: unitPrice }, index) => {
    const quantity = random.chance(0.7) ? 1 : random.between(2, 6);
    const amount = decimalOf(centsOf(unitPrice) * BigInt(quantity));
    return { id: firstId + index, storeId, orderId, productId, quantity, unitPrice, amount };
  });
}

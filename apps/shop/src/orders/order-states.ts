import { Conflict } from 'nestjs-restview';
import type { Order, OrderStatus } from '../entities/order.js';

/** From which states an order goes to this one. */
const COMES_FROM = {
  placed: ['draft'],
  paid: ['placed'],
  shipped: ['paid'],
  delivered: ['shipped'],
  cancelled: ['draft', 'placed', 'paid'],
} satisfies Partial<Record<OrderStatus, readonly OrderStatus[]>>;

/** @throws {@link Conflict} `wrong_state` when the order is not where this state is reached from. */
export function moveOrder(order: Order, to: keyof typeof COMES_FROM): void {
  const from: readonly OrderStatus[] = COMES_FROM[to];
  if (!from.includes(order.status)) {
    throw wrongState(`An order that is ${order.status} cannot become ${to}.`);
  }
  order.status = to;
}

/** @throws {@link Conflict} `wrong_state` for an order that is not a draft any more. */
export function expectDraft(status: OrderStatus, what: string): void {
  if (status !== 'draft') throw wrongState(`This order is ${status}: ${what} only while it is a draft.`);
}

function wrongState(detail: string): Conflict {
  return new Conflict(detail, { code: 'wrong_state', title: 'Wrong state' });
}

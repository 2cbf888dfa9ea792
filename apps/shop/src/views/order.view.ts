import { Inject } from '@nestjs/common';
import {
  Action,
  type Change,
  Conflict,
  type CreateOf,
  InstanceAction,
  type Snapshot,
  type UpdateOf,
  View,
  type WriteContext,
} from 'nestjs-restview';
import type { EntityMetadata } from 'typeorm';
import type { FieldChanges } from '../audit/field-changes.js';
import { Order } from '../entities/order.js';
import { OrderLine } from '../entities/order-line.js';
import { expectStorable } from '../orders/expect-storable.js';
import { changesLines, linesInWords } from '../orders/line-changes.js';
import { lockOrder } from '../orders/lock-order.js';
import { sumOf } from '../orders/money.js';
import { nextOrderNumber } from '../orders/next-order-number.js';
import { expectDraft, moveOrder } from '../orders/order-states.js';
import { returnStock, takeStock } from '../orders/stock.js';
import { OrderRead } from '../schemas/order.js';
import { CLOCK, type Clock } from '../shop-options.js';
import { SALES } from './rights.js';
import { ShopView } from './shop-view.js';

const problems = { 409: 'The order is in another state, or there is not enough in stock.' };

@View('orders', {
  model: Order,
  schema: OrderRead,
  searchFields: ['customer.name', 'note'],
  defaultSort: '-number',
  problemCodes: ['wrong_state', 'no_lines', 'out_of_stock', 'not_for_sale'],
})
export class OrderView extends ShopView<Order, OrderRead> {
  protected override readonly rights = SALES;

  constructor(@Inject(CLOCK) private readonly now: Clock) {
    super();
  }

  // draft → placed → paid → shipped → delivered; cancelled until it is shipped. The row is locked: of two requests at the
  // same time, the second one finds the order where the first one has put it.

  @InstanceAction('place', { lock: true, problems })
  async place(order: Order, { manager }: WriteContext): Promise<void> {
    moveOrder(order, 'placed');
    if (order.lines.length === 0) {
      throw new Conflict('An order without lines cannot be placed.', { code: 'no_lines', title: 'No lines' });
    }
    await takeStock(order.lines, manager);
    order.placedAt = this.now();
  }

  @InstanceAction('pay', { lock: true, problems })
  pay(order: Order): void {
    moveOrder(order, 'paid');
  }

  @InstanceAction('ship', { lock: true, problems })
  ship(order: Order): void {
    moveOrder(order, 'shipped');
  }

  @InstanceAction('deliver', { lock: true, problems })
  deliver(order: Order): void {
    moveOrder(order, 'delivered');
  }

  @InstanceAction('cancel', { lock: true, problems })
  async cancel(order: Order, { manager }: WriteContext): Promise<void> {
    const tookStock = order.status !== 'draft';
    moveOrder(order, 'cancelled');
    if (tookStock) await returnStock(order.lines, manager);
  }

  override async makeNewObject(data: CreateOf<OrderRead>, context: WriteContext): Promise<Order> {
    const order = await super.makeNewObject(data, context);
    const { staff } = context.caller;
    if (staff) order.number = await nextOrderNumber(staff.store.id, context.manager);
    return order;
  }

  override async update(order: Order, data: UpdateOf<OrderRead>, context: WriteContext) {
    const status = await lockOrder(order, context);
    // Lines that go back as they were read say nothing, also to an order that has moved on since.
    const { lines, ...rest } = data;
    const isTouched = lines !== undefined && changesLines(order.lines, lines);
    if (isTouched) expectDraft(status, 'its lines change');
    if (data.customerId !== undefined && data.customerId !== order.customerId)
      expectDraft(status, 'its customer changes');
    return super.update(order, isTouched ? data : rest, context);
  }

  override async delete(order: Order, context: WriteContext): Promise<void> {
    expectDraft(await lockOrder(order, context), 'it can be deleted');
    await super.delete(order, context);
  }

  /** The order has its lines as the database has them now. */
  override async beforeCommit(action: string, change: Change<Order>, context: WriteContext): Promise<void> {
    const { entity } = change;
    if (entity && action !== Action.DELETE) {
      entity.total = expectStorable(sumOf(entity.lines.map(({ amount }) => amount)));
    }
    await super.beforeCommit(action, change, context);
  }

  override snapshot(order: Order, context: WriteContext): Snapshot<Order> {
    return {
      ...super.snapshot(order, context),
      lines: order.lines.map((line) => Object.assign(new OrderLine(), line)),
    };
  }

  protected override changesOf(change: Change<Order>, metadata: EntityMetadata): FieldChanges {
    const [before, after] = [change.old?.lines, change.entity?.lines].map(linesInWords);
    const lines = before === after ? {} : { lines: [before, after] as const };
    return { ...super.changesOf(change, metadata), ...lines };
  }
}

import { View, type WriteContext } from 'nestjs-restview';
import { OrderLine } from '../entities/order-line.js';
import { Product } from '../entities/product.js';
import { expectStorable } from '../orders/expect-storable.js';
import { centsOf, decimalOf } from '../orders/money.js';
import { OrderLineRead } from '../schemas/order.js';
import { SALES } from './rights.js';
import { ShopView } from './shop-view.js';

/** Lines have no routes: they are written with their order. The view says whose they are, and what they cost. */
@View('order-lines', { model: OrderLine, schema: OrderLineRead, routes: [] })
export class OrderLineView extends ShopView<OrderLine, OrderLineRead> {
  protected override readonly rights = SALES;

  /** A line that is made or changed has the price that the product has now. */
  override async stampObject(line: OrderLine, isNew: boolean, context: WriteContext): Promise<void> {
    await super.stampObject(line, isNew, context);
    // Of a product that was deleted meanwhile too: then the order cannot be placed, but it can still be changed.
    const { price } = await context.manager.findOneOrFail(Product, {
      where: { id: line.productId },
      withDeleted: true,
    });
    line.unitPrice = price;
    line.amount = expectStorable(decimalOf(centsOf(price) * BigInt(line.quantity)));
  }
}

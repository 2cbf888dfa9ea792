import { onEveryDatabase, statementsOf } from '../../../test/setup/databases.js';
import { express } from '../../../test/setup/platforms.js';
import { Order } from '../src/entities/order.js';
import { Product } from '../src/entities/product.js';
import { sumOf } from '../src/orders/money.js';
import { STAFF, SMALL_SEED, TestShop } from './fixtures/test-shop.js';

const DAY = 24 * 60 * 60 * 1000;

onEveryDatabase((database) => {
  if (database.name === 'mysql') return;
  const today = SMALL_SEED.today;
  let shop: TestShop;

  beforeAll(async () => {
    // Enough orders for most of the last thirty days to have some.
    shop = await TestShop.start(database, express, { now: () => today }, { ...SMALL_SEED, orders: 600 });
  });
  afterAll(() => shop.close());

  it('says what the orders of the store come to', async () => {
    const client = await shop.as(STAFF.clerk);
    const log = statementsOf(shop.dataSource);
    log.clear();
    const { status, json } = await client.get('dashboard');
    expect(status).toBe(200);
    // One statement for each figure, and one to know who asks.
    expect(log.work).toHaveLength(6);

    const orders = await shop.manager.find(Order, { where: { storeId: 1 }, relations: { lines: { product: true } } });
    const sold = orders.filter(({ status, placedAt }) => placedAt !== null && status !== 'cancelled');
    const days = Array.from({ length: 30 }, (_, n) =>
      new Date(today.getTime() - (29 - n) * DAY).toISOString().slice(0, 10),
    );
    expect(json.salesByDay).toEqual(
      days.map((day) => {
        const ofDay = sold.filter(({ placedAt }) => placedAt?.toISOString().startsWith(day));
        return { day, orders: ofDay.length, total: sumOf(ofDay.map(({ total }) => total)) };
      }),
    );
    expect(json.salesByDay.filter((one: { orders: number }) => one.orders > 0).length).toBeGreaterThan(10);
    expect(json.openOrders).toBe(orders.filter(({ status }) => status === 'placed' || status === 'paid').length);
    const paid = sold.filter(
      ({ status, placedAt }) => status !== 'placed' && placedAt?.toISOString().startsWith('2026-11'),
    );
    expect(json.revenueThisMonth).toBe(sumOf(paid.map(({ total }) => total)));

    const top = new Map<number, { id: number; name: string; quantity: number; amounts: string[] }>();
    for (const { lines, placedAt } of sold) {
      if ((placedAt?.toISOString() ?? '') < days[0]!) continue;
      for (const { product, quantity, amount } of lines) {
        const one = top.get(product.id) ?? { id: product.id, name: product.name, quantity: 0, amounts: [] };
        top.set(product.id, { ...one, quantity: one.quantity + quantity, amounts: [...one.amounts, amount] });
      }
    }
    const best = [...top.values()]
      .toSorted((one, other) => other.quantity - one.quantity || one.id - other.id)
      .slice(0, 5);
    expect(json.topProducts).toEqual(best.map(({ amounts, ...one }) => ({ ...one, total: sumOf(amounts) })));
  });

  it('names what is nearly sold out, the least first, and nothing that is not sold any more', async () => {
    const low = await shop.manager.find(Product, { where: { storeId: 1 }, order: { id: 'ASC' } });
    expect(low.length).toBeGreaterThan(14);
    for (const [index, { id }] of low.entries()) {
      await shop.manager.update(Product, id, {
        status: index === 0 ? 'archived' : 'active',
        stock: index < 14 ? 5 - (index % 6) : 6,
      });
    }
    await shop.manager.softDelete(Product, low[1]!.id);
    const { json } = await (await shop.as(STAFF.clerk)).get('dashboard');
    const expected = low
      .slice(2, 14)
      .map(({ id, name }, index) => ({ id, name, stock: 5 - ((index + 2) % 6) }))
      .toSorted((one, other) => one.stock - other.stock || one.id - other.id);
    expect(json.lowStock).toEqual(expected.slice(0, 10));
    await (await shop.as(STAFF.owner)).patch('store', { lowStockAt: 0 });
    const fewer = (await (await shop.as(STAFF.clerk)).get('dashboard')).json.lowStock;
    expect(fewer).toEqual(expected.filter(({ stock }) => stock === 0));
  });
});

import { onEveryDatabaseAndPlatform } from '../../../test/setup/platforms.js';
import { statementsOf } from '../../../test/setup/databases.js';
import type { HttpAnswer } from '../../../test/setup/http.js';
import { Order } from '../src/entities/order.js';
import { OrderLine } from '../src/entities/order-line.js';
import { Product } from '../src/entities/product.js';
import type { ShopClient } from './fixtures/shop-client.js';
import { STAFF, TestShop } from './fixtures/test-shop.js';

onEveryDatabaseAndPlatform((database, platform) => {
  if (database.name === 'mysql') return;
  let shop: TestShop;
  let clerk: ShopClient;
  let sku = 0;

  beforeAll(async () => {
    shop = await TestShop.start(database, platform);
    clerk = await shop.as(STAFF.clerk);
  });
  afterAll(() => shop.close());

  const product = async (stock: number): Promise<number> => {
    const { json } = await (
      await shop.as(STAFF.manager)
    ).post('products', {
      ...{
        sku: `RUSH-${String(++sku)}`,
        name: `Rush ${String(sku)}`,
        categoryId: 2,
        price: '1.00',
        stock,
        status: 'active',
      },
    });
    return json.id;
  };
  const order = async (...productIds: number[]): Promise<number> => {
    const lines = productIds.map((productId) => ({ productId, quantity: 1 }));
    const { status, json } = await clerk.post('orders', { customerId: 1, lines });
    expect(status).toBe(201);
    return json.id;
  };
  const act = (id: number, action: string) => clerk.post(`orders/${String(id)}/${action}`);
  const stockOf = async (id: number) => (await shop.manager.findOneByOrFail(Product, { id })).stock;
  /** How often each answer was given, as `200` or `409 out_of_stock`. */
  const tally = (answers: readonly HttpAnswer[]) => {
    const counts: Record<string, number> = {};
    for (const { status, json } of answers) {
      const name = status === 200 ? '200' : `${String(status)} ${String(json.code)}`;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  };
  const times = <Result>(count: number, one: (index: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: count }, (_, index) => one(index)));

  it('sells the last ten items to ten of fifty buyers at the same moment', async () => {
    const id = await product(10);
    // Each comes with an order of his own, made and placed in the same rush.
    const answers = await times(50, async () => act(await order(id), 'place'));
    expect(tally(answers)).toEqual({ '200': 10, '409 out_of_stock': 40 });
    expect(await stockOf(id)).toBe(0);
    const sold = await shop.manager
      .createQueryBuilder(OrderLine, 'line')
      .innerJoin(Order, 'sale', 'sale.id = line.orderId')
      .where("line.productId = :id AND sale.status = 'placed'", { id })
      .getCount();
    expect(sold).toBe(10);
    const numbers = await shop.manager.find(Order, { where: { storeId: 1 }, order: { number: 'ASC' } });
    expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => index + 1));
  });

  it('lets orders of the same products in another order of lines pass each other', async () => {
    const [one, other] = [await product(20), await product(20)];
    const ids = await times(30, (index) => (index % 2 === 0 ? order(one, other) : order(other, one)));
    const log = statementsOf(shop.dataSource);
    log.clear();
    const answers = await Promise.all(ids.map((id) => act(id, 'place')));
    expect(tally(answers)).toEqual({ '200': 20, '409 out_of_stock': 10 });
    // None was ended by the database as one of two that wait for each other, and run again.
    expect([...log.startingWith('START TRANSACTION'), ...log.startingWith('BEGIN')]).toHaveLength(30);
    expect([await stockOf(one), await stockOf(other)]).toEqual([0, 0]);
  });

  it('places and cancels an order once, however often it is asked at the same moment', async () => {
    const id = await product(10);
    const sale = await order(id);
    expect(tally(await times(10, () => act(sale, 'place')))).toEqual({ '200': 1, '409 wrong_state': 9 });
    expect(await stockOf(id)).toBe(9);
    expect(tally(await times(10, () => act(sale, 'cancel')))).toEqual({ '200': 1, '409 wrong_state': 9 });
    expect(await stockOf(id)).toBe(10);
  });

  it('changes no lines of an order that is being placed, and takes what is in it', async () => {
    const id = await product(1000);
    const sales = await times(8, () => order(id));
    const answers = await Promise.all(
      sales.flatMap((sale) => [
        act(sale, 'place'),
        clerk.patch(`orders/${String(sale)}`, { lines: [{ productId: id, quantity: 7 }] }),
      ]),
    );
    expect(Object.keys(tally(answers)).filter((name) => name !== '200' && name !== '409 wrong_state')).toEqual([]);
    const placed = await shop.manager
      .createQueryBuilder(OrderLine, 'line')
      .innerJoin(Order, 'sale', 'sale.id = line.orderId')
      .select('SUM(line.quantity)', 'sum')
      .where("line.productId = :id AND sale.status = 'placed'", { id })
      .getRawOne<{ sum: string | number }>();
    expect(await stockOf(id)).toBe(1000 - Number(placed?.sum));
    for (const sale of sales) {
      const { json } = await clerk.get(`orders/${String(sale)}`);
      expect(json.status).toBe('placed');
      expect(json.total).toBe(`${String(json.lines[0].quantity)}.00`);
    }
  });

  it('makes no circle of categories of two moves at the same moment', async () => {
    const manager = await shop.as(STAFF.manager);
    const category = async (name: string) => (await manager.post('categories', { name })).json.id as number;
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await category(`One ${String(round)}`), await category(`Other ${String(round)}`)];
      const answers = await Promise.all([
        manager.patch(`categories/${String(one)}`, { parentId: other }),
        manager.patch(`categories/${String(other)}`, { parentId: one }),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    }
  });
});

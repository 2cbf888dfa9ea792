import { In } from 'typeorm';
import { databases, onEveryDatabase } from '../../../test/setup/databases.js';
import { express, onEveryPlatform } from '../../../test/setup/platforms.js';
import { AuditEntry } from '../src/entities/audit-entry.js';
import { Order } from '../src/entities/order.js';
import { Product } from '../src/entities/product.js';
import { centsOf, decimalOf, sumOf } from '../src/orders/money.js';
import type { ShopClient } from './fixtures/shop-client.js';
import { STAFF, TestShop } from './fixtures/test-shop.js';

onEveryDatabase((database) => {
  if (database.name === 'mysql') return;

  onEveryPlatform((platform) => {
    let shop: TestShop;
    let clerk: ShopClient;
    let manager: ShopClient;
    let customerId: number;
    let sku = 0;

    beforeAll(async () => {
      shop = await TestShop.start(database, platform);
      [clerk, manager] = [await shop.as(STAFF.clerk), await shop.as(STAFF.manager)];
      customerId = (await clerk.post('customers', { name: 'Ida', email: 'ida@mail.example', city: 'Bergen' })).json.id;
    });
    afterAll(() => shop.close());

    const product = async (price: string, stock: number, more: object = {}): Promise<number> => {
      const body = {
        sku: `NEW-${String(++sku)}`,
        name: `Thing ${String(sku)}`,
        categoryId: 2,
        price,
        stock,
        status: 'active',
        ...more,
      };
      const { status, json } = await manager.post('products', body);
      expect(status).toBe(201);
      return json.id;
    };
    const stockOf = async (id: number) =>
      (await shop.manager.findOneOrFail(Product, { where: { id }, withDeleted: true })).stock;
    const order = (lines: object[], more: object = {}) => clerk.post('orders', { customerId, lines, ...more });
    const act = (id: number, action: string, who = clerk) => who.post(`orders/${String(id)}/${action}`);

    it('goes through its states, from a draft to the door', async () => {
      const [tea, pot] = [await product('0.10', 100), await product('19.99', 5)];
      const made = await order([
        { productId: tea, quantity: 3 },
        { productId: pot, quantity: 2 },
      ]);
      expect(made.status).toBe(201);
      const { id } = made.json;
      expect(made.json).toMatchObject({
        ...{ status: 'draft', total: '40.28', placedAt: null, note: null, customer: { id: customerId, name: 'Ida' } },
        lines: [
          { productId: tea, product: { id: tea }, quantity: 3, unitPrice: '0.10', amount: '0.30' },
          { productId: pot, product: { id: pot }, quantity: 2, unitPrice: '19.99', amount: '39.98' },
        ],
      });
      expect(made.headers.get('location')).toContain(`/api/orders/${String(id)}`);
      expect([await stockOf(tea), await stockOf(pot)]).toEqual([100, 5]);

      const placed = await act(id, 'place');
      expect([placed.status, placed.json.status, placed.json.total]).toEqual([200, 'placed', '40.28']);
      expect(new Date(placed.json.placedAt).getTime()).toBeGreaterThan(Date.now() - 60_000);
      expect([await stockOf(tea), await stockOf(pot)]).toEqual([97, 3]);

      for (const [action, status] of [
        ['pay', 'paid'],
        ['ship', 'shipped'],
        ['deliver', 'delivered'],
      ] as const) {
        expect((await act(id, action)).json.status).toBe(status);
      }
      for (const action of ['place', 'pay', 'ship', 'deliver', 'cancel']) {
        const refused = await act(id, action);
        expect([action, refused.status, refused.json.code]).toEqual([action, 409, 'wrong_state']);
      }
      const entries = await shop.manager.find(AuditEntry, {
        where: { resource: 'orders', rowId: id },
        order: { id: 'ASC' },
      });
      expect(entries.map(({ action, staffName }) => [action, staffName])).toEqual(
        ['create', 'place', 'pay', 'ship', 'deliver'].map((action) => [action, 'Cleo Schaefer']),
      );
      expect(entries[0]!.changes).toMatchObject({
        total: [null, '40.28'],
        lines: [null, `3 × ${String(tea)}, 2 × ${String(pot)}`],
      });
      expect(entries[2]!.changes).toEqual({ status: ['placed', 'paid'] });
    });

    it('counts the numbers of a store up, without a hole where a write fails', async () => {
      const numbers = async () =>
        (await shop.manager.find(Order, { where: { storeId: 1 }, order: { number: 'ASC' } })).map((one) => one.number);
      const before = await numbers();
      expect(before).toEqual(before.map((_, index) => index + 1));
      expect((await order([{ productId: 2, quantity: 1 }])).status).toBe(422);
      const { json } = await order([]);
      expect(json.number).toBe(before.length + 1);
    });

    it('takes the price of the moment for each line that is written, and keeps the others', async () => {
      const [one, two] = [await product('10.00', 9), await product('3.33', 9)];
      const { id, lines } = (await order([{ productId: one, quantity: 1 }])).json;
      await manager.patch(`products/${String(one)}`, { price: '12.50' });
      // What was read goes back as it is, with a line more.
      const more = await clerk.patch(`orders/${String(id)}`, { lines: [...lines, { productId: two, quantity: 3 }] });
      expect([more.status, more.json.total]).toEqual([200, '19.99']);
      expect(more.json.lines.map(({ unitPrice }: { unitPrice: string }) => unitPrice)).toEqual(['10.00', '3.33']);
      const changed = await clerk.patch(`orders/${String(id)}`, { lines: [{ id: lines[0].id, quantity: 2 }] });
      expect([changed.json.total, changed.json.lines]).toEqual([
        '25.00',
        [expect.objectContaining({ unitPrice: '12.50', quantity: 2 })],
      ]);
    });

    it('checks what a line says', async () => {
      const tea = await product('1.00', 9);
      for (const [line, pointer, code] of [
        [{ productId: tea, quantity: 0 }, '/lines/0/quantity', 'min'],
        [{ productId: tea, quantity: 1000 }, '/lines/0/quantity', 'max'],
        [{ productId: tea }, '/lines/0/quantity', 'required'],
        [{ productId: 999_999, quantity: 1 }, '/lines/0/productId', 'reference_not_found'],
        [{ productId: 2, quantity: 1 }, '/lines/0/productId', 'reference_not_found'],
      ] as const) {
        const { status, json } = await order([line]);
        expect([status, json.mistakes]).toEqual([422, [expect.objectContaining({ pointer, code })]]);
      }
      // As a form shows it, on the field of the line.
      const { json: form } = await order([
        { productId: tea, quantity: 1 },
        { productId: tea, quantity: 0 },
      ]);
      expect(form.errors).toEqual({ lines: { '1': { quantity: expect.stringContaining('1') } } });
      // What the shop computes cannot be sent.
      const { json } = await order([{ productId: tea, quantity: 1, unitPrice: '0.01', amount: '0.01' }], {
        total: '0.01',
        number: 1,
        status: 'paid',
      });
      expect(json).toMatchObject({ total: '1.00', status: 'draft' });
      expect(json.number).not.toBe(1);
    });

    it('comes to no more than can be stored exactly', async () => {
      const dear = await product('99999999.99', 9);
      for (const lines of [
        [{ productId: dear, quantity: 999 }],
        Array.from({ length: 2 }, () => ({ productId: dear, quantity: 99 })),
      ]) {
        const { status, json } = await order(lines);
        expect([status, json.mistakes]).toEqual([422, [expect.objectContaining({ pointer: '/lines', code: 'max' })]]);
      }
      const { status, json } = await order([{ productId: dear, quantity: 99 }]);
      expect([status, json.total]).toEqual([201, '9899999999.01']);
    });

    it('says which products are missing, and takes nothing then', async () => {
      const [plenty, few, none] = [await product('1.00', 50), await product('1.00', 1), await product('1.00', 0)];
      const { id } = (
        await order([
          { productId: plenty, quantity: 5 },
          { productId: few, quantity: 1 },
          { productId: few, quantity: 1 },
          { productId: none, quantity: 1 },
        ])
      ).json;
      const refused = await act(id, 'place');
      expect([refused.status, refused.json.code]).toEqual([409, 'out_of_stock']);
      const names = (await shop.manager.find(Product, { where: { id: In([few, none]) }, order: { id: 'ASC' } })).map(
        ({ name }) => name,
      );
      expect(refused.json.detail).toBe(`Out of stock: ${names.join(', ')}.`);
      expect([await stockOf(plenty), await stockOf(few), await stockOf(none)]).toEqual([50, 1, 0]);
      expect((await clerk.get(`orders/${String(id)}`)).json.status).toBe('draft');
    });

    it('sells no drafts, nothing that is archived, nothing that was deleted, and no empty order', async () => {
      const ids = [await product('1.00', 9, { status: 'draft' }), await product('1.00', 9), await product('1.00', 9)];
      const { id } = (await order(ids.map((productId) => ({ productId, quantity: 1 })))).json;
      await manager.patch(`products/${String(ids[1]!)}`, { status: 'archived' });
      await manager.delete(`products/${String(ids[2]!)}`);
      const refused = await act(id, 'place');
      expect([refused.status, refused.json.code]).toEqual([409, 'not_for_sale']);
      const empty = await act((await order([])).json.id, 'place');
      expect([empty.status, empty.json.code]).toEqual([409, 'no_lines']);
    });

    it('gives stock back when it is cancelled, once, also of a product that is not there any more', async () => {
      const [tea, pot] = [await product('2.00', 10), await product('3.00', 10)];
      const lines = [
        { productId: tea, quantity: 4 },
        { productId: pot, quantity: 1 },
      ];
      const [draft, placed, paid] = [await order(lines), await order(lines), await order(lines)].map(
        ({ json }) => json.id as number,
      );
      await act(placed!, 'place');
      await act(paid!, 'place');
      await act(paid!, 'pay');
      expect([await stockOf(tea), await stockOf(pot)]).toEqual([2, 8]);
      await manager.delete(`products/${String(pot)}`);
      for (const id of [draft!, placed!, paid!]) expect((await act(id, 'cancel')).json.status).toBe('cancelled');
      expect((await act(paid!, 'cancel')).status).toBe(409);
      expect([await stockOf(tea), await stockOf(pot)]).toEqual([10, 10]);
    });

    it('changes beside a line whose product is not there any more', async () => {
      const [tea, pot] = [await product('2.00', 10), await product('3.00', 10)];
      const made = await order([tea, pot].map((productId) => ({ productId, quantity: 1 })));
      const path = `orders/${String(made.json.id)}`;
      await manager.delete(`products/${String(pot)}`);
      const { json: read } = await clerk.get(path);
      const [first, second] = read.lines;
      for (const [method, quantity] of [
        ['PUT', 2],
        ['PATCH', 3],
      ] as const) {
        const body = method === 'PUT' ? read : {};
        const json = { ...body, lines: [{ ...first, quantity }, second] };
        const { status, json: changed } = await clerk.send(method, path, { json });
        expect([status, changed.lines]).toMatchObject([200, [{ quantity }, { productId: pot, quantity: 1 }]]);
      }
      const refused = await clerk.patch(path, { lines: [second, { ...first, productId: pot }] });
      expect(refused.json.mistakes).toMatchObject([{ pointer: '/lines/1/productId', code: 'reference_not_found' }]);
    });

    it('changes and goes while it is a draft, and only a note is written on it later', async () => {
      const tea = await product('2.00', 10);
      const { id } = (await order([{ productId: tea, quantity: 1 }])).json;
      await act(id, 'place');
      const path = `orders/${String(id)}`;
      const { json: read } = await clerk.get(path);
      // All of what was read may come back, as forms do.
      const whole = await clerk.send('PUT', path, { json: { ...read, note: 'ring' } });
      expect([whole.status, whole.json]).toEqual([200, { ...read, note: 'ring', updatedAt: expect.any(String) }]);
      const noted = await clerk.patch(path, { customerId: read.customerId, lines: read.lines, note: 'ring twice' });
      expect([noted.status, noted.json.note]).toEqual([200, 'ring twice']);
      for (const change of [
        { lines: [] },
        { lines: [{ ...read.lines[0], quantity: 2 }] },
        { lines: [...read.lines, { productId: tea, quantity: 1 }] },
        { lines: [{ productId: tea, quantity: 1 }] },
        { customerId: customerId === 1 ? 3 : 1 },
      ]) {
        const { status, json } = await clerk.patch(path, change);
        expect([change, status, json.code]).toEqual([change, 409, 'wrong_state']);
      }
      const kept = await manager.delete(path);
      expect([kept.status, kept.json.code]).toEqual([409, 'wrong_state']);
      expect((await clerk.get(path)).json).toMatchObject({ total: '2.00', lines: read.lines });

      const draft = (await order([{ productId: tea, quantity: 1 }])).json.id as number;
      expect((await manager.delete(`orders/${String(draft)}`)).status).toBe(200);
      expect((await clerk.get(`orders/${String(draft)}`)).status).toBe(404);
    });

    it('can still be changed when a product of it, or its customer, is not there any more', async () => {
      const [tea, pot] = [await product('2.00', 10), await product('3.00', 10)];
      const buyer = (await clerk.post('customers', { name: 'Gone', email: 'g@mail.example', city: 'Lille' })).json
        .id as number;
      const made = await clerk.post('orders', {
        customerId: buyer,
        lines: [
          { productId: tea, quantity: 1 },
          { productId: pot, quantity: 1 },
        ],
      });
      const path = `orders/${String(made.json.id)}`;
      await manager.delete(`products/${String(tea)}`);
      await manager.delete(`customers/${String(buyer)}`);
      const { json: read } = await clerk.get(path);
      expect(read).toMatchObject({ customerId: buyer, customer: null, total: '5.00' });
      const whole = await clerk.send('PUT', path, { json: { ...read, note: 'what now?' } });
      expect([whole.status, whole.json]).toEqual([200, { ...read, note: 'what now?', updatedAt: expect.any(String) }]);
      const more = await clerk.patch(path, {
        lines: [{ id: read.lines[0].id, quantity: 2 }, { id: read.lines[1].id }],
      });
      expect([more.status, more.json.total]).toEqual([200, '7.00']);
      expect((await act(made.json.id, 'place')).json.code).toBe('not_for_sale');
      const less = await clerk.patch(path, { lines: [{ id: read.lines[1].id }] });
      expect([less.status, less.json.total]).toEqual([200, '3.00']);
      expect((await act(made.json.id, 'place')).status).toBe(200);
    });

    it('sums where floating point numbers would not', async () => {
      const lines = await Promise.all(
        ['0.10', '0.20', '99999999.99', '33333.33'].map(async (price) => ({
          productId: await product(price, 1),
          quantity: 3,
        })),
      );
      const { json } = await order(lines);
      expect(json.lines.map(({ amount }: { amount: string }) => amount)).toEqual([
        '0.30',
        '0.60',
        '299999999.97',
        '99999.99',
      ]);
      expect(json.total).toBe('300100000.86');
    });
  });
});

describe('money', () => {
  it('is exact', () => {
    expect(['12.9', '12.90', 12.9, '0', 0.1, '-0.05', '1'].map(centsOf)).toEqual([
      1290n,
      1290n,
      1290n,
      0n,
      10n,
      -5n,
      100n,
    ]);
    expect([1290n, 0n, 5n, -5n, -1290n].map(decimalOf)).toEqual(['12.90', '0.00', '0.05', '-0.05', '-12.90']);
    expect(sumOf(Array.from({ length: 1000 }, () => '0.1'))).toBe('100.00');
  });
});

describe('without an index', () => {
  it('no list of a store is sorted or filtered', async () => {
    // What lists filter and sort by most; the tenant comes first in each.
    const shop = await TestShop.start(databases[0]!, express);
    try {
      if (databases[0]!.name !== 'sqlite') return;
      for (const sql of [
        'SELECT * FROM orders WHERE storeId = 1 ORDER BY number DESC LIMIT 25',
        'SELECT * FROM orders WHERE storeId = 1 ORDER BY createdAt DESC LIMIT 25',
        "SELECT * FROM orders WHERE storeId = 1 AND placedAt >= '2026'",
        "SELECT * FROM orders WHERE storeId = 1 AND status = 'paid'",
        'SELECT * FROM orders WHERE customerId = 1',
        'SELECT * FROM products WHERE storeId = 1 ORDER BY name LIMIT 25',
        'SELECT * FROM products WHERE categoryId = 1',
        'SELECT * FROM customers WHERE storeId = 1 ORDER BY name LIMIT 25',
        'SELECT * FROM order_lines WHERE orderId = 1',
        'SELECT * FROM audit_entries WHERE storeId = 1 ORDER BY createdAt DESC LIMIT 25',
      ]) {
        const plan = await shop.dataSource.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`);
        expect([sql, plan.map(({ detail }) => detail).join()]).toEqual([
          sql,
          expect.stringMatching(/^SEARCH (?!.*TEMP B-TREE)/),
        ]);
      }
    } finally {
      await shop.close();
    }
  });
});

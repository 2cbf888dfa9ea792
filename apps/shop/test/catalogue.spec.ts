import { onEveryDatabase } from '../../../test/setup/databases.js';
import { express } from '../../../test/setup/platforms.js';
import { AuditEntry } from '../src/entities/audit-entry.js';
import { Order } from '../src/entities/order.js';
import { Product } from '../src/entities/product.js';
import type { ShopClient } from './fixtures/shop-client.js';
import { STAFF, TestShop } from './fixtures/test-shop.js';

onEveryDatabase((database) => {
  if (database.name === 'mysql') return;
  let shop: TestShop;
  let owner: ShopClient;

  beforeAll(async () => {
    shop = await TestShop.start(database, express);
    owner = await shop.as(STAFF.owner);
  });
  afterAll(() => shop.close());

  const category = async (name: string, parentId?: number) =>
    (await owner.post('categories', { name, ...(parentId !== undefined && { parentId }) })).json.id as number;
  const trail = (resource: string, rowId: number) =>
    shop.manager.find(AuditEntry, { where: { resource, rowId }, order: { id: 'ASC' } });

  describe('categories', () => {
    it('are a tree: none stands below itself', async () => {
      const root = await category('Root');
      const middle = await category('Middle', root);
      const leaf = await category('Leaf', middle);
      for (const parentId of [root, middle, leaf]) {
        const { status, json } = await owner.patch(`categories/${String(root)}`, { parentId });
        expect([status, json.mistakes]).toEqual([
          422,
          [expect.objectContaining({ pointer: '/parentId', code: 'cycle' })],
        ]);
      }
      expect((await owner.patch(`categories/${String(leaf)}`, { parentId: root })).status).toBe(200);
      expect((await owner.patch(`categories/${String(leaf)}`, { parentId: null })).json.parentId).toBeNull();
    });

    it('stay while something is in them, and say what', async () => {
      const parent = await category('Parent');
      const child = await category('Child', parent);
      const held = await owner.delete(`categories/${String(parent)}`);
      expect([held.status, held.json.code]).toEqual([409, 'still_referenced']);
      expect(held.json.blockers).toEqual([
        { view: 'CategoryView', path: 'categories', field: 'parentId', ids: [String(child)], count: 1 },
      ]);
      const product = await owner.post('products', { sku: 'IN', name: 'In', categoryId: child, price: '1.00' });
      expect((await owner.delete(`categories/${String(child)}`)).json.blockers).toMatchObject([
        { path: 'products', field: 'categoryId' },
      ]);
      // A product that was deleted still needs its category, for the day that it is restored.
      await owner.delete(`products/${String(product.json.id)}`);
      expect((await owner.delete(`categories/${String(child)}`)).status).toBe(409);
      expect((await owner.delete(`categories/${String(await category('Empty'))}`)).status).toBe(200);
    });

    it('have a name of their own in the store', async () => {
      await category('Only');
      const again = await owner.post('categories', { name: 'Only' });
      expect([again.status, again.json.code]).toEqual([409, 'unique_violation']);
    });
  });

  describe('products', () => {
    const body = { sku: 'TEA-1', name: 'Tea', categoryId: 2, price: '12.9', stock: 3 };

    it('have a price that is exact, a stock that is a number, and a category to show', async () => {
      const { status, json } = await owner.post('products', body);
      expect(status).toBe(201);
      expect(json).toMatchObject({
        price: '12.90',
        stock: 3,
        status: 'draft',
        category: { id: 2, name: 'Cookware' },
        deletedAt: null,
      });
      for (const [change, pointer] of [
        [{ price: '-1' }, '/price'],
        [{ price: '1.005' }, '/price'],
        [{ price: '123456789.00' }, '/price'],
        [{ stock: -1 }, '/stock'],
        [{ stock: 1.5 }, '/stock'],
        // An order that is cancelled gives some back: there has to be room for it.
        [{ stock: 2_147_483_647 }, '/stock'],
        [{ status: 'sold' }, '/status'],
        [{ name: '' }, '/name'],
        [{ categoryId: null }, '/categoryId'],
      ] as const) {
        const refused = await owner.patch(`products/${String(json.id)}`, change);
        expect([change, refused.status, refused.json.mistakes[0].pointer]).toEqual([change, 422, pointer]);
      }
      const again = await owner.post('products', body);
      expect([again.status, again.json.code]).toEqual([409, 'unique_violation']);
    });

    it('are found by name, number, price, stock and category', async () => {
      const matching = await shop.manager.find(Product, { where: { storeId: 1, status: 'active' } });
      const { rows, total } = await owner.list('products', {
        filter: { status: 'active', price__gte: '50' },
        sort: '-price',
        count: 5,
      });
      const dear = matching.map(({ price }) => Number(price)).filter((price) => price >= 50);
      expect(total).toBe(dear.length);
      expect(rows.map(({ price }) => Number(price))).toEqual(dear.toSorted((one, other) => other - one).slice(0, 5));
      expect((await owner.list('products', { filter: { q: 'TEA-1' } })).total).toBe(1);
      const { name } = matching[0]!;
      expect((await owner.list('products', { filter: { q: name.toLowerCase() } })).rows[0].name).toBe(name);
    });

    it('go out of sight and come back, while orders keep them', async () => {
      const sold = await shop.manager
        .createQueryBuilder(Product, 'product')
        .innerJoin('order_lines', 'line', 'line."productId" = product.id')
        .where('product.storeId = 1')
        .orderBy('product.id')
        .getOneOrFail();
      const path = `products/${String(sold.id)}`;
      const before = (await owner.list('products')).total;
      expect((await owner.delete(path)).status).toBe(200);
      expect((await owner.get(path)).status).toBe(404);
      expect((await owner.delete(path)).status).toBe(404);
      expect((await owner.list('products')).total).toBe(before - 1);
      const shown = await owner.list('products', { filter: { include_deleted: true, id: sold.id } });
      expect(shown.rows).toEqual([expect.objectContaining({ id: sold.id, deletedAt: expect.any(String) })]);
      const clerk = await shop.as(STAFF.clerk);
      expect((await clerk.list('products', { filter: { include_deleted: true, id: sold.id } })).total).toBe(1);

      const back = await owner.post(`${path}/restore`);
      expect([back.status, back.json.deletedAt]).toEqual([200, null]);
      const twice = await owner.post(`${path}/restore`);
      expect([twice.status, twice.json.code]).toEqual([409, 'not_deleted']);
      expect((await trail('products', sold.id)).map(({ action }) => action)).toEqual(['delete', 'restore']);
    });
  });

  describe('customers', () => {
    it('go and come back, though they have bought', async () => {
      const { customerId } = await shop.manager.findOneByOrFail(Order, { storeId: 1, status: 'delivered' });
      const path = `customers/${String(customerId)}`;
      expect((await owner.delete(path)).status).toBe(200);
      const { rows } = await owner.list('orders', { filter: { customerId } });
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toMatchObject({ customerId, customer: null });
      expect((await owner.post('orders', { customerId, lines: [] })).status).toBe(422);
      expect((await owner.post(`${path}/restore`)).status).toBe(200);
      expect((await owner.list('orders', { filter: { customerId } })).rows[0].customer.id).toBe(customerId);
    });
  });

  describe('the audit trail', () => {
    it('tells each write with what it changed, and no secret', async () => {
      const { json: made } = await owner.post('staff', {
        name: 'Eve',
        email: 'eve@north.example',
        password: 'twelve or more',
      });
      const path = `staff/${String(made.id)}`;
      await owner.patch(path, { name: 'Eva' });
      await owner.patch(path, { name: 'Eva' });
      await owner.patch(path, { password: 'another twelve' });
      await owner.delete(path);
      const entries = await trail('staff', made.id);
      expect(entries.map(({ action, changes, staffName }) => [action, changes, staffName])).toEqual([
        [
          'create',
          { name: [null, 'Eve'], email: [null, 'eve@north.example'], role: [null, 'clerk'], active: [null, true] },
          'Ada Lindqvist',
        ],
        ['update', { name: ['Eve', 'Eva'] }, 'Ada Lindqvist'],
        ['update', { password: [null, 'changed'] }, 'Ada Lindqvist'],
        [
          'delete',
          { name: ['Eva', null], email: ['eve@north.example', null], role: ['clerk', null], active: [true, null] },
          'Ada Lindqvist',
        ],
      ]);
      const { body } = await owner.list('audit-entries', { count: 200 });
      expect(body).toContain('eve@north.example');
      expect(body).not.toMatch(/argon2|twelve|passwordHash/);
    });

    it('tells money as it is written, on every database', async () => {
      const { json } = await owner.post('products', { sku: 'M-1', name: 'Money', categoryId: 2, price: '10.50' });
      await owner.patch(`products/${String(json.id)}`, { price: '10.5', stock: 4 });
      await owner.patch(`products/${String(json.id)}`, { price: '11' });
      expect((await trail('products', json.id)).slice(1).map(({ changes }) => changes)).toEqual([
        { stock: [0, 4] },
        { price: ['10.50', '11.00'] },
      ]);
    });

    it('has nothing of a write that failed, and takes no writes itself', async () => {
      const count = () => shop.manager.count(AuditEntry);
      const before = await count();
      await owner.post('products', { sku: 'M-1', name: 'Twice', categoryId: 2, price: '1.00' });
      await owner.delete('categories/2');
      await (await shop.as(STAFF.clerk)).delete('products/1');
      expect(await count()).toBe(before);
      for (const method of ['POST', 'PATCH', 'DELETE']) {
        const { status } = await owner.send(method, method === 'POST' ? 'audit-entries' : 'audit-entries/1', {
          json: {},
        });
        expect([method, status]).toEqual([method, 405]);
      }
    });
  });

  describe('the store', () => {
    it('is shown to all and changed by its owner, checked like any row', async () => {
      expect((await owner.get('store')).json).toEqual({ id: 1, name: 'North', currency: 'EUR', lowStockAt: 5 });
      const changed = await owner.patch('store', { name: 'North & Co.', currency: 'SEK', lowStockAt: 9 });
      expect([changed.status, changed.json]).toEqual([
        200,
        { id: 1, name: 'North & Co.', currency: 'SEK', lowStockAt: 9 },
      ]);
      for (const [change, pointer] of [
        [{ currency: 'euro' }, '/currency'],
        [{ lowStockAt: -1 }, '/lowStockAt'],
        [{ name: null }, '/name'],
        [{ lastOrderNumber: 0 }, '/lastOrderNumber'],
      ] as const) {
        const { status, json } = await owner.patch('store', change);
        expect([change, status, json.mistakes[0].pointer]).toEqual([change, 422, pointer]);
      }
      expect((await trail('stores', 1)).map(({ action, changes }) => [action, changes])).toEqual([
        ['update', { name: ['North', 'North & Co.'], currency: ['EUR', 'SEK'], lowStockAt: [5, 9] }],
      ]);
    });
  });
});

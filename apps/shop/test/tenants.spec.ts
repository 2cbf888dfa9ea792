import { onEveryDatabase } from '../../../test/setup/databases.js';
import { onEveryPlatform } from '../../../test/setup/platforms.js';
import { AuditEntry } from '../src/entities/audit-entry.js';
import { Category } from '../src/entities/category.js';
import { Customer } from '../src/entities/customer.js';
import { entities } from '../src/entities/entities.js';
import { Order } from '../src/entities/order.js';
import { Product } from '../src/entities/product.js';
import { Session } from '../src/entities/session.js';
import { Staff } from '../src/entities/staff.js';
import { Store } from '../src/entities/store.js';
import type { ShopClient } from './fixtures/shop-client.js';
import { STAFF, TestShop } from './fixtures/test-shop.js';

/** Stands in every text of the first store, and nowhere else. */
const MARKER = 'Zorble';

const RESOURCES = ['staff', 'customers', 'categories', 'products', 'orders', 'audit-entries'] as const;

/** What owners may send, by resource. */
const BODIES: Readonly<Record<string, object>> = {
  staff: { name: 'New', email: 'new@harbour.example', password: 'twelve or more' },
  customers: { name: 'New', email: 'n@mail.example', city: 'Cork' },
  categories: { name: 'New' },
  products: { sku: 'N-1', name: 'New', price: '1.00' },
  orders: { note: 'new' },
};

onEveryDatabase((database) => {
  if (database.name === 'mysql') return;

  onEveryPlatform((platform) => {
    let shop: TestShop;
    let stranger: ShopClient;
    /** A row of the first store, by resource. */
    const theirs = {} as Record<(typeof RESOURCES)[number], number>;
    const own = {} as Record<(typeof RESOURCES)[number], number>;

    beforeAll(async () => {
      shop = await TestShop.start(database, platform);
      const { manager } = shop;
      const owner = await shop.as(STAFF.owner);
      stranger = await shop.as(STAFF.stranger);
      await manager.update(Store, 1, { name: MARKER });
      await manager.update(Staff, { storeId: 1 }, { name: MARKER });
      await manager.update(Customer, { storeId: 1 }, { name: MARKER, city: MARKER, note: MARKER });
      await manager.update(Category, { id: 1 }, { name: MARKER });
      await manager.update(Product, { storeId: 1 }, { name: MARKER, description: MARKER });
      await manager.update(Order, { storeId: 1 }, { note: MARKER });
      const tables = {
        staff: Staff,
        customers: Customer,
        categories: Category,
        products: Product,
        orders: Order,
      } as const;
      for (const [who, store, keys] of [
        [owner, 1, theirs],
        [stranger, 2, own],
      ] as const) {
        await who.post('customers', { name: store === 1 ? MARKER : 'Mine', email: 'x@mail.example', city: 'Cork' });
        for (const [resource, table] of Object.entries(tables)) {
          keys[resource as keyof typeof tables] = (
            await manager.findOneOrFail(table, { where: { storeId: store }, order: { id: 'ASC' } })
          ).id;
        }
        const draft = await who.post('orders', {
          customerId: keys.customers,
          lines: [{ productId: keys.products, quantity: 1 }],
        });
        keys.orders = draft.json.id as number;
        keys['audit-entries'] = (await manager.findOneByOrFail(AuditEntry, { storeId: store })).id;
      }
    });
    afterAll(() => shop.close());

    /** All that the first store has. */
    const snapshot = async () => {
      const rows = await Promise.all(
        entities
          .filter((entity) => entity !== Session)
          .map((entity) =>
            shop.manager
              .createQueryBuilder(entity, 'row')
              .withDeleted()
              .where(entity === Store ? 'row.id = 1' : 'row.storeId = 1')
              .orderBy('row.id')
              .getMany(),
          ),
      );
      return JSON.stringify(rows);
    };

    it('finds nothing by the keys of another store, on any route of the document, and writes nothing', async () => {
      const before = await snapshot();
      const { paths } = (await stranger.get('docs-json')).json as { paths: Record<string, Record<string, unknown>> };
      const tried: string[] = [];
      for (const [path, operations] of Object.entries(paths).filter(([path]) => path.includes('{id}'))) {
        const resource = path.split('/')[2] as (typeof RESOURCES)[number];
        expect(RESOURCES).toContain(resource);
        for (const method of Object.keys(operations)) {
          const at = (id: number | string) =>
            stranger.send(method.toUpperCase(), path.replace('/api/', '').replace('{id}', String(id)), {
              ...(/put|patch/.test(method) && { json: BODIES[resource] }),
            });
          const hidden = await at(theirs[resource]);
          const missing = await at(987_654);
          const name = `${method} ${path}`;
          expect([name, hidden.status, hidden.json.code]).toEqual([name, 404, 'not_found']);
          // A row that is hidden looks like one that is not there.
          const alike = ({ json }: typeof hidden, id: number) => ({
            ...json,
            ...{ instance: '', message: '' },
            detail: json.detail.replace(String(id), ''),
          });
          expect([name, alike(hidden, theirs[resource])]).toEqual([name, alike(missing, 987_654)]);
          expect(hidden.body).not.toContain(MARKER);
          tried.push(name);
        }
      }
      expect(tried.length).toBeGreaterThanOrEqual(23);
      expect(await snapshot()).toBe(before);
    });

    it('shows nothing of another store in lists, totals, searches, filters and figures', async () => {
      const counts = async (storeId: number) => ({
        staff: await shop.manager.countBy(Staff, { storeId }),
        customers: await shop.manager.countBy(Customer, { storeId }),
        categories: await shop.manager.countBy(Category, { storeId }),
        products: await shop.manager.countBy(Product, { storeId }),
        orders: await shop.manager.countBy(Order, { storeId }),
        'audit-entries': await shop.manager.countBy(AuditEntry, { storeId }),
      });
      const expected = await counts(2);
      for (const resource of RESOURCES) {
        const all = await stranger.list(resource, { count: 200 });
        expect([resource, all.total, all.rows.length]).toEqual([resource, expected[resource], expected[resource]]);
        expect(all.body).not.toContain(MARKER);
        const byKey = await stranger.list(resource, { filter: { id: theirs[resource] } });
        expect([resource, byKey.status, byKey.total]).toEqual([resource, 200, 0]);
        const byWord = await stranger.list(resource, { filter: { q: MARKER } });
        expect([resource, byWord.status, byWord.total]).toEqual([resource, 200, 0]);
      }
      for (const [resource, filter] of [
        ['products', { include_deleted: true, name: MARKER }],
        ['customers', { include_deleted: true, city: MARKER }],
        ['orders', { 'customer.name': MARKER }],
        ['orders', { customerId: theirs.customers }],
        ['orders', { 'lines.productId': theirs.products }],
        ['orders', { 'lines.product.name': MARKER }],
        ['products', { categoryId: theirs.categories }],
        ['products', { 'category.name': MARKER }],
        ['categories', { parentId: theirs.categories }],
      ] as const) {
        const { status, total, body } = await stranger.list(resource, { filter });
        expect([filter, status, total]).toEqual([filter, 200, 0]);
        expect(body).not.toContain(`"${MARKER}`);
      }
      for (const path of ['dashboard', 'store', 'auth/me', 'docs-json']) {
        const { status, body } = await stranger.get(path);
        expect([path, status]).toEqual([path, 200]);
        expect(body).not.toContain(MARKER);
      }
      // The same, seen from the other side: the marker is there to be found.
      const owner = await shop.as(STAFF.owner);
      for (const resource of ['customers', 'products', 'orders', 'staff'] as const) {
        expect((await owner.list(resource, { filter: { q: MARKER } })).total).toBeGreaterThan(0);
      }
      expect((await owner.get('dashboard')).body).toContain(MARKER);
    });

    it('refers to nothing of another store, and says nothing of it', async () => {
      const before = await snapshot();
      for (const [method, path, body, pointer] of [
        ['POST', 'products', { ...BODIES['products'], categoryId: theirs.categories }, '/categoryId'],
        ['PATCH', `products/${String(own.products)}`, { categoryId: theirs.categories }, '/categoryId'],
        ['POST', 'categories', { name: 'N', parentId: theirs.categories }, '/parentId'],
        ['PATCH', `categories/${String(own.categories)}`, { parentId: theirs.categories }, '/parentId'],
        ['POST', 'orders', { customerId: theirs.customers, lines: [] }, '/customerId'],
        [
          'POST',
          'orders',
          { customerId: own.customers, lines: [{ productId: theirs.products, quantity: 1 }] },
          '/lines/0/productId',
        ],
        ['PATCH', `orders/${String(own.orders)}`, { customerId: theirs.customers }, '/customerId'],
        [
          'PATCH',
          `orders/${String(own.orders)}`,
          { lines: [{ productId: theirs.products, quantity: 1 }] },
          '/lines/0/productId',
        ],
      ] as const) {
        const { status, json, body: text } = await stranger.send(method, path, { json: body });
        expect([path, status, json.mistakes]).toEqual([
          path,
          422,
          [expect.objectContaining({ pointer, code: 'reference_not_found' })],
        ]);
        expect(text).not.toContain(MARKER);
      }
      const line = (await (await shop.as(STAFF.owner)).get(`orders/${String(theirs.orders)}`)).json.lines[0];
      const taken = await stranger.patch(`orders/${String(own.orders)}`, { lines: [{ id: line.id, quantity: 5 }] });
      expect(taken.status).toBe(422);
      expect(await snapshot()).toBe(before);
    });

    it('takes no store from a body', async () => {
      for (const [path, body] of [
        ['customers', { ...BODIES['customers'], storeId: 1 }],
        ['categories', { ...BODIES['categories'], storeId: 1 }],
        ['staff', { ...BODIES['staff'], storeId: 1 }],
      ] as const) {
        const { status, json } = await stranger.post(path, body);
        expect([path, status, json.mistakes]).toEqual([
          path,
          422,
          [expect.objectContaining({ pointer: '/storeId', code: 'unknown_field' })],
        ]);
      }
      for (const resource of RESOURCES) {
        const { body, rows } = await stranger.list(resource);
        expect(rows.length).toBeGreaterThan(0);
        expect(body).not.toContain('storeId');
        expect((await stranger.list(resource, { filter: { storeId: 1 } })).status).toBe(422);
      }
      const store = await stranger.patch('store', { id: 1, name: 'Harbour' });
      expect([store.status, (await shop.manager.findOneByOrFail(Store, { id: 1 })).name]).toEqual([422, MARKER]);
    });
  });
});

import { onEveryDatabase } from '../../../test/setup/databases.js';
import { express } from '../../../test/setup/platforms.js';
import { Order } from '../src/entities/order.js';
import type { ShopClient } from './fixtures/shop-client.js';
import { STAFF, TestShop } from './fixtures/test-shop.js';

const ROLES = ['owner', 'manager', 'clerk'] as const;
type Role = (typeof ROLES)[number];

/** What is sent, to what, and who may. */
interface Route {
  readonly may: readonly Role[];
  /** Makes a row that the route is used on; its key is put into the path. */
  readonly on?: (shop: TestShop) => Promise<number>;
  readonly body?: (n: number) => object;
}

const everybody = ROLES;
const managers = ['owner', 'manager'] as const;
const owners = ['owner'] as const;
let n = 0;

const makes = (resource: string, body: (n: number) => object) => async (shop: TestShop) => {
  const { status, json } = await (await shop.as(STAFF.owner)).post(resource, body(++n));
  if (status !== 201) throw new Error(`no ${resource}: ${JSON.stringify(json)}`);
  return json.id as number;
};
const deleted = (resource: string, body: (n: number) => object) => async (shop: TestShop) => {
  const id = await makes(resource, body)(shop);
  await (await shop.as(STAFF.owner)).delete(`${resource}/${String(id)}`);
  return id;
};

const customer = (n: number) => ({ name: `C ${String(n)}`, email: `c${String(n)}@mail.example`, city: 'Cork' });
const product = (n: number) => ({
  sku: `A-${String(n)}`,
  name: `P ${String(n)}`,
  categoryId: 2,
  price: '1.00',
  stock: 99,
  status: 'active',
});
const category = (n: number) => ({ name: `G ${String(n)}` });
const member = (n: number) => ({ name: 'M', email: `m${String(n)}@north.example`, password: 'twelve or more' });
/** One that is for sale, and of which there is enough. */
let forSale = 0;
const order = () => ({ customerId: 1, lines: [{ productId: forSale, quantity: 1 }] });

const orderIn =
  (...actions: string[]) =>
  async (shop: TestShop) => {
    const id = await makes('orders', order)(shop);
    for (const action of actions) await (await shop.as(STAFF.owner)).post(`orders/${String(id)}/${action}`);
    return id;
  };

/** Every route of the document. One that is not here fails: decide who may use it. */
const ROUTES: Readonly<Record<string, Route>> = {
  'GET /api/auth/me': { may: everybody },
  'GET /api/dashboard': { may: everybody },
  'GET /api/store': { may: everybody },
  'PATCH /api/store': { may: owners, body: () => ({ lowStockAt: 4 }) },

  'GET /api/staff': { may: owners },
  'POST /api/staff': { may: owners, body: member },
  'GET /api/staff/{id}': { may: owners, on: makes('staff', member) },
  'PATCH /api/staff/{id}': { may: owners, on: makes('staff', member), body: () => ({ name: 'N' }) },
  'PUT /api/staff/{id}': { may: owners, on: makes('staff', member), body: () => ({ name: 'N' }) },
  'DELETE /api/staff/{id}': { may: owners, on: makes('staff', member) },

  'GET /api/customers': { may: everybody },
  'POST /api/customers': { may: everybody, body: customer },
  'GET /api/customers/{id}': { may: everybody, on: makes('customers', customer) },
  'PATCH /api/customers/{id}': { may: everybody, on: makes('customers', customer), body: () => ({ city: 'Graz' }) },
  'PUT /api/customers/{id}': { may: everybody, on: makes('customers', customer), body: () => ({ city: 'Graz' }) },
  'DELETE /api/customers/{id}': { may: managers, on: makes('customers', customer) },
  'POST /api/customers/{id}/restore': { may: managers, on: deleted('customers', customer) },

  'GET /api/categories': { may: everybody },
  'POST /api/categories': { may: managers, body: category },
  'GET /api/categories/{id}': { may: everybody, on: makes('categories', category) },
  'PATCH /api/categories/{id}': { may: managers, on: makes('categories', category), body: () => ({ position: 3 }) },
  'PUT /api/categories/{id}': { may: managers, on: makes('categories', category), body: () => ({ position: 3 }) },
  'DELETE /api/categories/{id}': { may: managers, on: makes('categories', category) },

  'GET /api/products': { may: everybody },
  'POST /api/products': { may: managers, body: product },
  'GET /api/products/{id}': { may: everybody, on: makes('products', product) },
  'PATCH /api/products/{id}': { may: managers, on: makes('products', product), body: () => ({ stock: 3 }) },
  'PUT /api/products/{id}': { may: managers, on: makes('products', product), body: () => ({ stock: 3 }) },
  'DELETE /api/products/{id}': { may: managers, on: makes('products', product) },
  'POST /api/products/{id}/restore': { may: managers, on: deleted('products', product) },

  'GET /api/orders': { may: everybody },
  'POST /api/orders': { may: everybody, body: order },
  'GET /api/orders/{id}': { may: everybody, on: orderIn() },
  'PATCH /api/orders/{id}': { may: everybody, on: orderIn(), body: () => ({ note: 'n' }) },
  'PUT /api/orders/{id}': { may: everybody, on: orderIn(), body: () => ({ note: 'n' }) },
  'DELETE /api/orders/{id}': { may: managers, on: orderIn() },
  'POST /api/orders/{id}/place': { may: everybody, on: orderIn() },
  'POST /api/orders/{id}/pay': { may: everybody, on: orderIn('place') },
  'POST /api/orders/{id}/ship': { may: everybody, on: orderIn('place', 'pay') },
  'POST /api/orders/{id}/deliver': { may: everybody, on: orderIn('place', 'pay', 'ship') },
  'POST /api/orders/{id}/cancel': { may: everybody, on: orderIn('place') },

  'GET /api/audit-entries': { may: managers },
  'GET /api/audit-entries/{id}': { may: managers, on: async () => 1 },

  'POST /api/auth/logout': { may: everybody },
};

onEveryDatabase((database) => {
  if (database.name === 'mysql') return;
  let shop: TestShop;

  beforeAll(async () => {
    shop = await TestShop.start(database, express);
    // The first entry of the trail.
    await makes('customers', customer)(shop);
    forSale = await makes('products', product)(shop);
  });
  afterAll(() => shop.close());

  const use = async (who: ShopClient, name: string, { on, body }: Route) => {
    const [method = '', path = ''] = name.split(' ');
    const id = on ? await on(shop) : 0;
    const json = body?.(++n);
    return who.send(method, path.replace('/api/', '').replace('{id}', String(id)), json ? { json } : {});
  };

  it('has no route that is not decided on', async () => {
    const { paths } = (await shop.visitor.get('docs-json')).json as { paths: Record<string, Record<string, unknown>> };
    const names = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const known = [...Object.keys(ROUTES), 'POST /api/auth/login'];
    expect(names.toSorted()).toEqual(known.toSorted());
  });

  it.each(Object.entries(ROUTES))('%s', async (name, route) => {
    const statuses: Record<string, string> = {};
    for (const role of ROLES) {
      const ends = name.endsWith('/logout');
      const who = ends ? await shop.signIn(STAFF[role]) : await shop.as(STAFF[role]);
      const { status, json } = await use(who, name, route);
      statuses[role] = status < 300 ? 'may' : `${String(status)} ${String(json?.code)}`;
    }
    const expected = ROLES.map((role) => [role, route.may.includes(role) ? 'may' : '403 forbidden']);
    expect(statuses).toEqual(Object.fromEntries(expected));
    expect((await use(shop.visitor, name, route)).status).toBe(401);
  });

  it('is open to nobody but for the login', async () => {
    const orders = await shop.manager.count(Order);
    for (const path of ['products', 'products/1', 'orders/1/place', 'nothing', 'docs', 'order-lines', '_relations']) {
      const { status, body } = await shop.visitor.get(path);
      if (path === 'docs') expect(body).toContain('Swagger UI');
      else expect([path, status]).toEqual([path, path.startsWith('products') ? 401 : expect.any(Number)]);
      expect(body).not.toContain('Saucepan');
    }
    expect((await (await shop.as(STAFF.owner)).get('order-lines')).status).toBe(404);
    expect(await shop.manager.count(Order)).toBe(orders);
  });
});

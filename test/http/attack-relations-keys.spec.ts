import { RestView, View } from 'nestjs-restview';
import { Order, orderEntities, OrderRead, Tax } from '../fixtures/orders.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@View('orders', { model: Order, schema: OrderRead })
class OrderView extends RestView<Order, OrderRead> {}

@View('taxes', { model: Tax })
class RateView extends RestView<Tax> {
  override buildQuery(...given: Parameters<RestView<Tax>['buildQuery']>) {
    return super.buildQuery(...given).andWhere('tax.rate < 100');
  }
}

onEveryDatabase((database) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start(database, express, orderEntities, [OrderView, RateView]);
  });
  afterAll(() => app.close());

  it('makes and changes as many rows with keys of two parts as one list may have', async () => {
    const taxes = Array.from({ length: 1000 }, (_, index) => ({ kind: `k${String(index + 1000)}`, rate: 1 }));
    const made = await app.request('POST', '/orders', { json: { code: 'o1', lines: [], notes: [], taxes } });
    expect(made).toMatchObject({ status: 201, json: { taxes } });
    const higher = taxes.map((tax) => ({ ...tax, rate: 2 }));
    const changed = await app.request('PATCH', '/orders/1', { json: { taxes: higher } });
    expect(changed).toMatchObject({ status: 200, json: { taxes: higher } });
    const hidden = await app.request('PATCH', '/orders/1', { json: { taxes: [{ kind: 'k1000', rate: 200 }] } });
    expect(hidden).toMatchObject({ status: 403, json: { code: 'out_of_scope' } });
  });
});

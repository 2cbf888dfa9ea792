import { Field, IdRef, RestView, View } from 'nestjs-restview';
import { Label, Order, OrderLine, Remark } from '../fixtures/order-line.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

/** Beyond what one expression of alternatives may have on SQLite. */
const LINES = 1500;

class LabelRead {
  @Field() name!: string;
  @IdRef(() => OrderLine) lines?: string[];
}

@View('labels', { model: Label, schema: LabelRead })
class LabelView extends RestView<Label, LabelRead> {}

onEveryDatabase((database) => {
  let app: TestApp;
  const ids = Array.from({ length: LINES }, (_, index) => `1/${String(index + 1)}`);

  beforeAll(async () => {
    app = await TestApp.start(database, express, [Order, OrderLine, Label, Remark], [LabelView]);
    const { manager } = app.dataSource;
    await manager.insert(Order, { buyer: 'Ada' });
    const lines = ids.map((_, index) => ({ orderId: 1, lineNo: index + 1, title: 'tea' }));
    await manager.createQueryBuilder().insert().into(OrderLine).values(lines).updateEntity(false).execute();
  });
  afterAll(() => app.close());

  it('a body names more rows by keys of two columns than an expression may have alternatives', async () => {
    const made = await app.request('POST', '/labels', { json: { name: 'new', lines: ids } });
    expect(made.status).toBe(201);
    expect(made.json.lines).toEqual(ids);
    const fewer = await app.request('PATCH', '/labels/new', { json: { lines: ['1/7'] } });
    expect([fewer.status, fewer.json]).toEqual([200, { name: 'new', lines: ['1/7'] }]);
    const cleared = await app.request('PATCH', '/labels/new', { json: { lines: [] } });
    expect([cleared.status, cleared.json]).toEqual([200, { name: 'new', lines: [] }]);
  });
});

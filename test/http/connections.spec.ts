import { RestView, View } from 'nestjs-restview';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { type Database, databases, dropDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class Stock {
  @PrimaryColumn({ type: 'int' }) id!: number;
  @Column({ length: 20 }) name!: string;
  @Column({ type: 'int', nullable: true }) amount!: number | null;
}

@View('stocks', { model: Stock })
class StockView extends RestView<Stock> {}

const postgres = databases.find(({ name }) => name === 'postgres');
const suite = postgres ? describe : describe.skip;

/** The replica is a database of its own, which lags behind as long as nobody writes to it. */
suite('a view on a primary with a replica', () => {
  let app: TestApp;
  let replica: DataSource;

  beforeAll(async () => {
    if (!postgres) throw new Error('no PostgreSQL');
    const behind = await postgres.dataSourceOptions([Stock]);
    replica = await new DataSource(behind).initialize();
    const replicated: Database = {
      ...postgres,
      dataSourceOptions: async (entities) => {
        const primary = await postgres.dataSourceOptions(entities);
        if (primary.type !== 'postgres') throw new Error('no PostgreSQL');
        return {
          ...primary,
          replication: { master: { url: urlOf(primary) }, slaves: [{ url: urlOf(behind) }] },
        };
      },
    };
    app = await TestApp.start(replicated, express, [Stock], [StockView]);
  });

  beforeEach(async () => {
    const { manager } = app.dataSource;
    await manager.createQueryBuilder().delete().from(Stock).execute();
    await manager.insert(Stock, { id: 1, name: 'new', amount: 2 });
    await replica.manager.clear(Stock);
    await replica.manager.insert(Stock, { id: 1, name: 'old', amount: 1 });
  });

  afterAll(async () => {
    await replica.destroy();
    await app.close();
    await dropDatabase(replica.options);
  });

  it('reads from the replica', async () => {
    const { json } = await app.request('GET', '/stocks/1');
    expect(json).toEqual({ id: 1, name: 'old', amount: 1 });
    expect((await app.request('GET', '/stocks')).json.items).toEqual([json]);
  });

  it('compares what an update changes with the primary', async () => {
    const { status, json } = await app.request('PATCH', '/stocks/1', { json: { name: 'old' } });
    expect([status, json]).toEqual([200, { id: 1, name: 'old', amount: 2 }]);
  });

  it('updates and removes rows that the replica does not have yet', async () => {
    await replica.manager.clear(Stock);
    expect((await app.request('PATCH', '/stocks/1', { json: { amount: 3 } })).json).toEqual({
      id: 1,
      name: 'new',
      amount: 3,
    });
    expect((await app.request('DELETE', '/stocks/1')).status).toBe(204);
  });
});

suite('a view whose DataSource is closed', () => {
  it('answers 503 until it is open again', async () => {
    if (!postgres) throw new Error('no PostgreSQL');
    const app = await TestApp.start(postgres, express, [Stock], [StockView], {}, {}, { nest: { logger: false } });
    await app.dataSource.destroy();
    for (const [method, path, json] of [
      ['GET', '/stocks', undefined],
      ['GET', '/stocks/1', undefined],
      ['POST', '/stocks', { id: 1, name: 'new' }],
      ['PATCH', '/stocks/1', { name: 'old' }],
      ['DELETE', '/stocks/1', undefined],
    ] as const) {
      const answer = await app.request(method, path, json && { json });
      expect([method, path, answer.status, answer.json.code]).toEqual([method, path, 503, 'unavailable']);
    }
    await app.dataSource.initialize();
    expect((await app.request('POST', '/stocks', { json: { id: 1, name: 'new' } })).status).toBe(201);
    expect((await app.request('GET', '/stocks')).json.total).toBe(1);
    await app.close();
  });
});

function urlOf(options: object): string {
  const url: unknown = Reflect.get(options, 'url');
  if (typeof url !== 'string') throw new Error('a database without a URL');
  return url;
}

import { Logger } from '@nestjs/common';
import { RestView, type RestviewRootOptions, View } from 'nestjs-restview';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { LogRecorder } from '../fixtures/log-recorder.js';
import { TestApp } from '../fixtures/test-app.js';
import { type Database, databases } from '../setup/databases.js';
import { platforms } from '../setup/platforms.js';

@Entity()
class Leaf {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) shape!: string;
}

@View('leaves', { model: Leaf })
class LeafView extends RestView<Leaf> {}

const postgres = databases.find(({ name }) => name === 'postgres');
const suite = postgres ? describe : describe.skip;

suite.each(platforms)('statements of views on PostgreSQL and $name', (platform) => {
  let app: TestApp;
  const log = new LogRecorder();

  const start = async (options: RestviewRootOptions = {}) => {
    if (!postgres) throw new Error('no PostgreSQL');
    const pooled: Database = {
      ...postgres,
      dataSourceOptions: async (entities) => ({ ...(await postgres.dataSourceOptions(entities)), extra: { max: 1 } }),
    };
    app = await TestApp.start(pooled, platform, [Leaf], [LeafView], options, {}, { nest: { logger: log } });
    await app.dataSource.manager.insert(Leaf, [{ shape: 'oval' }, { shape: 'round' }]);
    log.clear();
  };
  afterEach(async () => {
    Logger.overrideLogger(['error', 'warn', 'log']);
    await app.close();
  });

  const prepared = async () => {
    const rows: { statement: string }[] = await app.dataSource.query('SELECT statement FROM pg_prepared_statements');
    return rows.map(({ statement }) => statement);
  };
  const readAll = async () => {
    for (let run = 0; run < 4; run++) {
      const one = await app.request('GET', `/leaves/${String((run % 2) + 1)}`);
      expect(one).toMatchObject({ status: 200, json: { id: (run % 2) + 1 } });
      const page = await app.request('GET', `/leaves?page_size=1&page=${String((run % 2) + 1)}`);
      expect(page).toMatchObject({ status: 200, json: { total: 2, items: [{ id: (run % 2) + 1 }] } });
    }
  };

  it('are prepared: one for each shape, whatever row or page is asked for', async () => {
    await start();
    await readAll();
    const statements = await prepared();
    expect(statements).toHaveLength(3);
    expect(statements.filter((sql) => /COUNT/.test(sql))).toHaveLength(1);
    expect(statements.filter((sql) => /LIMIT \$1 OFFSET \$2$/.test(sql))).toHaveLength(1);
  });

  it('are not where the application says so', async () => {
    await start({ preparedStatements: false });
    await readAll();
    expect(await prepared()).toEqual([]);
  });

  it('are given up, with a warning and no failing request, where the server loses them', async () => {
    await start();
    await readAll();
    await app.dataSource.query('DEALLOCATE ALL');
    await readAll();
    expect(await prepared()).toEqual([]);
    expect(log.of('warn')).toEqual([expect.stringContaining('preparedStatements')]);
  });

  it('are given up in a write too, which is run again', async () => {
    await start();
    const patch = (shape: string) => app.request('PATCH', '/leaves/1', { json: { shape } });
    for (const shape of ['a', 'b', 'c', 'd'])
      expect(await patch(shape)).toMatchObject({ status: 200, json: { shape } });
    expect(await prepared()).not.toEqual([]);
    await app.dataSource.query('DEALLOCATE ALL');
    expect(await patch('e')).toMatchObject({ status: 200, json: { shape: 'e' } });
    expect(await prepared()).toEqual([]);
  });

  it('outlive a change of their tables', async () => {
    await start();
    await readAll();
    await app.dataSource.query('ALTER TABLE leaf ALTER COLUMN shape TYPE text');
    await readAll();
    const change = await app.request('PATCH', '/leaves/1', { json: { shape: 'new' } });
    expect(change).toMatchObject({ status: 200, json: { shape: 'new' } });
    expect(log.of('warn')).toEqual([]);
    expect(log.of('error')).toEqual([]);
  });
});

import { RestView, View, type ViewContext } from 'nestjs-restview';
import { AfterLoad, Column, Entity, PrimaryGeneratedColumn, type SelectQueryBuilder } from 'typeorm';
import { LogRecorder } from '../fixtures/log-recorder.js';
import { TestApp } from '../fixtures/test-app.js';
import { type Database, databases } from '../setup/databases.js';
import { platforms } from '../setup/platforms.js';

let pageFails = false;

@Entity()
class Seed {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) kind!: string;

  @AfterLoad()
  fail() {
    if (pageFails) throw new Error('the page fails');
  }
}

/** What happens, in order. */
const seen: string[] = [];
const counting = { until: Promise.resolve(), fails: false };

@View('seeds', { model: Seed })
class SeedView extends RestView<Seed> {
  override async count(rows: SelectQueryBuilder<Seed>, context: ViewContext) {
    seen.push('count begins');
    await counting.until;
    const count = await super.count(rows, context);
    seen.push('count ends');
    if (counting.fails) throw new Error('the count fails');
    return count;
  }
}

const postgres = databases.find(({ name }) => name === 'postgres');
const suite = postgres ? describe : describe.skip;

suite.each(platforms)('the total of a list on PostgreSQL and $name', (platform) => {
  let app: TestApp;

  const start = async (max: number) => {
    if (!postgres) throw new Error('no PostgreSQL');
    const pooled: Database = {
      ...postgres,
      dataSourceOptions: async (entities) => ({ ...(await postgres.dataSourceOptions(entities)), extra: { max } }),
    };
    app = await TestApp.start(pooled, platform, [Seed], [SeedView], {}, {}, { nest: { logger: new LogRecorder() } });
    await app.dataSource.manager.insert(
      Seed,
      Array.from({ length: 5 }, (_, number) => ({ kind: number < 3 ? 'oat' : 'rye' })),
    );
    app.dataSource.subscribers.push({
      afterQuery: ({ query }) => {
        if (query.includes('LIMIT')) seen.push('page ends');
      },
    });
  };
  const list = async (query: string) => {
    seen.length = 0;
    const { status, json } = await app.request('GET', `/seeds?page_size=2${query}`);
    return { status, total: json.total };
  };
  /** Counts wait until their page has ended, which is never if the page waits for them. */
  const letPagesGoFirst = () => {
    counting.until = new Promise((resolve) => {
      app.dataSource.subscribers.push({
        afterQuery: ({ query }) => {
          if (query.includes('LIMIT')) resolve();
        },
      });
    });
  };

  afterEach(async () => {
    pageFails = counting.fails = false;
    counting.until = Promise.resolve();
    await app.close();
  });

  it('is counted beside the page once a page like it did not tell', async () => {
    await start(4);
    expect(await list('&kind=oat')).toEqual({ status: 200, total: 3 });
    expect(seen).toEqual(['page ends', 'count begins', 'count ends']);
    letPagesGoFirst();
    expect(await list('&kind=oat')).toEqual({ status: 200, total: 3 });
    expect(seen).toEqual(['count begins', 'page ends', 'count ends']);
    // Another shape is another matter.
    expect(await list('')).toEqual({ status: 200, total: 5 });
    expect(seen).toEqual(['page ends', 'count begins', 'count ends']);
  });

  it('is counted beside a walk too', async () => {
    await start(4);
    const walk = '&cursor=&include_total=true';
    expect(await list(walk)).toEqual({ status: 200, total: 5 });
    expect(seen[0]).toBe('page ends');
    expect(await list(walk)).toEqual({ status: 200, total: 5 });
    expect(seen[0]).toBe('count begins');
  });

  it('is not counted beside the page when the last page like it did tell', async () => {
    await start(4);
    await list('&kind=oat');
    expect(await list('&kind=none')).toEqual({ status: 200, total: 0 });
    expect(seen).toEqual(['count begins', 'page ends', 'count ends']);
    expect(await list('&kind=none')).toEqual({ status: 200, total: 0 });
    expect(seen).toEqual(['page ends']);
  });

  it('waits for the page where there is one connection for both', async () => {
    await start(1);
    for (let run = 0; run < 3; run++) {
      expect(await list('')).toEqual({ status: 200, total: 5 });
      expect(seen).toEqual(['page ends', 'count begins', 'count ends']);
    }
  });

  it('that fails beside the page fails the answer, and nothing else', async () => {
    await start(4);
    await list('');
    counting.fails = true;
    expect(await list('')).toMatchObject({ status: 500 });
    expect(seen[0]).toBe('count begins');
    counting.fails = false;
    expect(await list('')).toEqual({ status: 200, total: 5 });
  });

  it('has been counted when the page fails: nothing of a request goes on after its answer', async () => {
    await start(4);
    await list('');
    letPagesGoFirst();
    pageFails = true;
    expect(await list('')).toMatchObject({ status: 500 });
    expect(seen).toEqual(['count begins', 'page ends', 'count ends']);
  });
});

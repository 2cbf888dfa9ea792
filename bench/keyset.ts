/**
 * What the depth of a page costs: page 1 and page 1,000 of a list of 100,000 rows on PostgreSQL, walked by cursor and
 * counted by offset.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RestView, RestviewModule, View } from 'nestjs-restview';
import { Column, DataSource, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { type Cost, measure, type Rounds } from './measure.js';
import { startPostgres } from './postgres.js';

const ROWS = 100_000;
const PAGE_SIZE = 50;
const DEEP_PAGE = 1000;
/** What a deep page of a walk may cost, as a multiple of the first page. */
const ALLOWED = 2;
const ROUNDS: Rounds = { rounds: 40, turn: 10, warmUp: 5 };

@Entity('bench_keyset_event')
@Index(['happenedAt', 'id'])
@Index(['recordedAt', 'id'])
class Event {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80 }) name!: string;
  @Column({ type: 'timestamptz', nullable: true }) happenedAt!: Date | null;
  @Column({ type: 'timestamptz' }) recordedAt!: Date;
}

@View('events', { model: Event })
class EventView extends RestView<Event> {}

interface Page {
  readonly items: readonly object[];
  readonly next?: string | null;
}

async function createApp(url: string): Promise<NestFastifyApplication> {
  @Module({
    imports: [
      TypeOrmModule.forRoot({ type: 'postgres', url, entities: [Event], synchronize: true, dropSchema: false }),
      RestviewModule.forRoot(),
    ],
    controllers: [EventView],
  })
  class AppModule {}

  const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: ['error'] });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** Three events each share a time; a tenth of them have no time at which they happened. */
async function fill(dataSource: DataSource): Promise<void> {
  await dataSource.query('TRUNCATE bench_keyset_event RESTART IDENTITY');
  await dataSource.query(
    `INSERT INTO bench_keyset_event (name, "happenedAt", "recordedAt")
     SELECT 'event ' || n, CASE WHEN n % 10 = 0 THEN NULL ELSE at END, at
     FROM generate_series(1, $1::int) n,
          LATERAL (SELECT timestamptz '2026-01-01' + (n * 7919::bigint % $1::int / 3) * interval '1 minute' AS at) t`,
    [ROWS],
  );
  await dataSource.query('VACUUM ANALYZE bench_keyset_event');
}

async function run(app: NestFastifyApplication, sort: string): Promise<Record<string, Cost>> {
  const get = async (query: string): Promise<Page> => {
    const url = `/events?sort=${sort}&page_size=${PAGE_SIZE}&${query}`;
    const { statusCode, body } = await app.inject({ method: 'GET', url });
    if (statusCode !== 200) throw new Error(`GET ${url} answers ${statusCode}: ${body}`);
    return JSON.parse(body) as Page;
  };
  const byCursor = (cursor: string) => get(`cursor=${encodeURIComponent(cursor)}`);
  // Without the total, which a walk does not count either.
  const byOffset = (page: number) => get(`page=${page}&include_total=false`);

  let cursor = '';
  for (let page = 1; page < DEEP_PAGE; page += 1) cursor = (await byCursor(cursor)).next ?? '';
  deepStrictEqual((await byCursor('')).items, (await byOffset(1)).items);
  deepStrictEqual((await byCursor(cursor)).items, (await byOffset(DEEP_PAGE)).items);

  return measure(
    {
      'cursor, page 1': () => byCursor(''),
      [`cursor, page ${DEEP_PAGE}`]: () => byCursor(cursor),
      'offset, page 1': () => byOffset(1),
      [`offset, page ${DEEP_PAGE}`]: () => byOffset(DEEP_PAGE),
    },
    ROUNDS,
  );
}

function ratios(costs: Readonly<Record<string, Cost>>): Record<string, Cost> {
  const [first] = Object.values(costs);
  if (!first) return {};
  return Object.fromEntries(
    Object.entries(costs).map(([name, { wall, cpu }]) => [
      name,
      { wall: Number((wall / first.wall).toFixed(2)), cpu: Number((cpu / first.cpu).toFixed(2)) },
    ]),
  );
}

function isDeepCheap(costs: Readonly<Record<string, Cost>>): boolean {
  const [first, deep] = Object.values(ratios(costs));
  return first !== undefined && deep !== undefined && deep.wall <= ALLOWED && deep.cpu <= ALLOWED;
}

const postgres = await startPostgres();
try {
  const app = await createApp(postgres.url);
  const dataSource = app.get(DataSource);
  await fill(dataSource);
  console.log(`${ROWS} rows, ${PAGE_SIZE} to a page; "cursor, page 1" is 1. CPU is that of the application alone.`);
  const sorts: Record<string, object> = {};
  for (const sort of ['happenedAt', 'recordedAt']) {
    const costs = await run(app, sort);
    sorts[sort] = { costs, ratios: ratios(costs) };
    console.log(`\nsort=${sort} (${sort === 'happenedAt' ? 'a tenth is NULL' : 'never NULL'})`);
    console.table(ratios(costs));
    if (isDeepCheap(costs)) continue;
    console.error(`Page ${DEEP_PAGE} by cursor costs more than ${ALLOWED} times what page 1 does.`);
    process.exitCode = 1;
  }
  await dataSource.query('DROP TABLE bench_keyset_event');
  await app.close();

  const results = new URL('../results/', import.meta.url);
  await mkdir(results, { recursive: true });
  const setting = { rows: ROWS, pageSize: PAGE_SIZE, deepPage: DEEP_PAGE, ...ROUNDS };
  const report = { date: new Date().toISOString(), node: process.version, setting, sorts };
  await writeFile(new URL('keyset.json', results), `${JSON.stringify(report, null, 2)}\n`);
} finally {
  await postgres.stop();
}

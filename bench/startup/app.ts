/** Starts an application of one kind, with as many resources as it is told, on SQLite; tells what that has cost. */
import { Module, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { byHand } from './by-hand.js';
import { makeEntity, type Row } from './entity.js';
import { restview } from './restview.js';
import type { Kind, Start } from './start.js';

const RESOURCES: Readonly<Record<Kind, (entities: readonly (new () => Row)[]) => ModuleMetadata>> = {
  entities: () => ({}),
  'by hand': byHand,
  restview,
};

@Module({})
class AppModule {}

const [kind = '', count] = process.argv.slice(2);
const before = performance.now();
const entities = Array.from({ length: Number(count) }, (_, number) => makeEntity(number));
const { imports = [], controllers = [] } = RESOURCES[kind as Kind](entities);
const app = await NestFactory.create<NestFastifyApplication>(
  {
    module: AppModule,
    imports: [TypeOrmModule.forRoot({ type: 'better-sqlite3', database: ':memory:', entities }), ...imports],
    controllers,
  },
  new FastifyAdapter(),
  { logger: ['error'] },
);
await app.init();
await app.getHttpAdapter().getInstance().ready();
const time = performance.now() - before;
globalThis.gc?.();
process.send?.({ time, heap: process.memoryUsage().heapUsed } satisfies Start);
await app.close();
process.disconnect();

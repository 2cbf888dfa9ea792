import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject } from '@nestjs/swagger';
import { createDocument } from 'nestjs-restview';
import { createApp } from '../../apps/quickstart/src/app.js';
import { databaseAt } from '../../apps/shop/src/database.js';
import { createShop } from '../../apps/shop/src/shop.js';
import type { TestApp } from '../fixtures/test-app.js';
import { type Database, databases } from '../setup/databases.js';
import { objectionsTo, typeErrorsIn, typesOf } from '../setup/documents.js';
import { express, type Platform } from '../setup/platforms.js';
import { startBlog } from './blog/blog.js';
import { startTracker } from './tracker/tracker.js';

const about = (version: string) =>
  new DocumentBuilder().setTitle('A test').setDescription('A test').setOpenAPIVersion(version).build();

type Documents = Readonly<Record<'3.0.0' | '3.1.0', OpenAPIObject>>;

const documentsOf = (app: INestApplication): Documents => ({
  '3.0.0': createDocument(app, about('3.0.0')),
  '3.1.0': createDocument(app, about('3.1.0')),
});

async function ofQuickstart(): Promise<Documents> {
  const app = await createApp(':memory:');
  const documents = documentsOf(app);
  await app.close();
  return documents;
}

async function ofShop(): Promise<Documents> {
  const app = await createShop({ database: databaseAt(':memory:'), secret: 'of this test' });
  const documents = documentsOf(app);
  await app.close();
  return documents;
}

async function ofTestApp(start: (database: Database, platform: Platform) => Promise<TestApp>): Promise<Documents> {
  const app = await start(databases[0]!, express);
  const documents = documentsOf(app.app);
  await app.close();
  return documents;
}

/** Compiles only if a generator finds the names, types and values that a person would write. */
const probe = `
type Query = NonNullable<operations['listCoffees']['parameters']['query']>;
const query: Query = { price__gte: '12.00', roast__in: ['dark'], sort: ['-price', 'roaster.name'], page_size: 3 };
// @ts-expect-error -- no roast is burnt
const burnt: Query = { roast: 'burnt' };
// @ts-expect-error -- what costs is never shown, nor sorted by
const cost: Query = { sort: ['cost'] };
type Coffee = operations['getCoffee']['responses'][200]['content']['application/json'];
declare const coffee: Coffee;
const city: string = coffee.roaster.city;
// @ts-expect-error -- write-only
const hidden = coffee.cost;
type Problem = operations['updateCoffee']['responses'][409]['content']['application/problem+json'];
const code: Problem['code'] = 'unique_violation';
type Body = operations['createCoffee']['requestBody']['content']['application/json'];
const body: Body = { name: 'Guji', origin: 'Ethiopia', price: '12.50', roasterId: 1 };
export const all = [query, burnt, cost, city, hidden, code, body];
`;

describe.each([
  ['quickstart', ofQuickstart, probe],
  ['shop', ofShop, ''],
  ['blog', () => ofTestApp(startBlog), ''],
  ['tracker', () => ofTestApp(startTracker), ''],
])('the document of the %s', (_name, make, used) => {
  let documents: Documents;
  beforeAll(async () => {
    documents = await make();
  });

  it.each(['3.0.0', '3.1.0'] as const)('is valid OpenAPI %s, and a linter finds nothing', async (version) => {
    expect(documents[version].openapi).toBe(version);
    expect(await objectionsTo(documents[version])).toEqual([]);
  });

  it('gives a generator of clients types that compile', async () => {
    expect(typeErrorsIn(await typesOf(documents['3.0.0'], used))).toEqual([]);
  });
});

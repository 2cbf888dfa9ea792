import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { type HttpAnswer, request, urlOf } from '../../../test/setup/http.js';
import { createApp } from '../src/app.js';
import { seed } from '../src/seed.js';
import { type Trial, whatToTry } from '../src/what-to-try.js';
import { writeDocument } from '../src/write-document.js';

/** Sends what a printed curl command would send. */
async function run(command: string, headers: Readonly<Record<string, string>> = {}): Promise<HttpAnswer> {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const after = (flag: string) => words.flatMap((word, index) => (word === flag ? [words[index + 1] ?? ''] : []));
  const url = new URL(words.find((word) => word.startsWith('http')) ?? '');
  const [body] = after('-d');
  const [method = body === undefined ? 'GET' : 'POST'] = after('-X');
  const sent = Object.fromEntries(after('-H').map((header) => header.split(/:\s*/, 2) as [string, string]));
  return request(app, method, url.pathname + url.search, {
    headers: { ...sent, ...headers },
    ...(body !== undefined && { body }),
  });
}

const staff = { 'x-staff': 'yes' };
let app: INestApplication;

describe('the quickstart', () => {
  let folder: string;
  let trials: readonly Trial[];

  const open = async () => {
    app = await createApp(join(folder, 'data', 'coffee.sqlite'));
    await seed(app);
    await app.listen(0, '127.0.0.1');
    trials = await whatToTry(app, urlOf(app));
  };
  const get = (path: string, headers = {}) => request(app, 'GET', path, { headers });
  const total = async (headers = {}) => (await get('/coffees', headers)).json.total;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'restview-quickstart-'));
    await open();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('makes its database and fills it once', async () => {
    expect(await total(staff)).toBe(360);
    expect(await total()).toBe(333);
    await app.close();
    await open();
    expect(await total(staff)).toBe(360);
  });

  it('writes its document without listening', async () => {
    const file = join(folder, 'openapi.json');
    await writeDocument(file);
    const { paths } = JSON.parse(await readFile(file, 'utf8')) as OpenAPIObject;
    expect(paths['/coffees/{id}/retire']?.post?.operationId).toBe('retireCoffee');
    expect(JSON.stringify(paths['/coffees']?.get)).toContain('"titleField":"name"');
    const { json } = await get('/docs-json');
    expect(json.paths).toEqual(paths);
  });

  it('shows a page of a list', async () => {
    const answer = await run(trials[0]!.command);
    expect(answer.status).toBe(200);
    const page = answer.json;
    expect(page).toMatchObject({ total: 333, page: 2, page_size: 3, total_pages: 111 });
    expect(page.items).toHaveLength(3);
    const roaster = { city: expect.any(String) };
    expect(page.items[0]).toMatchObject({ price: expect.stringMatching(/^\d+\.\d\d$/), roaster });
    expect(page.items[0]).not.toHaveProperty('cost');
    const names = page.items.map(({ name }: { name: string }) => name);
    expect(names).toEqual(names.toSorted());
  });

  it('filters, sorts and shows some fields', async () => {
    const { status, json } = await run(trials[1]!.command);
    expect(status).toBe(200);
    expect(json.total).toBeGreaterThan(0);
    const prices = json.items.map(({ price }: { price: string }) => Number(price));
    expect(prices).toEqual(prices.toSorted((one: number, other: number) => other - one));
    expect(prices.at(-1)).toBeGreaterThanOrEqual(15);
    for (const item of json.items) {
      expect(item).toEqual({
        name: expect.any(String),
        price: expect.any(String),
        roaster: { city: expect.stringMatching(/^(Porto|Ghent)$/) },
      });
    }
  });

  it('takes alternatives across fields', async () => {
    const { status, json } = await run(trials[2]!.command);
    expect(status).toBe(200);
    expect(json.total).toBeGreaterThan(3);
    for (const { roast, origin, price } of json.items) {
      expect(roast === 'dark' || (origin === 'Ethiopia' && Number(price) < 12)).toBe(true);
    }
  });

  it('searches in a coffee and its roaster', async () => {
    const { status, json } = await run(trials[3]!.command);
    expect(status).toBe(200);
    expect(json.total).toBeGreaterThan(3);
    for (const item of json.items) {
      expect(item).toMatchObject({ origin: 'Kenya', roaster: { name: 'Slow Tide Coffee' } });
    }
  });

  it('walks a list by cursor, by what the answer says and by its Link', async () => {
    const { command } = trials[4]!;
    const first = await run(command);
    expect(first.status).toBe(200);
    expect(first.json).toMatchObject({ page_size: 3, prev: null, next: expect.any(String) });
    expect(first.json).not.toHaveProperty('total');
    const second = await run(command.replace('cursor=', `cursor=${first.json.next}`));
    expect(second.json.items).toHaveLength(3);
    const pages = await get('/coffees?sort=-price&page_size=6');
    expect([...first.json.items, ...second.json.items]).toEqual(pages.json.items);

    const [, next] = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '') ?? [];
    expect((await get(next ?? '')).json).toEqual(second.json);
  });

  it('makes a row and says where it is; the second time it is a conflict', async () => {
    const { command } = trials[5]!;
    const created = await run(command);
    expect(created.status).toBe(201);
    const coffee = created.json;
    expect(coffee).toMatchObject({ name: 'Sunday Blend', roast: 'medium', price: '12.50', notes: [] });
    expect(coffee).not.toHaveProperty('cost');
    const found = await get(created.headers.get('location') ?? '');
    expect(found.json).toEqual(coffee);

    const again = await run(command);
    expect([again.status, again.json.code]).toEqual([409, 'unique_violation']);
  });

  it('names all that is wrong with a request', async () => {
    const answer = await run(trials[6]!.command);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const { errors } = answer.json;
    expect(errors.map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`).sort()).toEqual([
      '/name is_not_empty',
      '/origin required',
      '/price required',
      '/prize unknown_field',
      '/roast enum',
      '/roasterId required',
    ]);
  });

  it('retires a coffee, which visitors then do not find', async () => {
    const { command } = trials[7]!;
    const retired = await run(command);
    expect(retired.status).toBe(200);
    const coffee = retired.json;
    expect(coffee.retiredAt).not.toBeNull();
    expect((await run(command)).status).toBe(404);
    expect((await get(`/coffees/${coffee.id}`)).status).toBe(404);
    expect((await get(`/coffees/${coffee.id}`, staff)).status).toBe(200);
  });

  it('lets only staff change roasters', async () => {
    const { command } = trials[8]!;
    expect((await run(command)).status).toBe(403);
    const refused = await run(command, staff);
    expect([refused.status, refused.json.code]).toEqual([409, 'still_referenced']);
    const blocked = await run(trials[9]!.command);
    expect(blocked).toMatchObject({ status: 409, json: { blockers: [{ path: 'coffees', field: 'roasterId' }] } });
  });

  it('serves its document', async () => {
    expect((await get('/docs')).status).toBe(200);
    const { paths } = (await get('/docs-json')).json;
    expect(Object.keys(paths).sort()).toEqual([
      '/coffees',
      '/coffees/{id}',
      '/coffees/{id}/retire',
      '/roasters',
      '/roasters/{id}',
    ]);
  });
});

import { callerOf } from '../fixtures/caller.js';
import { Article, REACT_ADMIN_ENTITIES, REACT_ADMIN_VIEWS, Writer } from '../fixtures/react-admin-world.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

/** `filter=…` and the like, in JSON. */
export function asked(parameters: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) query.set(name, JSON.stringify(value));
  return `?${String(query)}`;
}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start(database, platform, REACT_ADMIN_ENTITIES, REACT_ADMIN_VIEWS, { caller: callerOf });
    await app.dataSource.getRepository(Writer).save([{ name: 'Ada' }, { name: 'Bob' }, { name: 'Hidden' }]);
    await app.dataSource.getRepository(Article).save(
      Array.from({ length: 60 }, (_, index) => ({
        title: `Article ${String(index + 1).padStart(2, '0')}`,
        stock: index,
        writerId: (index % 2) + 1,
        size: { width: index, unit: null },
      })),
    );
  });

  afterAll(() => app.close());

  test('lists a range as a bare array with Content-Range', async () => {
    const { status, json, headers } = await app.request(
      'GET',
      `/articles${asked({ sort: ['title', 'DESC'], range: [0, 24], filter: {} })}`,
    );
    expect([status, json.length, json[0].title]).toEqual([200, 25, 'Article 60']);
    expect(headers.get('content-range')).toBe('items 0-24/60');
    expect(headers.get('access-control-expose-headers')).toBe('Content-Range');
  });

  test('PUT takes a whole record back and answers with it', async () => {
    const { json } = await app.request('GET', '/articles/3');
    const { status, json: changed } = await app.request('PUT', '/articles/3', { json: { ...json, title: 'Changed' } });
    expect(status).toBe(200);
    expect(changed).toEqual({ ...json, title: 'Changed' });
  });

  test('DELETE answers 200 with the record, also to text/plain', async () => {
    const { json: made } = await app.request('POST', '/articles', {
      json: { title: 'Gone', size: { width: 1, unit: null }, topics: [] },
    });
    const { status, json } = await app.request('DELETE', `/articles/${String(made.id)}`, {
      headers: { 'Content-Type': 'text/plain' },
    });
    expect([status, json.id, json.title]).toEqual([200, made.id, 'Gone']);
  });

  test('tells what is wrong by field', async () => {
    const { status, json } = await app.request('PUT', '/articles/3', { json: { title: 'x', stock: 'many' } });
    expect(status).toBe(422);
    expect(json.errors).toEqual({ title: 'The title has 2 to 80 characters.', stock: expect.any(String) });
    expect(json.mistakes).toHaveLength(2);
    expect(json.message).toBe(json.detail);
  });
});

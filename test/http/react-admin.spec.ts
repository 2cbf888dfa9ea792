import { callerOf } from '../fixtures/caller.js';
import { jsonQuery } from '../fixtures/json-query.js';
import {
  Article,
  Chore,
  Country,
  Place,
  REACT_ADMIN_ENTITIES,
  REACT_ADMIN_VIEWS,
  Seat,
  Topic,
  Writer,
} from '../fixtures/react-admin-world.js';
import { TestApp } from '../fixtures/test-app.js';
import type { HttpAnswer } from '../setup/http.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;

  const list = (parameters: Readonly<Record<string, unknown>>, path = '/articles', admin = false) =>
    app.request('GET', path + jsonQuery(parameters), { headers: admin ? { 'x-admin': 'yes' } : {} });
  const idsOf = ({ json, status }: HttpAnswer): unknown =>
    status === 200 ? (json as { id: unknown }[]).map(({ id }) => id) : json;
  const filtered = async (filter: unknown, path?: string) => idsOf(await list({ filter, range: [0, 999] }, path));
  /** What is wrong with a query, as `parameter code`. */
  const refusal = ({ status, json }: HttpAnswer): unknown => [
    status,
    ...(json.mistakes as { parameter: string; code: string }[]).map(({ parameter, code }) => `${parameter} ${code}`),
  ];
  const refused = async (filter: unknown) => refusal(await list({ filter }));

  beforeAll(async () => {
    app = await TestApp.start(database, platform, REACT_ADMIN_ENTITIES, REACT_ADMIN_VIEWS, { caller: callerOf });
    const { manager } = app.dataSource;
    await manager.save(Writer, [{ name: 'Ada' }, { name: 'Bob' }, { name: 'Hidden' }]);
    const topics = await manager.save(Topic, [{ name: 'red' }, { name: 'blue' }]);
    await manager.save(
      Article,
      Array.from({ length: 60 }, (_, index) => ({
        title: `Article ${String(index + 1).padStart(2, '0')}`,
        note: index % 2 === 0 ? null : `note ${String(index)}`,
        status: ['draft', 'open', 'done'][index % 3]!,
        price: `${String(index)}.50`,
        stock: index,
        stock_gte: index === 7 ? 5 : 0,
        published: index < 10,
        day: index < 5 ? `2024-01-0${String(index + 1)}` : null,
        big: index === 0 ? '9007199254740991' : String(index),
        data: index === 0 ? { a: 1 } : null,
        size: { width: index, unit: index === 4 ? 'cm' : null },
        writerId: index === 59 ? 3 : index === 58 ? null : (index % 2) + 1,
        topics: index < 3 ? [topics[index % 2]!] : [],
        hidden: 'x',
      })),
    );
    await manager.save(Article, { title: 'Archived', archived: true, size: { width: 0, unit: null } });
    await manager.save(
      Place,
      ['a/b', 'a b', 'ü', 'q?x=1&y#z', '100%', "it's"].map((id) => ({ id, name: id })),
    );
    await manager.save(Country, [
      { code: 'IT', name: 'Italy' },
      { code: 'DE', name: 'Germany' },
    ]);
    await manager.save(Seat, [
      { row: 'A', place: 1 },
      { row: 'A', place: 2 },
      { row: 'b/c', place: 1 },
    ]);
    await manager.save(Chore, [{ title: 'one' }, { title: 'two' }, { title: 'three' }]);
    await manager.softDelete(Chore, 2);
  });

  afterAll(() => app.close());

  describe('range', () => {
    test.each([
      [{}, 25, 'items 0-24/60'],
      [{ range: [0, 24] }, 25, 'items 0-24/60'],
      [{ range: [50, 74] }, 10, 'items 50-59/60'],
      [{ range: [100, 124] }, 0, 'items 100-100/60'],
      [{ range: [7, 7] }, 1, 'items 7-7/60'],
      [{ range: [3, 5] }, 3, 'items 3-5/60'],
      [{ range: '' }, 25, 'items 0-24/60'],
      [{ range: ' ', sort: '', filter: '' }, 25, 'items 0-24/60'],
      [{ range: [0, 5000] }, 60, 'items 0-59/60'],
      [{ range: [0, 9007199254740991] }, 60, 'items 0-59/60'],
      [{ filter: { title: 'nothing' } }, 0, 'items 0-0/0'],
      [{ filter: { published: true }, range: [0, 4] }, 5, 'items 0-4/10'],
    ])('%j gives %i rows, %s', async (parameters, rows, contentRange) => {
      const { status, json, headers } = await list(parameters);
      expect([status, json.length, headers.get('content-range')]).toEqual([200, rows, contentRange]);
      expect(headers.get('access-control-expose-headers')).toBe('Content-Range');
      expect(headers.get('link')).toBeNull();
    });

    test.each([
      '[5,2]',
      '[-1,5]',
      '[0,-1]',
      '[0.5,3]',
      '[0,1e400]',
      '[0,9007199254740993]',
      '[99999999999999999999,99999999999999999999]',
      '[true,24]',
      '["0","24"]',
      '[0]',
      '[0,1,2]',
      '[null,null]',
      '{"0":0}',
      '24',
      '[0,24',
      `[0,${'9'.repeat(200)}]`,
    ])('%s is 422', async (range) => {
      const answer = await list({ range });
      expect(answer.status).toBe(422);
      expect(answer.json.mistakes).toMatchObject([{ parameter: 'range' }]);
      expect(answer.json.errors).toEqual({ root: { serverError: expect.stringContaining('range') } });
    });

    test('is cut at the most rows of a page', async () => {
      const { json, headers } = await list({ range: [0, 500] }, '/small-pages');
      expect([json.length, headers.get('content-range')]).toEqual([10, 'small 0-9/60']);
      const usual = await list({}, '/small-pages');
      expect(usual.headers.get('content-range')).toBe('small 0-9/60');
    });

    test('counts in the unit of the view', async () => {
      expect((await list({}, '/places')).headers.get('content-range')).toBe('places 0-5/6');
    });

    test('may be given once', async () => {
      expect(refusal(await app.request('GET', '/articles?range=[0,1]&range=[2,3]'))).toEqual([422, 'range repeated']);
    });
  });

  describe('sort', () => {
    test('by a field, either way, in any case, by the key where rows are equal', async () => {
      expect(idsOf(await list({ sort: ['stock', 'DESC'], range: [0, 2] }))).toEqual([60, 59, 58]);
      expect(idsOf(await list({ sort: ['stock', 'asc'], range: [0, 2] }))).toEqual([1, 2, 3]);
      expect(idsOf(await list({ sort: ['published', 'DESC'], range: [0, 11] }))).toEqual([
        ...Array.from({ length: 12 }, (_, index) => index + 1),
      ]);
      expect(idsOf(await list({ sort: ['id', 'DESC'], range: [0, 1] }))).toEqual([60, 59]);
      expect(idsOf(await list({ sort: ['writer.name', 'DESC'], range: [0, 0] }))).toEqual([2]);
    });

    test('by several', async () => {
      const sort = [
        ['status', 'ASC'],
        ['id', 'DESC'],
      ];
      expect(idsOf(await list({ sort, range: [0, 1] }))).toEqual([60, 57]);
    });

    test.each([
      ['["title"]', 'sort type'],
      ['["title","up"]', 'sort type'],
      ['["title","ASC","x"]', 'sort type'],
      ['[1,"ASC"]', 'sort type'],
      ['[]', 'sort type'],
      ['"title"', 'sort type'],
      ['title', 'sort json'],
      ['["secret","ASC"]', 'sort unknown_field'],
      ['["hidden","ASC"]', 'sort unknown_field'],
      ['["archived","ASC"]', 'sort unknown_field'],
      ['["__proto__","ASC"]', 'sort unknown_field'],
      ['["constructor","ASC"]', 'sort unknown_field'],
      ['["topics","ASC"]', 'sort unknown_field'],
      ['[["title","ASC"],["title","DESC"]]', 'sort repeated'],
      [JSON.stringify(Array.from({ length: 6 }, (_, index) => [`f${String(index)}`, 'ASC'])), 'sort too_many'],
    ])('%s is 422 %s', async (sort, said) => {
      expect(refusal(await list({ sort }))).toEqual([422, said]);
    });

    test('suggests a name', async () => {
      expect((await list({ sort: ['titel', 'ASC'] })).json.detail).toContain('Did you mean "title"?');
    });
  });

  describe('filter', () => {
    test.each<[unknown, unknown]>([
      [{ id: 7 }, [7]],
      [{ id: '7' }, [7]],
      [{ id: [3, 1, 2] }, [1, 2, 3]],
      [{ id: ['3', 1] }, [1, 3]],
      [{ id: [] }, []],
      [{ status: [] }, []],
      [{ title: 'Article 05' }, [5]],
      [{ title: 'a,b' }, []],
      [{ published: true, status: 'open' }, [2, 5, 8]],
      [{ published: 'true', stock_lt: 2 }, [1, 2]],
      [{ published: 'false', stock_lt: 12 }, [11, 12]],
      [{ published: false, stock_lt: 12 }, [11, 12]],
      [{ note: null, stock_lt: 4 }, [1, 3]],
      [{ note_ne: null, stock_lt: 4 }, [2, 4]],
      [{ note_isnull: true, stock_lt: 4 }, [1, 3]],
      [{ note: [null, 'note 1'], stock_lt: 4 }, [1, 2, 3]],
      [{ data: null, stock_lt: 2 }, [2]],
      [{ writerId: null }, [59]],
      [{ writerId: 1, stock_lt: 4 }, [1, 3]],
      [{ stock__gte: 58 }, [59, 60]],
      [{ stock__gte: '58' }, [59, 60]],
      // A field of that name wins over the operator.
      [{ stock_gte: 5 }, [8]],
      [{ stock_gte_gte: 5 }, [8]],
      [{ price_gte: 58.5 }, [59, 60]],
      [{ price__lt: '1.50' }, [1]],
      [{ price: 1.5 }, [2]],
      [{ stock_between: [3, 5] }, [4, 5, 6]],
      [{ status_in: ['open'], stock_lt: 5 }, [2, 5]],
      [{ status_in: 'open', stock_lt: 5 }, [2, 5]],
      [{ status_ne: 'open', stock_lt: 3 }, [1, 3]],
      [{ status_ne: ['open', 'draft'], stock_lt: 3 }, [3]],
      [{ status_not_in: ['open', 'draft'], stock_lt: 3 }, [3]],
      [{ status_not_in: [], stock_lt: 2 }, [1, 2]],
      [{ title_icontains: 'ARTICLE 0', stock_lt: 2 }, [1, 2]],
      [{ title__startswith: 'Article 6' }, [60]],
      [{ day: '2024-01-03' }, [3]],
      [{ day_gte: '2024-01-04' }, [4, 5]],
      [{ big: '9007199254740991' }, [1]],
      [{ createdAt_gt: '2000-01-01T00:00:00Z', id: 1 }, [1]],
      [{ 'writer.name': 'Bob', stock_lt: 4 }, [2, 4]],
      [{ 'writer.name__icontains': 'bo', stock_lt: 4 }, [2, 4]],
      [{ writer: { name: 'Bob' }, stock_lt: 4 }, [2, 4]],
      [{ writer: { name_icontains: 'bo' }, stock_lt: 4 }, [2, 4]],
      [{ 'size.unit': 'cm' }, [5]],
      [{ size: { unit: 'cm' } }, [5]],
      [{ size: { width_gte: 59 } }, [60]],
      [{ topics: 2 }, [2]],
      [{ topics: [1, 2] }, [1, 2, 3]],
      [{ q: 'note 1', stock_lt: 4 }, [2]],
      [{ q: '', stock_lt: 1 }, [1]],
      [{ q: ' ', stock_lt: 1 }, [1]],
      [{ or: [{ id: 1 }, { status: 'open', stock_lt: 3 }] }, [1, 2]],
      [{ not: { stock_gt: 0 } }, [1]],
      [{ and: [{ stock_gt: 0 }, { stock_lt: 3 }] }, [2, 3]],
      [{}, Array.from({ length: 60 }, (_, index) => index + 1)],
    ])('%j', async (filter, ids) => {
      expect(await filtered(filter)).toEqual(ids);
    });

    test('of hidden related rows finds nothing', async () => {
      expect(await filtered({ 'writer.name': 'Hidden' })).toEqual([]);
    });

    test.each<[unknown, string]>([
      [{ id: 'abc' }, 'filter type'],
      [{ id: true }, 'filter type'],
      [{ id: [[1]] }, 'filter type'],
      [{ id: { $gt: 0 } }, 'filter type'],
      [{ id: 1.5 }, 'filter type'],
      ['{"id":99999999999999999999}', 'filter out_of_range'],
      [{ title: 5 }, 'filter type'],
      [{ title: true }, 'filter type'],
      [{ title: { $ne: null } }, 'filter type'],
      [{ title: ['a', { b: 1 }] }, 'filter type'],
      [{ published: 1 }, 'filter type'],
      [{ published: 'maybe' }, 'filter type'],
      [{ stock: '1e3' }, 'filter type'],
      [{ stock: '' }, 'filter type'],
      [{ big: 9007199254740992 }, 'filter type'],
      [{ day: 20240101 }, 'filter type'],
      [{ day: 'yesterday' }, 'filter type'],
      [{ stock_gt: [1, 2] }, 'filter type'],
      [{ stock_gt: null }, 'filter type'],
      [{ stock_between: [1] }, 'filter type'],
      [{ stock_between: 1 }, 'filter type'],
      [{ title_icontains: 5 }, 'filter type'],
      [{ title_icontains: '' }, 'filter blank'],
      [{ note_isnull: 'yes' }, 'filter type'],
      [{ q: 5 }, 'filter type'],
      [{ writer: {} }, 'filter type'],
      [{ or: ['x'] }, 'filter group'],
      [{ unknown: 1 }, 'filter unknown_parameter'],
      [{ secret: 'hash' }, 'filter unknown_parameter'],
      [{ secret_startswith: 'h' }, 'filter unknown_parameter'],
      [{ hidden: 'x' }, 'filter unknown_parameter'],
      [{ archived: true }, 'filter unknown_parameter'],
      [{ constructor: 1 }, 'filter unknown_parameter'],
      [{ toString: 1 }, 'filter unknown_parameter'],
      [{ 'writer.secret': 1 }, 'filter unknown_parameter'],
      [{ data: 'x' }, 'filter unknown_parameter'],
      [{ title: 'x'.repeat(2001) }, 'filter too_long'],
      [{ status: Array.from({ length: 101 }, () => 'x') }, 'filter too_many'],
      ['{"__proto__":1}', 'filter unknown_parameter'],
      ['{"writer":{"__proto__":{"x":1}}}', 'filter unknown_parameter'],
      ['[1]', 'filter type'],
      ['"x"', 'filter type'],
      ['null', 'filter type'],
      ['{"a":', 'filter json'],
      ['title=x', 'filter json'],
      ['[['.repeat(2000), 'filter json'],
    ])('is 422: %j %s', async (filter, said) => {
      expect(refusal(await list({ filter }))).toEqual([422, said]);
    });

    test('suggests a name and tells the operators', async () => {
      expect((await list({ filter: { titel: 'x' } })).json.detail).toContain('Did you mean "title"?');
      expect((await list({ filter: { title__like: 'x' } })).json.detail).toContain('__icontains');
    });

    test('is bounded in depth, length and number of keys', async () => {
      const deep = (levels: number, key: string): unknown =>
        levels === 0 ? { id: 1 } : { [key]: key === 'or' ? [deep(levels - 1, key)] : deep(levels - 1, key) };
      expect(refusal(await list({ filter: deep(5, 'or') }))).toEqual([422, 'filter group']);
      expect(refusal(await list({ filter: deep(500, 'writer') }))).toEqual([422, 'filter unknown_parameter']);
      const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`k${String(index)}`, 1]));
      expect(await refused({ or: Array.from({ length: 1000 }, () => ({})) })).toEqual([422, 'filter too_many']);
      const answer = await list({ filter: many });
      expect(answer.status).toBe(422);
      expect(answer.json.mistakes.length).toBeLessThanOrEqual(31);
      expect(await refused(Object.fromEntries([['or', Array.from({ length: 40 }, () => ({ id: 1 }))]]))).toEqual([
        422,
        'filter too_many',
      ]);
    });

    test('asks for as many rows by id as a page may have, without a range', async () => {
      const ids = Array.from({ length: 60 }, (_, index) => index + 1);
      const { json, headers } = await list({ filter: { id: ids } });
      expect([json.length, headers.get('content-range')]).toEqual([60, 'items 0-59/60']);
      const thousand = Array.from({ length: 1000 }, (_, index) => index + 1);
      expect(idsOf(await list({ filter: { id: thousand } }))).toEqual(ids);
      expect(refusal(await list({ filter: { id: [...thousand, 1001] } }))).toEqual([422, 'filter too_many']);
      // One that is not there, or not to be seen, is missing.
      expect(idsOf(await list({ filter: { id: [1, 61, 999] } }))).toEqual([1]);
      // With a range it is a filter like any other.
      expect(idsOf(await list({ filter: { id: ids }, range: [0, 1] }))).toEqual([1, 2]);
    });

    test('by id does not care for default filters and for what can be filtered', async () => {
      expect(idsOf(await list({}, '/done'))).toHaveLength(20);
      expect(idsOf(await list({ filter: { id: [1, 2, 3] } }, '/done'))).toEqual([1, 2, 3]);
      expect(refusal(await list({ filter: { stock: 1 } }, '/done'))).toEqual([422, 'filter unknown_parameter']);
      expect(idsOf(await list({ sort: ['id', 'ASC'], range: [0, 0] }, '/done'))).toEqual([3]);
    });

    test.each<[unknown]>([
      [{ not: { id: [] } }],
      [{ not: { id: [1] } }],
      [{ or: [{ id: [1] }, {}] }],
      [{ or: [{ id: [] }, {}] }],
    ])('keeps the default filter where ids only seem to choose the rows: %j', async (filter) => {
      const answer = await list({ filter }, '/done');
      expect(answer.json.map(({ status }: { status: string }) => status)).toEqual(Array(20).fill('done'));
    });
  });

  describe('parameters of the view', () => {
    test('stand in the URL or in the filter', async () => {
      expect(idsOf(await app.request('GET', '/articles?cheap=true'))).toEqual([1, 2, 3, 4, 5]);
      expect(idsOf(await list({ filter: { cheap: true } }))).toEqual([1, 2, 3, 4, 5]);
      const { json, headers } = await list({ filter: { cheap: 'true', stock_gt: 2 } });
      expect([json.length, headers.get('content-range')]).toEqual([2, 'items 0-1/2']);
      expect(refusal(await list({ filter: { cheap: {} } }))).toEqual([422, 'filter unknown_parameter']);
    });

    test('make nothing else of the filter beside them', async () => {
      // A number that no number of JavaScript can hold would become null, and find the rows without a value.
      for (const value of ['1e400', '[1e400]']) {
        const filter = `{"cheap":false,"writerId":${value}}`;
        expect(refusal(await list({ filter }))).toContain('filter type');
      }
    });

    test('include_deleted of a soft delete, with its policy', async () => {
      expect(idsOf(await list({}, '/chores'))).toEqual([1, 3]);
      expect((await list({ filter: { include_deleted: true } }, '/chores')).status).toBe(403);
      const all = await list({ filter: { include_deleted: true } }, '/chores', true);
      expect([idsOf(all), all.headers.get('content-range')]).toEqual([[1, 2, 3], 'items 0-2/3']);
      expect(idsOf(await list({ filter: { include_deleted: true, title: 'two' } }, '/chores', true))).toEqual([2]);
      expect(idsOf(await list({ filter: { include_deleted: false } }, '/chores', true))).toEqual([1, 3]);
      expect(idsOf(await list({ include_deleted: 'true' }, '/chores', true))).toEqual([1, 2, 3]);
      expect((await list({ filter: { include_deleted: 'maybe' } }, '/chores', true)).status).toBe(422);
      expect((await list({ filter: { include_deleted: [] } }, '/chores', true)).status).toBe(422);
      const twice = await list({ include_deleted: 'false', filter: { include_deleted: true } }, '/chores', true);
      expect(twice.status).toBe(422);
    });

    test('unknown ones are 422', async () => {
      expect(refusal(await list({ page: '1', title: 'x', include: 'writer' }))).toEqual([
        422,
        'include unknown_parameter',
        'page unknown_parameter',
        'title unknown_parameter',
      ]);
    });

    test('all mistakes come in one answer, under the form', async () => {
      const { status, json, headers } = await list({ range: '[5,2]', sort: 'x', filter: { nope: 1 } });
      expect(status).toBe(422);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(json.mistakes).toHaveLength(3);
      expect(Object.keys(json.errors)).toEqual(['root']);
    });
  });

  describe('embed', () => {
    test('brings optional relations to lists and single rows', async () => {
      expect((await list({ filter: { id: 1 } })).json[0].writer).toBeUndefined();
      expect((await list({ filter: { id: 1 }, embed: ['writer'] })).json[0].writer).toEqual({ id: 1, name: 'Ada' });
      expect((await app.request('GET', '/articles/2?embed=["writer"]')).json.writer).toEqual({ id: 2, name: 'Bob' });
      expect((await app.request('GET', '/articles/2?embed="writer"')).json.writer).toEqual({ id: 2, name: 'Bob' });
      expect((await app.request('GET', '/articles/2')).json.writer).toBeUndefined();
      // Who is not to be seen is not embedded either.
      expect((await app.request('GET', '/articles/60?embed=["writer"]')).json).toMatchObject({ writer: null });
    });

    test.each(['["secret"]', '["writers"]', '[1]', '{"a":1}', 'writer', '["writer.secret"]'])(
      '%s is 422',
      async (embed) => {
        for (const path of ['/articles', '/articles/1']) {
          const answer = await list({ embed }, path);
          expect(answer.status).toBe(422);
          expect(answer.json.mistakes).toMatchObject([{ parameter: 'embed' }]);
        }
      },
    );
  });

  describe('keys', () => {
    test('of text are any text, in paths and filters', async () => {
      for (const id of ['a/b', 'a b', 'ü', 'q?x=1&y#z', '100%', "it's"]) {
        expect((await app.request('GET', `/places/${encodeURIComponent(id)}`)).json).toEqual({ id, name: id });
        expect(idsOf(await list({ filter: { id: [id] } }, '/places'))).toEqual([id]);
      }
    });

    test('of another name are given as id', async () => {
      expect((await list({ sort: ['id', 'DESC'] }, '/countries')).json).toEqual([
        { id: 'IT', code: 'IT', name: 'Italy' },
        { id: 'DE', code: 'DE', name: 'Germany' },
      ]);
      expect(idsOf(await list({ filter: { id: ['IT', 'XX'] } }, '/countries'))).toEqual(['IT']);
      const put = await app.request('PUT', '/countries/IT', { json: { id: 'IT', code: 'IT', name: 'Italia' } });
      expect([put.status, put.json]).toEqual([200, { id: 'IT', code: 'IT', name: 'Italia' }]);
      const made = await app.request('POST', '/countries', { json: { id: 'x', code: 'FR', name: 'France' } });
      expect([made.status, made.json.id, made.headers.get('location')]).toEqual([201, 'FR', '/countries/FR']);
      expect((await app.request('DELETE', '/countries/FR')).json).toEqual({ id: 'FR', code: 'FR', name: 'France' });
    });

    test('of several columns are one text', async () => {
      expect(idsOf(await list({}, '/seats'))).toEqual(['A/1', 'A/2', 'b%2Fc/1']);
      const path = `/seats/${encodeURIComponent('b%2Fc/1')}`;
      expect((await app.request('GET', path)).json).toMatchObject({ id: 'b%2Fc/1', row: 'b/c', place: 1 });
      expect(idsOf(await list({ filter: { id: ['b%2Fc/1', 'A/2', 'Z/9'] } }, '/seats'))).toEqual(['A/2', 'b%2Fc/1']);
      expect(idsOf(await list({ filter: { id: [] } }, '/seats'))).toEqual([]);
      expect(refusal(await list({ filter: { id: 'A' } }, '/seats'))).toEqual([422, 'filter type']);
      expect((await app.request('GET', '/seats/A')).status).toBe(422);
      const record = (await app.request('GET', '/seats/A%2F1')).json as object;
      const put = await app.request('PUT', '/seats/A%2F1', { json: { ...record, guest: 'Ada' } });
      expect(put.json).toEqual({ ...record, guest: 'Ada' });
      const made = await app.request('POST', '/seats', { json: { row: 'C/D', place: 9, guest: '' } });
      const location = made.headers.get('location') ?? '';
      expect((await app.request('GET', location)).json).toEqual(made.json);
      expect((await app.request('DELETE', location)).json).toEqual(made.json);
    });
  });
});

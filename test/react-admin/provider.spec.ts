import simpleRestProvider from 'ra-data-simple-rest';
import { callerOf } from '../fixtures/caller.js';
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
import { urlOf } from '../setup/http.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

/** What react-admin has of an answer that went wrong: `HttpError`. */
interface RefusedAnswer {
  readonly message: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  /** The provider as it comes from npm. */
  let provider: ReturnType<typeof simpleRestProvider>;

  const page = { pagination: { page: 1, perPage: 10 }, sort: { field: 'id', order: 'ASC' as const }, filter: {} };
  const refusalOf = async (asked: Promise<unknown>): Promise<RefusedAnswer> => {
    try {
      await asked;
    } catch (error) {
      return error as RefusedAnswer;
    }
    throw new Error('It was not refused.');
  };

  beforeAll(async () => {
    app = await TestApp.start(database, platform, REACT_ADMIN_ENTITIES, REACT_ADMIN_VIEWS, { caller: callerOf });
    provider = simpleRestProvider(urlOf(app.app));
    const { manager } = app.dataSource;
    await manager.save(Writer, [{ name: 'Ada' }, { name: 'Bob' }, { name: 'Hidden' }]);
    await manager.save(Topic, [{ name: 'red' }, { name: 'blue' }]);
    await manager.save(
      Article,
      Array.from({ length: 30 }, (_, index) => ({
        title: `Article ${String(index + 1).padStart(2, '0')}`,
        price: `${String(index)}.50`,
        stock: index,
        size: { width: 1, unit: null },
        writerId: (index % 3) + 1,
        topics: [],
      })),
    );
    await manager.save(Place, [
      { id: 'a/b c', name: 'Slash' },
      { id: 'ü?&#%', name: 'Odd' },
    ]);
    await manager.save(Country, [{ code: 'IT', name: 'Italy' }]);
    await manager.save(Seat, [
      { row: 'A', place: 1 },
      { row: 'a/b', place: 2 },
    ]);
    await manager.save(Chore, [{ title: 'one' }, { title: 'two' }]);
  });

  afterAll(() => app.close());

  test('getList', async () => {
    const { data, total } = await provider.getList('articles', {
      pagination: { page: 2, perPage: 10 },
      sort: { field: 'title', order: 'DESC' },
      filter: { stock_lt: 25 },
    });
    expect([total, data.length, data[0].title]).toEqual([25, 10, 'Article 15']);
    expect(await provider.getList('articles', {})).toMatchObject({ total: 30, data: { length: 10 } });
    const empty = await provider.getList('articles', { ...page, filter: { title: 'nothing' } });
    expect(empty).toEqual({ data: [], total: 0 });
    const beyond = await provider.getList('articles', { ...page, pagination: { page: 9, perPage: 10 } });
    expect(beyond).toEqual({ data: [], total: 30 });
  });

  test('getList with search, paths, nothing, embedded relations and deleted rows', async () => {
    const ask = async (filter: object, meta = {}) =>
      (await provider.getList('articles', { ...page, filter, meta })).data;
    expect((await ask({ q: 'article 07' })).map(({ id }) => id)).toEqual([7]);
    expect(await ask({ writer: { name: 'Bob' } })).toHaveLength(10);
    expect(await ask({ note: null, published: false })).toHaveLength(10);
    expect((await ask({ id: 1 }, { embed: ['writer'] }))[0].writer).toEqual({ id: 1, name: 'Ada' });
    const { status } = await refusalOf(provider.getList('chores', { ...page, filter: { include_deleted: true } }));
    expect(status).toBe(403);
  });

  test('getOne', async () => {
    const { data } = await provider.getOne('articles', { id: 3, meta: { embed: ['writer'] } });
    expect(data).toMatchObject({ id: 3, title: 'Article 03', writer: null });
    expect((await provider.getOne('places', { id: 'a/b c' })).data).toEqual({ id: 'a/b c', name: 'Slash' });
    expect((await provider.getOne('seats', { id: 'a%2Fb/2' })).data).toMatchObject({ row: 'a/b', place: 2 });
    const missing = await refusalOf(provider.getOne('articles', { id: 99 }));
    expect([missing.status, missing.message]).toEqual([404, missing.body.detail]);
  });

  test('getMany', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => index + 1);
    expect((await provider.getMany('articles', { ids })).data.map(({ id }) => id)).toEqual(ids);
    expect((await provider.getMany('articles', { ids: ['2', 1] })).data.map(({ id }) => id)).toEqual([1, 2]);
    expect((await provider.getMany('articles', { ids: [] })).data).toEqual([]);
    expect((await provider.getMany('writers', { ids: [1, 3] })).data).toEqual([{ id: 1, name: 'Ada' }]);
    expect((await provider.getMany('places', { ids: ['ü?&#%', 'a/b c'] })).data).toHaveLength(2);
    expect((await provider.getMany('countries', { ids: ['IT'] })).data).toEqual([
      { id: 'IT', code: 'IT', name: 'Italy' },
    ]);
    expect((await provider.getMany('seats', { ids: ['A/1', 'a%2Fb/2'] })).data).toHaveLength(2);
  });

  test('getManyReference', async () => {
    const { data, total } = await provider.getManyReference('articles', {
      target: 'writerId',
      id: 2,
      pagination: { page: 1, perPage: 3 },
      sort: { field: 'stock', order: 'DESC' },
      filter: { stock_gt: 10 },
    });
    expect([total, data.map(({ stock }) => stock)]).toEqual([6, [28, 25, 22]]);
  });

  test('create, update, delete', async () => {
    const { data: made } = await provider.create('articles', {
      data: { title: 'Made', price: 9.5, size: { width: 2, unit: null }, topics: [1], writerId: 1 },
    });
    expect(made).toMatchObject({ title: 'Made', price: '9.50', topics: [1], writerId: 1 });
    const id: number = made.id;
    const { data: changed } = await provider.update('articles', {
      id,
      data: { ...made, title: 'Changed' },
      previousData: made,
    });
    expect(changed).toEqual({ ...made, title: 'Changed' });
    expect((await provider.delete('articles', { id, previousData: changed })).data).toEqual(changed);
    expect((await refusalOf(provider.delete('articles', { id }))).status).toBe(404);
  });

  test('keys that are text, called otherwise, or of several columns', async () => {
    const place = { id: '100% / ü', name: 'Hard' };
    expect((await provider.create('places', { data: place })).data).toEqual(place);
    expect(
      (await provider.update('places', { id: place.id, data: { ...place, name: 'x' }, previousData: place })).data,
    ).toEqual({ ...place, name: 'x' });
    expect((await provider.delete('places', { id: place.id })).data).toMatchObject({ id: place.id });
    const { data: seat } = await provider.create('seats', { data: { row: 'b/c', place: 7, guest: '' } });
    expect(seat.id).toBe('b%2Fc/7');
    const { data: taken } = await provider.update('seats', {
      id: seat.id,
      data: { ...seat, guest: 'Ada' },
      previousData: seat,
    });
    expect(taken).toEqual({ ...seat, guest: 'Ada' });
    expect((await provider.delete('seats', { id: seat.id })).data).toEqual(taken);
    const { data: country } = await provider.update('countries', {
      id: 'IT',
      data: { id: 'IT', code: 'IT', name: 'Italia' },
      previousData: {},
    });
    expect(country).toEqual({ id: 'IT', code: 'IT', name: 'Italia' });
  });

  test('updateMany and deleteMany', async () => {
    const ids = [28, 29, 30];
    expect((await provider.updateMany('articles', { ids, data: { status: 'done' } })).data).toEqual(ids);
    expect(await provider.getList('articles', { ...page, filter: { status: 'done' } })).toMatchObject({ total: 3 });
    expect((await provider.deleteMany('articles', { ids })).data).toEqual(ids);
    expect(await provider.getList('articles', page)).toMatchObject({ total: 27 });
    expect((await provider.deleteMany('chores', { ids: [1, 2] })).data).toEqual([1, 2]);
    expect(await provider.getList('chores', page)).toEqual({ data: [], total: 0 });
  });

  test('validation errors as a form takes them', async () => {
    const { status, message, body } = await refusalOf(
      provider.create('articles', { data: { title: 'x', size: { width: 'wide', unit: null }, topics: [] } }),
    );
    expect(status).toBe(422);
    expect(message).toContain('The title has 2 to 80 characters.');
    expect(body.errors).toEqual({
      title: 'The title has 2 to 80 characters.',
      size: { width: expect.any(String) },
    });
    const twice = await refusalOf(provider.create('topics', { data: { name: 'red' } }));
    expect([twice.status, twice.body.errors]).toEqual([409, { name: expect.any(String) }]);
    const query = await refusalOf(provider.getList('articles', { ...page, filter: { nope: 1 } }));
    expect([query.status, query.message]).toEqual([422, query.body.detail]);
  });

  test('a signal that is aborted', async () => {
    const aborter = new AbortController();
    aborter.abort();
    const { signal } = aborter;
    await expect(provider.getList('articles', { ...page, signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(await provider.getList('articles', { ...page, signal: new AbortController().signal })).toMatchObject({
      total: 27,
    });
  });
});

import { RestView, View, ViewDefaults, type ListQuery, type ViewContext } from 'nestjs-restview';
import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn, type SelectQueryBuilder } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express, onEveryDatabaseAndPlatform } from '../setup/platforms.js';

@Entity()
class Song {
  @PrimaryGeneratedColumn() id!: number;
  @Column() title!: string;
}

@Entity()
class Score {
  @PrimaryColumn({ length: 10 }) game!: string;
  @PrimaryColumn() round!: number;
  @Column() points!: number;
}

@View('songs', { model: Song })
class SongView extends RestView<Song> {}

@View('small', { model: Song, defaultPageSize: 2, maxPageSize: 3 })
class SmallView extends RestView<Song> {}

@View('songs-all', { model: Song, defaultPageSize: null })
class AllSongsView extends RestView<Song> {}

@View('bare', { model: Song, includePaginationMetadata: false, extraQueryParams: ['tint'] })
class BareView extends RestView<Song> {}

@View('bare-all', { model: Song, includePaginationMetadata: false, defaultPageSize: null })
class BareAllView extends RestView<Song> {}

@ViewDefaults({ extraQueryParams: ['starts'] })
abstract class StartsView extends RestView<Song> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context);
  }

  override applyQueryParams(rows: SelectQueryBuilder<Song>, query: ListQuery, context: ViewContext) {
    for (const start of query.extra.starts ?? []) rows.andWhere('song.title LIKE :start', { start: `${start}%` });
    return super.applyQueryParams(rows, query, context);
  }
}

const extras: ListQuery['extra'][] = [];

@View('searched', { model: Song, extraQueryParams: ['since'] })
class SearchedView extends StartsView {
  override authorize(_action: string, { query }: { query?: ListQuery }) {
    if (query) extras.push(query.extra);
  }
}

@View('sorted', { model: Song })
class SortedView extends RestView<Song> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).orderBy('song.title', 'DESC');
  }
}

@View('estimated', { model: Song, defaultPageSize: 2 })
class EstimatedView extends RestView<Song> {
  override count(): Promise<number> {
    return Promise.resolve(1_000_000);
  }
}

@View('scores', { model: Score, routes: ['getManyEndpoint'] })
class ScoreView extends RestView<Score> {}

const TITLES = ['Blue', 'Red', 'Blue', 'Green', 'Blue'];

const BAD_COUNTS = [
  ['0', 'out_of_range'],
  ['-1', 'out_of_range'],
  ['1e3', 'type'],
  ['1e999', 'type'],
  ['1.5', 'type'],
  ['1.0', 'type'],
  ['0x1', 'type'],
  ['Infinity', 'type'],
  ['NaN', 'type'],
  ['null', 'type'],
  ['true', 'type'],
  ['%2B1', 'type'],
  ['', 'type'],
  ['%20', 'type'],
  ['1%20', 'type'],
  ['1%00', 'type'],
  ['%D9%A1', 'type'], // an Arabic digit
  ['99999999999999999999', 'out_of_range'],
  ['9007199254740992', 'out_of_range'],
];

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  const get = (path: string) => app.request('GET', path);

  beforeAll(async () => {
    app = await TestApp.start(database, platform, [Song], [SongView, SmallView]);
    await app.dataSource.manager.insert(
      Song,
      TITLES.map((title) => ({ title })),
    );
  });
  afterAll(() => app.close());

  describe.each(['page', 'page_size'])('%s', (name) => {
    it.each(BAD_COUNTS)('is 422 as "%s"', async (value, code) => {
      const answer = await get(`/songs?${name}=${value}`);
      expect(answer).toMatchObject({ status: 422, json: { code: 'bad_query', errors: [{ parameter: name, code }] } });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    });

    it('is 422 when it is given twice, even with one value', async () => {
      const answer = await get(`/songs?${name}=1&${name}=1`);
      expect(answer).toMatchObject({ status: 422, json: { errors: [{ parameter: name, code: 'repeated' }] } });
    });

    it.each([`${name}[]=1`, `${name}[gt]=1`, `${name}[0]=1`, `${name}.x=1`])(
      'has one spelling: %s is unknown',
      async (query) => {
        const answer = await get(`/songs?${query}`);
        expect(answer).toMatchObject({ status: 422, json: { errors: [{ code: 'unknown_parameter' }] } });
      },
    );
  });

  it('the largest page that can be is read, and is empty', async () => {
    const page = Math.floor(Number.MAX_SAFE_INTEGER / 50);
    const answer = await get(`/songs?page=${String(page)}`);
    expect(answer).toMatchObject({ status: 200, json: { items: [], total: 5, page, total_pages: 1 } });
    expect((await get(`/songs?page=${String(page + 1)}`)).status).toBe(422);
    const one = await get(`/songs?page_size=1&page=${String(Number.MAX_SAFE_INTEGER)}`);
    expect(one).toMatchObject({ status: 200, json: { items: [], total: 5 } });
  });

  it('all mistakes come in one answer', async () => {
    const answer = await get('/songs?page=0&page_size=x&nope=1&__proto__=1&constructor=1');
    expect(answer.status).toBe(422);
    const mistakes = (answer.json.errors as { parameter: string; code: string }[]).map(
      (one) => `${one.parameter} ${one.code}`,
    );
    expect(mistakes.sort()).toEqual([
      ...['__proto__ unknown_parameter', 'constructor unknown_parameter', 'nope unknown_parameter'],
      ...['page out_of_range', 'page_size type'],
    ]);
  });

  it.each([
    ['pagesize', 'Did you mean \\"page_size\\"?'],
    ['pag', 'Did you mean \\"page\\"?'],
    ['titel', 'There is no query parameter \\"titel\\" here.'],
  ])('an unknown parameter is 422, with the nearest public name: %s', async (name, says) => {
    const answer = await get(`/songs?${name}=1`);
    expect(answer.status).toBe(422);
    expect(answer.body).toContain(says);
  });

  it('a page is in its envelope', async () => {
    const { json, status } = await get('/small?page=2');
    expect(status).toBe(200);
    expect(json).toEqual({
      items: [
        { id: 3, title: 'Blue' },
        { id: 4, title: 'Green' },
      ],
      total: 5,
      page: 2,
      page_size: 2,
      total_pages: 3,
    });
  });
});

onEveryDatabase((database) => {
  let app: TestApp;
  const get = (path: string) => app.request('GET', path);
  const ids = (rows: unknown) => (rows as Song[]).map(({ id }) => id);

  beforeAll(async () => {
    const views = [
      SmallView,
      SongView,
      AllSongsView,
      BareView,
      BareAllView,
      SearchedView,
      SortedView,
      EstimatedView,
      ScoreView,
    ];
    app = await TestApp.start(database, express, [Song, Score], views);
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await app.dataSource.manager.insert(
      Song,
      TITLES.map((title) => ({ title })),
    );
    extras.length = 0;
    app.statements.clear();
  });

  describe('page sizes', () => {
    it('have a default and a maximum', async () => {
      expect((await get('/songs')).json).toMatchObject({ page_size: 50 });
      expect((await get('/songs?page_size=1000')).json).toMatchObject({ page_size: 1000 });
      expect((await get('/songs?page_size=1001')).status).toBe(422);
      expect((await get('/small?page_size=3')).json).toMatchObject({ page_size: 3, total_pages: 2 });
      const tooLarge = await get('/small?page_size=4');
      expect(tooLarge.json.errors).toEqual([
        { parameter: 'page_size', code: 'out_of_range', detail: '"page_size" must be a whole number from 1 to 3.' },
      ]);
    });

    it('are lifted by defaultPageSize: null, until the client gives one', async () => {
      expect((await get('/songs-all')).json).toMatchObject({ total: 5, page: 1, page_size: 5, total_pages: 1 });
      expect((await get('/songs-all?page_size=2&page=3')).json).toMatchObject({
        total: 5,
        page_size: 2,
        items: [{ id: 5 }],
      });
      expect((await get('/songs-all?page=1')).status).toBe(200);
      expect(await get('/songs-all?page=2')).toMatchObject({
        status: 422,
        json: { errors: [{ code: 'needs_page_size' }] },
      });
      expect((await get('/songs-all?page_size=1001')).status).toBe(422);
    });
  });

  describe('the envelope', () => {
    it('of no rows', async () => {
      await app.dataSource.manager.clear(Song);
      const empty = { items: [], total: 0, page: 1, total_pages: 0 };
      expect((await get('/songs')).json).toEqual({ ...empty, page_size: 50 });
      expect((await get('/songs-all')).json).toEqual({ ...empty, page_size: 0 });
    });

    it('of a page beyond the end', async () => {
      expect((await get('/small?page=9')).json).toEqual({ items: [], total: 5, page: 9, page_size: 2, total_pages: 3 });
    });

    it('has the total that the view counts, which may be an estimate', async () => {
      expect((await get('/estimated')).json).toMatchObject({ total: 1_000_000, total_pages: 500_000 });
      expect((await get('/estimated?page=3')).json).toMatchObject({ total: 5, total_pages: 3 });
    });
  });

  describe('the order', () => {
    it('is by primary key, so that pages never overlap while others insert', async () => {
      const seen: number[] = [];
      for (let page = 1; page <= 3; page += 1) {
        seen.push(...ids((await get(`/small?page=${String(page)}`)).json.items));
        await app.dataSource.manager.insert(Song, { title: 'Late' });
      }
      expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
      expect(app.statements.selects[0]).toContain('ORDER BY');
    });

    it('has the key after an order of the view', async () => {
      const pages = [];
      for (let page = 1; page <= 5; page += 1) {
        pages.push(...ids((await get(`/sorted?page_size=1&page=${String(page)}`)).json.items));
      }
      expect(pages).toEqual([2, 4, 1, 3, 5]);
    });

    it('is by all columns of a key', async () => {
      await app.dataSource.manager.insert(Score, [
        { game: 'b', round: 1, points: 1 },
        { game: 'a', round: 10, points: 2 },
        { game: 'a', round: 9, points: 3 },
      ]);
      const { json } = await get('/scores?page_size=2');
      expect(json).toMatchObject({ total: 3, items: [{ points: 3 }, { points: 2 }] });
    });
  });

  describe('a bare list', () => {
    const linksOf = (headers: Headers) =>
      Object.fromEntries(
        Array.from((headers.get('link') ?? '').matchAll(/<([^>]*)>; rel="(\w+)"/g), ([, url = '', rel = '']) => [
          rel,
          url,
        ]),
      );

    it('is an array, with the pages around it as links, and is never counted', async () => {
      const first = await get('/bare?page_size=2');
      expect(ids(first.json)).toEqual([1, 2]);
      expect(linksOf(first.headers)).toEqual({ first: '/bare?page_size=2&page=1', next: '/bare?page_size=2&page=2' });
      const second = await get('/bare?page_size=2&page=2');
      expect(ids(second.json)).toEqual([3, 4]);
      expect(linksOf(second.headers)).toEqual({
        first: '/bare?page_size=2&page=1',
        prev: '/bare?page_size=2&page=1',
        next: '/bare?page_size=2&page=3',
      });
      const last = await get('/bare?page_size=2&page=3');
      expect(ids(last.json)).toEqual([5]);
      expect(Object.keys(linksOf(last.headers))).toEqual(['first', 'prev']);
      expect(app.statements.selects.filter((sql) => sql.includes('COUNT('))).toEqual([]);
    });

    it('has no next page after a full last one', async () => {
      const answer = await get('/bare?page_size=5');
      expect(answer.json).toHaveLength(5);
      expect(linksOf(answer.headers)).not.toHaveProperty('next');
    });

    it('ends empty beyond the end', async () => {
      const answer = await get('/bare?page=9');
      expect(answer.json).toEqual([]);
      expect(Object.keys(linksOf(answer.headers))).toEqual(['first', 'prev']);
    });

    it('without a page size has every row and no links', async () => {
      const answer = await get('/bare-all');
      expect(ids(answer.json)).toEqual([1, 2, 3, 4, 5]);
      expect(answer.headers.get('link')).toBeNull();
    });

    it('keeps all other parameters in its links', async () => {
      const { headers } = await get('/bare?tint=a%26b?c&page_size=2&tint=d+e&page=2');
      const url = new URL(linksOf(headers).next ?? '', 'http://host');
      expect(url.searchParams.getAll('tint')).toEqual(['a&b?c', 'd e']);
      expect(url.searchParams.getAll('page')).toEqual(['3']);
      expect(url.searchParams.get('page_size')).toBe('2');
    });
  });

  it('an envelope has links too, with the last page', async () => {
    const { headers } = await get('/small?page=2');
    expect(headers.get('link')).toBe(
      '</small?page=1>; rel="first", </small?page=1>; rel="prev", </small?page=3>; rel="next", </small?page=3>; rel="last"',
    );
  });

  it('beyond the end, the page before is the last one', async () => {
    const { headers } = await get('/small?page=9');
    expect(headers.get('link')).toBe(
      '</small?page=1>; rel="first", </small?page=3>; rel="prev", </small?page=3>; rel="last"',
    );
  });

  describe("the view's own parameters", () => {
    it('reach authorize and the query with all their values, those of a base view too', async () => {
      const answer = await get('/searched?starts=B&since=x&since=');
      expect(answer.json).toMatchObject({ total: 3 });
      expect(extras).toEqual([{ starts: ['B'], since: ['x', ''] }]);
      expect(Object.isFrozen(extras[0])).toBe(true);
    });

    it('are counted with', async () => {
      expect((await get('/searched?starts=B&page_size=2')).json).toMatchObject({ total: 3, total_pages: 2 });
    });

    it('are unknown elsewhere', async () => {
      expect((await get('/songs?since=x')).status).toBe(422);
      expect((await get('/songs/1?since=x')).status).toBe(422);
      expect((await get('/searched/1?since=x')).status).toBe(200);
    });
  });
});

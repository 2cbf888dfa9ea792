import { createClient, isProblem, ProblemError, UsageError } from 'nestjs-restview/client';
import type { TestApp } from '../fixtures/test-app.js';
import { urlOf } from '../setup/http.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';
import { Film, Review, Seat, startCinema, Studio } from './cinema.js';
import type { paths } from './cinema-api.js';

const keys = { seats: ['hall', 'place'] } as const;

/** Texts that mean something to a URL, to the grammar of lists or to a pattern of a database. */
const NASTY = [
  ...[
    'a,b',
    '"quoted"',
    'say "hi", Ann',
    '"',
    '""',
    ',',
    'a"b',
    '(x)',
    'or(a=1)',
    '100%',
    'under_score',
    'back\\slash',
  ],
  ...[
    'a+b',
    'a b',
    ' led',
    'trailed ',
    'a&b=c',
    '#hash',
    '?q',
    'a/b',
    '..',
    'ÄÖß',
    '日本',
    '🎬,🎬',
    "d'Arc",
    '-desc',
    'null',
  ],
  ...['true', '%2C', 'é̀', 'a;b', 'x=y', 'a,"b', '(a,"b")'],
] as const;

onEveryDatabaseAndPlatform((database, platform) => {
  let cinema: TestApp;
  const open = () => createClient<paths>({ baseUrl: urlOf(cinema.app), keys });
  const titles = ({ items }: { readonly items: readonly { readonly title: string }[] }) =>
    items.map(({ title }) => title);

  beforeAll(async () => {
    cinema = await startCinema(database, platform);
  });
  afterAll(() => cinema.close());

  beforeEach(() => cinema.dataSource.synchronize(true));

  it('creates, reads, changes, lists and deletes', async () => {
    const { films } = open();
    const film = await films.create({ title: 'M', minutes: 117 });
    expect(film).toMatchObject({ id: 1, title: 'M', genre: 'drama', studio: null });
    expect(await films.get(film.id)).toEqual(film);
    expect(await films.update(film.id, { genre: 'noir' })).toEqual({ ...film, genre: 'noir' });
    expect(await films.list({ filter: { genre: 'noir' } })).toMatchObject({ total: 1, items: [{ id: 1 }] });
    await expect(films.delete(film.id)).resolves.toBeUndefined();
    await expect(films.get(film.id)).rejects.toMatchObject({ name: 'ProblemError', status: 404, code: 'not_found' });
  });

  it('takes keys of several columns, in whatever order they are given, and percent-encodes them', async () => {
    const { seats } = open();
    for (const hall of ['A/B', 'Ä 1%', 'x?y#z']) {
      const seat = await seats.create({ hall, place: 3 });
      expect(await seats.get({ place: 3, hall })).toEqual(seat);
      expect(await seats.update(seat, { kind: 'soft' })).toMatchObject({ hall, kind: 'soft' });
      await seats.delete({ hall, place: 3n });
    }
    expect(await cinema.dataSource.manager.count(Seat)).toBe(0);
  });

  it('opens a resource below a row of another one', async () => {
    const { manager } = cinema.dataSource;
    await manager.insert(Studio, [{ name: 'Ufa' }, { name: 'Ealing' }]);
    await manager.insert(Film, [
      { title: 'M', studioId: 1 },
      { title: 'Whisky Galore!', studioId: 2 },
    ]);
    const films = open().at('studios/{studioId}/films', { studioId: 2 });
    expect(titles(await films.list())).toEqual(['Whisky Galore!']);
    expect(await films.get(2)).toMatchObject({ title: 'Whisky Galore!', studio: { name: 'Ealing' } });
    await expect(films.get(1)).rejects.toMatchObject({ status: 404 });
  });

  it('calls further operations, on a row and on the collection', async () => {
    const { films } = open();
    expect(await films.collectionAction('import', ['M', 'Laura'])).toEqual({ count: 2 });
    expect(await films.collectionAction('GET statistics')).toEqual({ count: 2 });
    expect(await films.collectionAction('GET titles')).toBe('M\nLaura');
    expect(await films.action(2, 'release', { on: '1944-10-11' })).toMatchObject({ id: 2, premiere: '1944-10-11' });
    expect(await films.action(2, 'GET referrers')).toEqual([]);
  });

  describe('filters', () => {
    it('send every text whole, for every operator, on its own, in a list and in a group', async () => {
      const { manager } = cinema.dataSource;
      await manager.insert(
        Film,
        [...NASTY, 'plain'].map((title) => ({ title })),
      );
      const { films } = open();
      const found = async (filter: NonNullable<Parameters<typeof films.list>[0]>['filter']) =>
        titles(await films.list({ filter, sort: 'id', fields: ['title'], page_size: 100 }));

      for (const text of NASTY) {
        expect([text, await found({ title: text })]).toEqual([text, [text]]);
        expect([text, await found({ or: [{ title: text }] })]).toEqual([text, [text]]);
        expect([text, await found({ not: { title: { ne: text } } })]).toEqual([text, [text]]);
        expect([text, await found({ title: { between: [text, text] } })]).toEqual([text, [text]]);
        expect([text, await found({ title: { startswith: text, endswith: text } })]).toContainEqual(
          expect.arrayContaining([text]),
        );
        expect([text, await found({ or: [{ title: { startswith: text, endswith: text } }] })]).toEqual([
          text,
          await found({ title: { startswith: text, endswith: text } }),
        ]);
        if (text.trim() !== text) continue;
        expect([text, await found({ title: { contains: [text] } })]).toContainEqual(expect.arrayContaining([text]));
        expect([text, await found({ or: [{ title: { contains: [text] } }] })]).toEqual([
          text,
          await found({ title: { contains: [text] } }),
        ]);
      }
      expect(await found({ title: NASTY })).toEqual(NASTY);
      expect(await found({ or: [{ title: { in: NASTY } }] })).toEqual(NASTY);
      expect(await found({ title: { not_in: NASTY } })).toEqual(['plain']);
      expect(await found({ not: { title: NASTY } })).toEqual(['plain']);
    });

    it('take numbers, texts of numbers, booleans, dates and NULL', async () => {
      const { films } = open();
      await films.create({
        title: 'Short',
        minutes: 9,
        rating: '7.50',
        gross: '9007199254740991',
        premiere: '1922-03-04',
      });
      await films.create({ title: 'Long', minutes: 210, rating: '10.00', released: true });
      await films.create({ title: 'None', tagline: '' });
      const found = async (filter: NonNullable<Parameters<typeof films.list>[0]>['filter']) =>
        titles(await films.list({ filter, sort: ['id'] }));

      expect(await found({ minutes: { gte: 9, lt: 210 } })).toEqual(['Short']);
      expect(await found({ minutes: [9, 210] })).toEqual(['Short', 'Long']);
      expect(await found({ minutes: { between: [10, 300] } })).toEqual(['Long']);
      expect(await found({ gross: '9007199254740991' })).toEqual(['Short']);
      expect(await found({ rating: { gt: '7.5' } })).toEqual(['Long']);
      expect(await found({ released: true })).toEqual(['Long']);
      expect(await found({ released: { ne: true } })).toEqual(['Short', 'None']);
      expect(await found({ premiere: { lte: '1922-03-04' } })).toEqual(['Short']);
      expect(await found({ minutes: { isnull: true } })).toEqual(['None']);
      expect(await found({ tagline: { isnull: true } })).toEqual(['Short', 'Long']);
      expect(await found({ tagline: '' })).toEqual(['None']);
      expect(await found({ or: [{ tagline: '' }, { title: 'Long' }] })).toEqual(['Long', 'None']);
      expect(await found({ createdAt: { gte: new Date(Date.now() - 600_000).toISOString() } })).toHaveLength(3);
    });

    it('mean by an empty list what logic makes of it', async () => {
      const { films } = open();
      await films.create({ title: 'M' });
      const found = async (filter: NonNullable<Parameters<typeof films.list>[0]>['filter']) =>
        titles(await films.list({ filter }));
      expect(await found({ title: [] })).toEqual([]);
      expect(await found({ title: { in: [] } })).toEqual([]);
      expect(await found({ title: { not_in: [] } })).toEqual(['M']);
      expect(await found({ not: { title: { in: [] } } })).toEqual(['M']);
      expect(await found({ or: [{ title: { not_in: [] } }, { title: 'X' }] })).toEqual(['M']);
      expect(await found({ or: [] })).toEqual([]);
      expect(await found({ and: [] })).toEqual(['M']);
      expect(await found({})).toEqual(['M']);
    });

    it('nest in groups, and lead through relations', async () => {
      const { manager } = cinema.dataSource;
      await manager.insert(Studio, { name: 'Ufa, Berlin' });
      await manager.insert(Film, [
        { title: 'Metropolis', minutes: 153, studioId: 1 },
        { title: 'M', minutes: 117 },
        { title: 'Blue heron', minutes: 90 },
      ]);
      await manager.insert(Review, [
        { filmId: 1, stars: 5, author: 'Ada' },
        { filmId: 1, stars: 1, author: 'Bob' },
        { filmId: 2, stars: 5, author: 'Bob' },
      ]);
      const { films } = open();
      const found = async (filter: NonNullable<Parameters<typeof films.list>[0]>['filter']) =>
        titles(await films.list({ filter, sort: ['title'] }));

      expect(await found({ 'studio.name': 'Ufa, Berlin' })).toEqual(['Metropolis']);
      expect(await found({ or: [{ title: 'M' }, { minutes: { lt: 200 }, 'studio.name': 'Ufa, Berlin' }] })).toEqual([
        'M',
        'Metropolis',
      ]);
      expect(await found({ not: { or: [{ title: 'M' }, { and: [{ minutes: 153 }] }] } })).toEqual(['Blue heron']);
      expect(await found({ or: [{ title: { icontains: 'HERON blue' } }] })).toEqual(['Blue heron']);
      expect(await found({ or: [{ title: { icontains: '"HERON blue"' } }] })).toEqual([]);
      // In one place it is one review, in groups of their own it may be two.
      expect(await found({ 'reviews.stars': 5, 'reviews.author': 'Bob' })).toEqual(['M']);
      const each = [{ 'reviews.stars': 5 }, { 'reviews.author': 'Bob' }];
      expect(await found({ and: each })).toEqual(['M', 'Metropolis']);
      expect(await found({ or: [{ and: each }] })).toEqual(['M', 'Metropolis']);
    });
  });

  it('asks for an order, some fields, optional relations, parameters of the view, and what the document does not list', async () => {
    const { films } = open();
    const { id } = await films.create({ title: 'M', minutes: 117 });
    await films.create({ title: 'Laura', minutes: 88 });
    await cinema.dataSource.manager.insert(Review, { filmId: id, stars: 5, author: 'Ada' });
    expect(await films.list({ sort: ['-minutes'], fields: ['title'], include_total: false })).toEqual({
      items: [{ title: 'M' }, { title: 'Laura' }],
      page: 1,
      page_size: 50,
    });
    expect((await films.get(id, { include: ['reviews'] })).reviews).toEqual([{ id: 1, stars: 5, author: 'Ada' }]);
    expect((await films.list({ include: ['reviews'], q: 'laura' })).items[0]?.reviews).toEqual([]);
    expect(titles(await films.list({ params: { longerThan: '100' } }))).toEqual(['M']);
    expect(titles(await films.list({ raw: { 'reviews__none.stars': '5' } }))).toEqual(['Laura']);
    expect(titles(await films.list({ raw: { minutes__gt: ['80', '100'] } }))).toEqual(['M']);
  });

  it('throws problems with all that they say', async () => {
    const { films } = open();
    const refused = films.create({ title: '', minutes: 5 });
    await expect(refused).rejects.toBeInstanceOf(ProblemError);
    const problem: unknown = await refused.catch((error: unknown) => error);
    expect(isProblem(problem, 'invalid_request')).toBe(true);
    expect(isProblem(problem, 'not_found', 'conflict')).toBe(false);
    expect(isProblem(new Error('no'))).toBe(false);
    expect(problem).toMatchObject({
      name: 'ProblemError',
      status: 422,
      title: 'Invalid request',
      errors: [{ pointer: '/title', code: 'is_not_empty' }],
      instance: expect.stringMatching(/^urn:request:/),
      type: expect.stringContaining('invalid_request'),
      response: { status: 422 },
      message: expect.stringMatching(/^POST \/films: 422 Invalid request: .+\n- \/title title should not be empty/),
    });
    await expect(films.list({ raw: { nonsense: '1' } })).rejects.toMatchObject({
      status: 422,
      errors: [{ parameter: 'nonsense' }],
    });
  });

  it('works side by side on one client', async () => {
    const { films } = open();
    const made = await Promise.all(Array.from({ length: 20 }, (_, index) => films.create({ title: `F${index}` })));
    const read = await Promise.all(made.map(({ id }) => films.get(id)));
    expect(read).toEqual(made);
    const walks = await Promise.all(
      ['id', '-id', 'title'].map(async (sort) => {
        const seen: string[] = [];
        for await (const { title } of films.all({ sort: sort as 'id', page_size: 3 })) seen.push(title);
        return seen.sort();
      }),
    );
    for (const walk of walks) expect(walk).toEqual(made.map(({ title }) => title).sort());
  });

  it('leaves out a prefix of all paths', async () => {
    const other = await startCinema(database, platform, 'api/v1');
    try {
      type Prefixed = { [Path in keyof paths as `/api/v1${Path & string}`]: paths[Path] };
      const client = createClient<Prefixed, '/api/v1'>({ baseUrl: `${urlOf(other.app)}/`, prefix: '/api/v1', keys });
      expect(await client.films.create({ title: 'M' })).toMatchObject({ id: 1 });
      expect(titles(await client.films.list())).toEqual(['M']);
      expect(await client.films.action(1, 'release', { on: '1931-05-11' })).toMatchObject({ released: true });
    } finally {
      await other.close();
    }
  });

  it('sends nothing that would mean something else', async () => {
    const client = createClient<paths>({
      baseUrl: urlOf(cinema.app),
      keys,
      fetch: () => Promise.reject(new Error('sent')),
    });
    const { seats, films } = client;
    for (const hall of ['', '.', '..']) await expect(seats.get({ hall, place: 1 })).rejects.toBeInstanceOf(UsageError);
    const missing: { hall: string; place?: number } = { hall: 'A' };
    // @ts-expect-error a part of the key is missing
    await expect(seats.get(missing)).rejects.toThrow('"place" of a path must be a text or a number, not undefined.');
    // @ts-expect-error there is nothing that it is equal to
    await expect(films.list({ filter: { title: undefined } })).rejects.toThrow('"title" is undefined.');
    // @ts-expect-error NULL is asked for by isnull
    await expect(films.list({ filter: { minutes: null } })).rejects.toThrow('"minutes" is null.');
    // @ts-expect-error two values make a range
    await expect(films.list({ filter: { minutes: { between: [] } } })).rejects.toThrow('"minutes__between" is a list');
    // @ts-expect-error a date is sent as a text
    await expect(films.list({ filter: { premiere: new Date(0) } })).rejects.toThrow('neither a text nor a number');
    await expect(films.list({ filter: { minutes: {} } })).rejects.toThrow(
      '"minutes" is a condition without an operator',
    );
    await expect(films.list({ filter: { or: [{ minutes: {} }] } })).rejects.toBeInstanceOf(UsageError);
    // @ts-expect-error a list is no filter
    await expect(films.list({ filter: [{ minutes: 1 }] })).rejects.toThrow('must be an object of conditions');
    await expect(seats.get({ hall: '\uD800', place: 1 })).rejects.toBeInstanceOf(UsageError);
    for (const name of ['../films', 'release/../..', 'release?on=1', '.', 'release#', '']) {
      // @ts-expect-error no such action
      await expect(films.action(1, name)).rejects.toBeInstanceOf(UsageError);
    }
    // @ts-expect-error the parameter is missing
    expect(() => client.at('studios/{studioId}/films', {})).toThrow('"studioId" of a path');
  });

  it('may be awaited, printed and asked for what it has not', async () => {
    const client = await Promise.resolve(open());
    expect(JSON.stringify(client)).toBe('{}');
    expect(String(Reflect.get(client, Symbol.toStringTag))).toBe('undefined');
    expect(client.films).toBe(client.films);
  });
});

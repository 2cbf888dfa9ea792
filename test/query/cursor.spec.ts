import { DataSource, type DataSourceOptions, type SelectQueryBuilder } from 'typeorm';
import { listGrammarOf } from '../../libs/restview/src/definition/list-grammar-of.js';
import { applyListQuery } from '../../libs/restview/src/query/apply-list-query.js';
import type { ListQuery } from '../../libs/restview/src/query/list-query.js';
import { parseListQuery } from '../../libs/restview/src/query/parse-list-query.js';
import { queryParametersOf } from '../../libs/restview/src/query/query-parameters.js';
import { dropDatabase, onEveryDatabase, statementsOf } from '../setup/databases.js';
import { Event, Seat } from './event.entity.js';
import { Random } from './random.js';
import { readWalkedPage, walk, type WalkedPage } from './walk.js';

const events = listGrammarOf(Event, undefined, { maxPageSize: 1000, searchFields: ['name'] });
const seats = listGrammarOf(Seat);

const parse = (parameters: string, grammar = events, secret = 'secret') =>
  parseListQuery(queryParametersOf(`?${parameters}`), grammar, secret);

onEveryDatabase((database) => {
  let dataSource: DataSource;
  let options: DataSourceOptions;

  beforeAll(async () => {
    options = await database.dataSourceOptions([Event, Seat]);
    dataSource = await new DataSource(options).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await dropDatabase(options);
  });
  beforeEach(async () => {
    await dataSource.manager.clear(Event);
    await insertEvents();
  });

  const apply = (query: ListQuery): SelectQueryBuilder<Event> =>
    applyListQuery(dataSource.manager.createQueryBuilder(Event, 'event'), query);
  const right = (parameters: string): ListQuery => {
    const { query, mistakes } = parse(parameters);
    if (mistakes.length > 0) throw new Error(JSON.stringify(mistakes));
    return query;
  };
  const page = (parameters: string, cursor: string) =>
    readWalkedPage(right(`${parameters}&cursor=${encodeURIComponent(cursor)}`), apply);
  const idsOf = (rows: readonly { readonly id: number }[]): readonly number[] => rows.map(({ id }) => id);

  const bigs =
    database.name === 'sqlite'
      ? ['9007199254740991', '-9007199254740991']
      : ['9007199254740992', '9007199254740993', '9223372036854775807'];

  /** Rows with ties, NULLs, and values that JavaScript cannot hold. */
  async function insertEvents(): Promise<void> {
    const random = new Random(7);
    const maybe = <Value>(values: readonly Value[]): Value | null => (random.chance(0.3) ? null : random.pick(values));
    const rows = Array.from({ length: 40 }, () => ({
      big: maybe([...bigs, '0', '5']),
      amount: maybe(['0.1', '0.100001', '12345678.123456', '-3']),
      code: maybe(['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '00000000-0000-4000-8000-000000000000']),
      day: maybe(['2024-02-29', '1999-12-31', '0301-05-05']),
      weight: maybe([0.1, 0.2, 0.30000000000000004, 1e-7, -5]),
      name: maybe(['a', 'b', '日本', "o'x", '']),
      done: maybe([true, false]),
      level: maybe(['low', 'high', 'mid']),
    }));
    await dataSource.manager.insert(Event, rows);
    const moments = [
      '2024-01-01 10:00:00.123456',
      '2024-01-01 10:00:00.123457',
      '2024-01-01 10:00:00.1',
      '2024-01-01 10:00:00',
    ];
    const ids = await dataSource.manager.find(Event, { select: { id: true } });
    for (const [index, { id }] of ids.entries()) {
      const moment = moments[index % 5];
      // Every fifth row keeps the time that the database gave it.
      if (moment === undefined) continue;
      const quoted = database.name === 'mysql' ? '`createdAt`' : '"createdAt"';
      await dataSource.query(`UPDATE event SET ${quoted} = '${moment}' WHERE id = ${String(id)}`);
    }
  }

  it.each(['createdAt', 'big', 'amount', 'code', 'day', 'weight', 'name', 'done', 'level', 'id'])(
    'passes every row once by %s, in both directions, as offset pages do',
    async (column) => {
      const before = column === 'done' ? 'level' : 'done';
      for (const sort of [column, `-${column}`, `${before},-${column}`]) {
        const paged = idsOf(await apply(right(`sort=${sort}&page_size=1000`)).getMany());
        expect(paged).toHaveLength(40);
        for (const size of [1, 7]) {
          const read = (cursor: string) =>
            right(`sort=${sort}&page_size=${String(size)}&cursor=${encodeURIComponent(cursor)}`);
          const { forward, back } = await walk(read, apply);
          expect([sort, forward]).toEqual([sort, paged]);
          expect([sort, back]).toEqual([sort, paged]);
        }
      }
    },
  );

  it('gives whole rows', async () => {
    for (const column of events.fields.columns.keys()) {
      const { rows } = await page(`sort=${column}&page_size=9`, '');
      expect(rows).toEqual(await apply(right(`sort=${column}&page_size=9`)).getMany());
    }
  });

  it('orders datetimes that a default wrote among those that TypeORM wrote', async () => {
    await dataSource.manager.clear(Event);
    // The database's default has no milliseconds on SQLite; TypeORM writes them.
    await dataSource.manager.insert(Event, { name: 'default' });
    await dataSource.manager.insert(Event, { name: 'later', createdAt: new Date(Date.now() + 3_600_000) });
    await dataSource.manager.insert(Event, { name: 'earlier', createdAt: new Date(Date.now() - 3_600_000) });
    const read = (cursor: string) => right(`sort=createdAt&page_size=1&cursor=${encodeURIComponent(cursor)}`);
    const { rows } = await readWalkedPage(right('sort=createdAt&page_size=9&cursor='), apply);
    expect(rows.map(({ name }) => name)).toEqual(['earlier', 'default', 'later']);
    expect((await walk(read, apply)).forward).toEqual(idsOf(rows));
  });

  it('finds an equal time however it is stored', async () => {
    await dataSource.manager.clear(Event);
    await dataSource.manager.insert(Event, { name: 'written', createdAt: new Date('2024-05-05T05:05:05Z') });
    await dataSource.manager.insert(Event, { name: 'default' });
    await dataSource.query(
      `UPDATE event SET ${database.name === 'mysql' ? '`createdAt`' : '"createdAt"'} = '2024-05-05 05:05:05' WHERE name = 'default'`,
    );
    expect(await apply(right('createdAt=2024-05-05T05:05:05Z')).getMany()).toHaveLength(2);
    expect(await apply(right('createdAt__gt=2024-05-05T05:05:05Z')).getMany()).toHaveLength(0);
  });

  it('passes what was there all the time exactly once while rows come and go', async () => {
    const before = idsOf(await apply(right('sort=-name&page_size=1000')).getMany());
    const random = new Random(11);
    const gone = new Set<number>();
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { rows, next } = await page('sort=-name&page_size=5', cursor);
      seen.push(...idsOf(rows));
      await dataSource.manager.insert(Event, [{ name: random.pick(['a', 'b', 'zz']) }, { name: null }]);
      // Also the row that the cursor was made of.
      for (const id of [rows.at(-1)?.id, random.pick(before)]) {
        if (id === undefined) continue;
        gone.add(id);
        await dataSource.manager.delete(Event, id);
      }
      cursor = seen.length > 500 ? null : next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.filter((id) => !gone.has(id) && !seen.includes(id))).toEqual([]);
  });

  it('goes back to where it came from', async () => {
    const first = await page('sort=-big&page_size=6', '');
    const second = await page('sort=-big&page_size=6', first.next ?? '');
    const back = await page('sort=-big&page_size=6', second.prev ?? '');
    expect([first.prev, back.prev]).toEqual([null, null]);
    expect(idsOf(back.rows)).toEqual(idsOf(first.rows));
    const again = await page('sort=-big&page_size=6', back.next ?? '');
    expect(idsOf(again.rows)).toEqual(idsOf(second.rows));
  });

  it('walks by a key of several columns', async () => {
    await dataSource.manager.clear(Seat);
    await dataSource.manager.insert(
      Seat,
      ['A', 'B', 'C'].flatMap((row) => [1, 2, 10].map((number) => ({ row, number, price: number === 2 ? null : 5 }))),
    );
    const applySeats = (query: ListQuery) => applyListQuery(dataSource.manager.createQueryBuilder(Seat, 'seat'), query);
    for (const sort of ['', 'sort=price&', 'sort=-number&']) {
      const read = (cursor: string) => parse(`${sort}page_size=2&cursor=${encodeURIComponent(cursor)}`, seats).query;
      const paged = await applySeats(parse(sort, seats).query).getMany();
      const found: Seat[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const walked: WalkedPage<Seat> = await readWalkedPage(read(cursor), applySeats);
        found.push(...walked.rows);
        cursor = walked.next;
      }
      expect(found).toEqual(paged);
    }
  });

  it('reads a page by one statement, and leads an index to the place', async () => {
    const { next } = await page('sort=id&page_size=10', '');
    const log = statementsOf(dataSource);
    log.clear();
    await page('sort=id&page_size=10', next ?? '');
    expect(log.statements).toHaveLength(1);
    expect(log.statements[0]).toMatch(/WHERE \(+.event.\..id. >= /);
  });

  it('counts all rows, wherever the walk is', async () => {
    const { next } = await page('name=a&page_size=1', '');
    const { query } = parse(`name=a&page_size=1&include_total=true&cursor=${encodeURIComponent(next ?? '')}`);
    expect(query.includeTotal).toBe(true);
    expect(parse('cursor=').query.includeTotal).toBe(false);
  });

  describe('a cursor that does not fit', () => {
    let cursor: string;
    beforeEach(async () => {
      cursor = (await page('sort=-big&name__ne=x&page_size=2', '')).next ?? '';
    });
    const refused = (parameters: string, text: string, grammar = events, secret = 'secret') => {
      const { mistakes } = parse(`${parameters}&cursor=${encodeURIComponent(text)}`, grammar, secret);
      return mistakes.map(({ parameter, code }) => [parameter, code]);
    };
    const sameList = 'sort=-big&name__ne=x';
    const misfit = [['cursor', 'cursor']];

    it('fits its own list, with any page size, and with the filters in any order', () => {
      expect(refused(sameList, cursor)).toEqual([]);
      expect(refused(`${sameList}&page_size=500&fields=id&include_total=true`, cursor)).toEqual([]);
      const two = parse('name__in=a,b&big__gt=0&or=done=true,level=low&cursor=').query.walk?.write({
        values: ['1'],
        direction: 'next',
      });
      expect(refused('big__gt=0&or=level=low,done=true&name__in=a,b', two ?? '')).toEqual([]);
    });

    it('is refused with another sort, filter, search, resource or secret', () => {
      expect(refused('sort=big&name__ne=x', cursor)).toEqual(misfit);
      expect(refused('sort=-big,name&name__ne=x', cursor)).toEqual(misfit);
      expect(refused('sort=-big', cursor)).toEqual(misfit);
      expect(refused('sort=-big&name__ne=y', cursor)).toEqual(misfit);
      expect(refused('sort=-big&not=name=x', cursor)).toEqual(misfit);
      expect(refused(`${sameList}&q=a`, cursor)).toEqual(misfit);
      expect(refused(sameList, cursor, { ...events, name: 'Other' })).toEqual(misfit);
      expect(refused(sameList, cursor, events, 'another secret')).toEqual(misfit);
    });

    it('is refused when it was tampered with, or never was one', () => {
      const [content = '', signature = ''] = cursor.split('.');
      const forged = Buffer.from(JSON.stringify(['next', '0', 1])).toString('base64url');
      const texts = [
        `${forged}.${signature}`,
        `${content}.`,
        content,
        `${content}.${signature}.${signature}`,
        `${content}.${signature.slice(0, -1)}`,
        `${content}A.${signature}`,
        `.${signature}`,
        '.',
        'null',
        '{}',
        '\u0000',
        '\ud800',
        "' OR 1=1 --",
        'x'.repeat(2_000_000),
        `${'x'.repeat(100_000)}.${signature}`,
      ];
      for (const text of texts) {
        const { mistakes } = parseListQuery(
          new Map([
            ['sort', ['-big']],
            ['name__ne', ['x']],
            ['cursor', [text]],
          ]),
          events,
          'secret',
        );
        expect([text.slice(0, 50), mistakes.map(({ code }) => code)]).toEqual([text.slice(0, 50), ['cursor']]);
      }
    });

    it('is refused beside a page, and when there are two', () => {
      expect(refused(`${sameList}&page=2`, cursor)).toEqual([['page', 'conflict']]);
      expect(refused(`${sameList}&cursor=`, cursor)).toEqual([['cursor', 'repeated']]);
    });

    it('cannot be made without the secret', () => {
      const own = parseListQuery(queryParametersOf('?cursor='), events).query.walk?.write({
        values: [1],
        direction: 'next',
      });
      expect(parseListQuery(queryParametersOf(`?cursor=${own ?? ''}`), events).mistakes).toEqual([]);
      expect(refused('', own ?? '', events, 'restview')).toEqual(misfit);
    });
  });

  it('is the only kind of pages where a list offers no other', () => {
    const byCursor = listGrammarOf(Event, undefined, { pageKinds: ['cursor'] });
    expect(parse('', byCursor).query.walk).toBeDefined();
    expect(parse('page=1', byCursor).mistakes.map(({ parameter }) => parameter)).toEqual(['page']);
    const byPage = listGrammarOf(Event, undefined, { pageKinds: ['page'] });
    expect(parse('cursor=', byPage).mistakes.map(({ parameter }) => parameter)).toEqual(['cursor']);
    expect(parse('', byPage).query.walk).toBeUndefined();
  });
});

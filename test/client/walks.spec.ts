import { createClient } from 'nestjs-restview/client';
import type { TestApp } from '../fixtures/test-app.js';
import { urlOf } from '../setup/http.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';
import { Film, startCinema } from './cinema.js';
import type { paths } from './cinema-api.js';

const ROWS = 10_000;
/** Those of less than 10 minutes. */
const SOME = 960;

interface Row {
  readonly id: number;
  readonly minutes: number | null;
}

onEveryDatabaseAndPlatform((database, platform) => {
  let cinema: TestApp;
  let sent: string[];

  /** A client that notes what it asks for. */
  const open = (change: (response: Response) => Response = (response) => response) => {
    sent = [];
    return createClient<paths>({
      baseUrl: urlOf(cinema.app),
      keys: { seats: ['hall', 'place'] },
      fetch: async (url, init) => {
        sent.push(new URL(url).search);
        return change(await fetch(url, init));
      },
    });
  };

  const walked = async (rows: AsyncIterable<Row>): Promise<Row[]> => {
    const seen: Row[] = [];
    for await (const row of rows) seen.push(row);
    return seen;
  };

  /** Nothing is lost, nothing comes twice, and the order is that of the list. */
  const expectAll = (seen: readonly Row[], rows = ROWS) => {
    expect(seen).toHaveLength(rows);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(rows);
    const last = Number.MAX_SAFE_INTEGER;
    const order = (one: Row, other: Row) => (one.minutes ?? last) - (other.minutes ?? last) || one.id - other.id;
    expect(seen.map(({ id }) => id)).toEqual(seen.toSorted(order).map(({ id }) => id));
  };

  beforeAll(async () => {
    cinema = await startCinema(database, platform);
    const { manager } = cinema.dataSource;
    for (let start = 0; start < ROWS; start += 1000) {
      // Many rows share a value, and some have none.
      const films = Array.from({ length: 1000 }, (_, index) => start + index).map((number) => ({
        title: `Film ${number}`,
        minutes: number % 7 === 0 ? null : number % 90,
      }));
      await manager.createQueryBuilder().insert().into(Film).values(films).updateEntity(false).execute();
    }
  });
  afterAll(() => cinema.close());

  const query = { sort: ['minutes'], fields: ['id', 'minutes'], page_size: 900 } as const;
  const few = { ...query, filter: { minutes: { lt: 10 } } };

  it('walks by cursor where a list has cursors', async () => {
    expectAll(await walked(open().films.all(query)));
    expect(sent).toHaveLength(12);
    for (const search of sent) expect(search).toMatch(/[?&]cursor=/);
    expectAll(await walked(open()['film-walks'].all(query)));
    expect(sent).toHaveLength(12);
  });

  it('walks by page where it has none, and asks for a cursor once', async () => {
    const client = open();
    expectAll(await walked(client['film-pages'].all(query)));
    expect(sent.map((search) => new URLSearchParams(search).get('page'))).toEqual([
      ...[null, null],
      ...Array.from({ length: 11 }, (_, index) => String(index + 2)),
    ]);
    sent.length = 0;
    expectAll(await walked(client['film-pages'].all({ ...query, include_total: false })));
    expect(sent).toHaveLength(12);
  });

  it('walks by page from where it is told to', async () => {
    const seen = await walked(open().films.all({ ...query, page: 3 }));
    expect(seen).toHaveLength(ROWS - 1800);
    for (const search of sent) expect(search).not.toMatch(/cursor=/);
  });

  it('walks through bare arrays, by cursor and by page', async () => {
    expectAll(await walked(open()['film-arrays'].all(query)));
    expect(sent[1]).toMatch(/[?&]cursor=[^&]/);
    expectAll(await walked(open()['film-page-arrays'].all(query)));
    expect(sent.at(-1)).toMatch(/[?&]page=12/);
  });

  it('loses no row where a page is full and the last one', async () => {
    const some = { ...few, page_size: SOME / 2 };
    expectAll(await walked(open().films.all(some)), SOME);
    expectAll(await walked(open()['film-pages'].all({ ...some, include_total: false })), SOME);
    expectAll(await walked(open()['film-page-arrays'].all(some)), SOME);
  });

  it('keeps filters and everything else on the way, and gives pages as they are', async () => {
    const seen: number[] = [];
    for await (const page of open().films.pages({ ...query, filter: { minutes: { isnull: true } }, page_size: 500 })) {
      expect(page).toMatchObject({ page_size: 500, next: seen.length < 2 ? expect.any(String) : null });
      expect(page.items.every(({ minutes }) => minutes === null)).toBe(true);
      seen.push(page.items.length);
    }
    expect(seen).toEqual([500, 500, 429]);
  });

  it('asks for no page that nobody wants', async () => {
    for await (const { id } of open().films.all({ page_size: 10 })) if (id > 3) break;
    expect(sent).toHaveLength(1);
    for await (const _ of open().films.all({ filter: { id: -1 } })) throw new Error('no row was to be found');
    expect(sent).toHaveLength(1);
  });

  it('ends when it is told to', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const walk = async () => {
      for await (const { id } of open().films.all({ page_size: 100 }, { signal: controller.signal })) {
        seen.push(id);
        if (id === 250) controller.abort(new Error('enough'));
      }
    };
    await expect(walk()).rejects.toThrow('enough');
    expect(seen).toHaveLength(300);
    await expect(open().films.list({}, { signal: controller.signal })).rejects.toThrow('enough');
    expect(sent).toHaveLength(1);
  });

  it('does not take a hidden Link header for the end of a list', async () => {
    const hidden = (response: Response) => {
      response.headers.delete('link');
      return response;
    };
    const bare = (response: Response) => hidden(new Response(response.body, response));
    await expect(walked(open(bare)['film-arrays'].all(query))).rejects.toThrow('Access-Control-Expose-Headers: Link');
    const foreign = (response: Response) => Object.defineProperty(bare(response), 'type', { value: 'cors' });
    await expect(walked(open(foreign)['film-arrays'].all({ fields: ['id', 'minutes'] }))).rejects.toThrow('Link');
    // Envelopes say it themselves.
    expectAll(await walked(open(bare)['film-pages'].all(few)), SOME);
    expectAll(await walked(open(bare)['film-pages'].all({ ...few, page_size: SOME / 2, include_total: false })), SOME);
  });

  it('goes on by the place that a Link names, whatever its address is', async () => {
    const elsewhere = (response: Response) => {
      const headers = new Headers(response.headers);
      headers.set('link', (headers.get('link') ?? '').replaceAll('</', '<https://elsewhere.example/'));
      return new Response(response.body, { status: response.status, headers });
    };
    expectAll(await walked(open(elsewhere)['film-arrays'].all(few)), SOME);
  });
});

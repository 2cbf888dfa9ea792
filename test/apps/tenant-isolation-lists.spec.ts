import { type ColumnDescription, type ViewDefinition, ViewRegistry } from 'nestjs-restview';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { type Database, onEveryDatabase } from '../setup/databases.js';
import { filterPaths, filtersOn, includePaths, responsePaths, sortsBy } from './list-probes.js';
import { STRANGE } from './tracker/strangers.js';
import { TENANT_ROWS } from './tracker/tenant-table.js';
import { trackerViews } from './tracker/tracker.js';
import { type Caller, TwoWorlds } from './two-worlds.js';

/** Some tests ask for some thousand lists. */
const PATIENCE = 180_000;

/** What a list tells tenant 1 is the same, to the letter, whether or not there is another tenant. */
function suite(database: Database): void {
  let worlds: TwoWorlds;
  let views: readonly ViewDefinition[];
  const strangers = new Map<EntityTarget<ObjectLiteral>, readonly ObjectLiteral[]>();

  beforeAll(async () => {
    worlds = await TwoWorlds.start(database);
    await worlds.reset();
    views = worlds.shared.app.get(ViewRegistry).views;
    for (const { target } of worlds.shared.dataSource.entityMetadatas) {
      const rows = await worlds.shared.dataSource.manager.find(target, { withDeleted: true });
      strangers.set(
        target,
        rows.filter((row) => STRANGE.test(JSON.stringify(row))),
      );
    }
  });
  afterAll(() => worlds.close());

  /** Two values that rows of the other tenant have in a column. */
  const strange = (entity: EntityTarget<ObjectLiteral>, { path }: ColumnDescription): readonly string[] => {
    const values = (strangers.get(entity) ?? []).map((row) => path.reduce<unknown>(valueAt, row));
    const texts = values.flatMap((value) => {
      if (value instanceof Date) return [value.toISOString()];
      return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
    });
    return [...new Set(texts)].slice(0, 2);
  };

  const viewOf = (name: string): ViewDefinition => {
    const view = views.find((one) => one.name === name);
    if (!view) throw new Error(`there is no ${name}`);
    return view;
  };

  /** The differences that any of these lists shows. */
  async function differences(
    name: string,
    queries: readonly string[],
    callers: readonly Caller[] = ['member'],
  ): Promise<string[]> {
    const path = `/${viewOf(name).paths[0] ?? ''}`;
    const requests = queries.flatMap((query) => callers.map((caller) => ({ caller, path: `${path}?${query}` })));
    return worlds.allDifferences(requests);
  }

  /** Which rows a condition finds shows in their keys and the total; whole rows would only cost time. */
  const briefly = (name: string, queries: readonly string[]): readonly string[] => {
    const [key] = responsePaths(viewOf(name));
    return queries.map((query) => `fields=${key ?? ''}&${query}`);
  };

  describe.each(trackerViews.map(({ name }) => name))('%s', (name) => {
    it('tells nothing by pages, totals and counts', async () => {
      const queries = [
        '',
        'page_size=1',
        'page_size=1&page=2',
        'page_size=1&page=9',
        'page_size=2&include_total=false',
      ];
      expect(await differences(name, queries, ['member', 'admin'])).toEqual([]);
      expect(await worlds.differences('member', 'GET', `/${viewOf(name).paths[0] ?? ''}/count`)).toEqual([]);
    });

    it('tells nothing by deleted rows', async () => {
      const isOpen = Object.hasOwn(viewOf(name).resource?.queryFlags ?? {}, 'include_deleted');
      expect(isOpen).toBe(['ProjectView', 'TaskView'].includes(name));
      if (!isOpen) return;
      const queries = ['', 'page_size=1', 'page_size=1&page=2', 'sort=-id', 'deletedAt__isnull=false', 'q=zorble'];
      const deleted = queries.map((query) => `include_deleted=true&${query}`);
      expect(await differences(name, deleted, ['admin'])).toEqual([]);
      expect(await worlds.differences('member', 'GET', `/${viewOf(name).paths[0] ?? ''}?include_deleted=true`)).toEqual(
        [],
      );
    });

    it(
      'tells nothing by a walk, in either direction',
      async () => {
        const path = `/${viewOf(name).paths[0] ?? ''}`;
        const found: string[] = [];
        for (const query of ['', 'include_total=true', ...filterPaths(viewOf(name)).flatMap(sortsBy).slice(0, 30)]) {
          let next: string | undefined = `${path}?${query}&page_size=1&cursor=`;
          for (let steps = 0; next !== undefined && steps < 8; steps += 1) {
            found.push(...(await worlds.differences('member', 'GET', next)));
            const { headers } = await worlds.ask('member', 'GET', next);
            next = /<([^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
          }
        }
        expect(found).toEqual([]);
      },
      PATIENCE,
    );

    it(
      'tells nothing by a filter on what its rows are',
      async () => {
        const filters = filterPaths(viewOf(name)).flatMap((path) => filtersOn(path, strange));
        expect(filters.length).toBeGreaterThan(3);
        expect(await differences(name, briefly(name, filters))).toEqual([]);
      },
      PATIENCE,
    );

    it(
      'tells nothing by groups',
      async () => {
        const groups = filterPaths(viewOf(name)).flatMap((path) =>
          filtersOn(path, strange)
            .filter((filter) => !filter.includes(',') && !filter.includes('__between'))
            .slice(0, 1)
            .flatMap((filter) => [`or=${filter}`, `not=${filter}`]),
        );
        expect(await differences(name, briefly(name, groups))).toEqual([]);
      },
      PATIENCE,
    );

    it('tells nothing by an order', async () => {
      expect(await differences(name, briefly(name, filterPaths(viewOf(name)).flatMap(sortsBy)))).toEqual([]);
    });

    it('tells nothing by fields', async () => {
      expect(
        await differences(
          name,
          responsePaths(viewOf(name)).map((path) => `fields=${path}`),
        ),
      ).toEqual([]);
    });

    it('tells nothing by what it includes', async () => {
      const includes = includePaths(viewOf(name));
      const queries = [...includes, includes.slice(0, 4).join(',')].map((path) => `include=${path}`);
      if (includes.length === 0) return;
      expect(await differences(name, queries, ['member', 'admin'])).toEqual([]);
      const paths = (TENANT_ROWS[name]?.visible ?? []).flatMap((key) => queries.map((query) => `${key}?${query}`));
      for (const path of paths) {
        const item = `/${viewOf(name).paths[0] ?? ''}/${path}`;
        expect(await worlds.differences('member', 'GET', item)).toEqual([]);
      }
    });

    it('tells nothing by a search', async () => {
      const words = ['zorble', 'zorble checkout', 'Zorble One', '770001', 'web', 'a'];
      const isSearched = (viewOf(name).resource?.list.searchFields.length ?? 0) > 0;
      if (isSearched)
        expect(
          await differences(
            name,
            words.map((word) => `q=${word}`),
          ),
        ).toEqual([]);
    });
  });

  it('tells nothing by the cursor of the other tenant', async () => {
    const theirs = await worlds.ask('stranger', 'GET', '/tasks?sort=title&page_size=1&cursor=');
    const cursor = /[?&]cursor=([^&>]+)/.exec(theirs.headers.get('link') ?? '')?.[1];
    expect(cursor).toBeDefined();
    const query = `/tasks?sort=title&page_size=1&cursor=${cursor ?? ''}`;
    expect(await worlds.differences('member', 'GET', query)).toEqual([]);
  });
}

function valueAt(value: unknown, property: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, property) : undefined;
}

onEveryDatabase(suite);

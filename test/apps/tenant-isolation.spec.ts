import { type RouteDefinition, type ViewDefinition, ViewRegistry } from 'nestjs-restview';
import { onEveryDatabase } from '../setup/databases.js';
import type { HttpRequest } from '../setup/http.js';
import { TENANT_ROUTES, TENANT_ROWS, type TenantRows } from './tracker/tenant-table.js';
import { trackerViews } from './tracker/tracker.js';
import { type Caller, everyRow, strangersIn, told, TwoWorlds } from './two-worlds.js';

const callers: readonly Caller[] = ['member', 'admin'];

/** `GET /:projectId/:userId` is a route on one row, like `GET /:id`. */
const shapeOf = ({ httpMethod, path }: RouteDefinition): string =>
  `${httpMethod} ${path.replace(/^(?:\/:\w+)+/, '/:key')}`;

const isItem = (route: RouteDefinition): boolean => TENANT_ROUTES[shapeOf(route)] === 'item';

const keyed = ({ path }: RouteDefinition, key: string): string => path.replace(/^(?:\/:\w+)+/, `/${key}`);

onEveryDatabase((database) => {
  let worlds: TwoWorlds;
  let views: readonly ViewDefinition[];

  const rowsOf = ({ name }: ViewDefinition): TenantRows => {
    const rows = TENANT_ROWS[name];
    if (!rows) throw new Error(`${name} has no entry in the table of the tenants' rows`);
    return rows;
  };
  const prefix = ({ paths }: ViewDefinition): string => `/${paths[0] ?? ''}`;

  beforeAll(async () => {
    worlds = await TwoWorlds.start(database);
    views = worlds.shared.app.get(ViewRegistry).views;
  });
  afterAll(() => worlds.close());
  beforeEach(() => worlds.reset());

  it('knows every view and every route', () => {
    expect(views.map(({ name }) => name).sort()).toEqual(trackerViews.map(({ name }) => name).sort());
    expect(views.map(({ name }) => name).filter((name) => !TENANT_ROWS[name])).toEqual([]);
    const routes = views.flatMap((view) => view.routes.map((route) => `${view.name} ${shapeOf(route)}`));
    expect(routes.filter((route) => !TENANT_ROUTES[route.slice(route.indexOf(' ') + 1)])).toEqual([]);
    expect(routes.length).toBeGreaterThan(60);
  });

  it('would notice a stranger: the other tenant sees its own rows by the same routes', async () => {
    const found: string[] = [];
    for (const view of views) {
      const [key = ''] = rowsOf(view).hidden;
      const one = await worlds.ask('stranger', 'GET', `${prefix(view)}/${key}`);
      const list = await worlds.ask('stranger', 'GET', prefix(view));
      if (one.status !== 200 || strangersIn(one).length === 0) found.push(`${view.name}: ${told(one)}`);
      if (list.status !== 200 || strangersIn(list).length === 0) found.push(`${view.name}: ${told(list)}`);
    }
    expect(found).toEqual([]);
  });

  describe('a row of another tenant', () => {
    it.each(trackerViews.map(({ name }) => name))(
      'is missing on every route of %s, and stays as it is',
      async (name) => {
        const view = views.find((one) => one.name === name);
        if (!view) throw new Error(`there is no ${name}`);
        const { hidden, missing, update } = rowsOf(view);
        const before = await everyRow(worlds.shared.dataSource);
        const wrong: string[] = [];
        for (const route of view.routes.filter(isItem)) {
          const options: HttpRequest = route.httpMethod === 'PATCH' && update ? { json: update } : {};
          for (const caller of callers) {
            for (const suffix of ['', '?include_deleted=true']) {
              const ask = (key: string) =>
                worlds.ask(caller, route.httpMethod, prefix(view) + keyed(route, key) + suffix, options);
              const absent = await ask(missing);
              if (suffix === '' && absent.status !== 404) wrong.push(`${shapeOf(route)} ${missing} ${told(absent)}`);
              for (const key of hidden) {
                const answer = await ask(key);
                const [told1, told2] = [told(answer).replaceAll(key, 'KEY'), told(absent).replaceAll(missing, 'KEY')];
                if (told1 !== told2) wrong.push(`${caller} ${shapeOf(route)} ${key}: ${told1} but missing ${told2}`);
                wrong.push(...strangersIn(answer, key).map((found) => `${shapeOf(route)} ${key} shows ${found}`));
              }
            }
          }
        }
        expect(wrong).toEqual([]);
        expect(await everyRow(worlds.shared.dataSource)).toBe(before);
      },
    );
  });
});

import { type CanActivate, type ExecutionContext, Injectable, SetMetadata, UseGuards } from '@nestjs/common';
import {
  Field,
  type Key,
  MustExist,
  type ProblemDetails,
  ReactAdminView,
  ReadOnly,
  ReadOnlyView,
  RestView,
  View,
  ViewDefaults,
  type UpdateOf,
  type ViewContext,
  ViewRoute,
  viewOf,
  type WriteContext,
  IdRef,
} from 'nestjs-restview';
import { callerOf } from '../fixtures/caller.js';
import {
  Article,
  ArticleRead,
  REACT_ADMIN_ENTITIES,
  REACT_ADMIN_VIEWS,
  Topic,
  TopicRead,
  Writer,
} from '../fixtures/react-admin-world.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

const asked: string[] = [];

@Injectable()
class AdminGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const { headers } = execution.switchToHttp().getRequest<{ headers: Record<string, string> }>();
    asked.push(
      `${viewOf(execution)?.route.method ?? '-'} ${String(Reflect.getMetadata('role', execution.getHandler()))}`,
    );
    return headers['x-admin'] === 'yes';
  }
}

const TOPIC = { model: Topic, schema: TopicRead } as const;
const named = (name: string) => ({ names: { one: name, many: `${name}s` } });

@View('guarded', { ...TOPIC, ...named('guarded topic') })
class GuardedView extends ReactAdminView<Topic, TopicRead> {
  @UseGuards(AdminGuard)
  @SetMetadata('role', 'admin')
  override updateEndpoint(id: Key, data: Partial<TopicRead>, context: ViewContext) {
    asked.push('update');
    return super.updateEndpoint(id, data, context);
  }
}

@View('no-update', { ...TOPIC, ...named('fixed topic'), excludeRoutes: [ViewRoute.UPDATE] })
class NoUpdateView extends ReactAdminView<Topic, TopicRead> {}

@View('no-put', { ...TOPIC, ...named('patched topic'), excludeRoutes: [ViewRoute.REPLACE] })
class NoPutView extends ReactAdminView<Topic, TopicRead> {}

@View('only-update', { ...TOPIC, ...named('allowed topic'), routes: [ViewRoute.GET_ONE, ViewRoute.UPDATE] })
class OnlyUpdateView extends ReactAdminView<Topic, TopicRead> {}

@View('only-put', { ...TOPIC, ...named('put topic'), routes: [ViewRoute.REPLACE] })
class OnlyPutView extends ReactAdminView<Topic, TopicRead> {}

@View('read-only', { ...TOPIC, ...named('read topic') })
class ReadOnlyTopicView extends ReadOnlyView(ReactAdminView<Topic, TopicRead>) {}

@ViewDefaults({ excludeRoutes: [ViewRoute.UPDATE] })
abstract class ClosedView<Entity extends object, Schema extends object> extends ReactAdminView<Entity, Schema> {}

@View('closed', { ...TOPIC, ...named('closed topic') })
class ClosedTopicView extends ClosedView<Topic, TopicRead> {}

@View('plain', { ...TOPIC, ...named('plain topic') })
class PlainView extends RestView<Topic, TopicRead> {}

@View('own-problems', { ...TOPIC, ...named('own topic') })
class OwnProblemView extends RestView<Topic, TopicRead> {
  override toProblem({ status, detail }: ProblemDetails) {
    return { error: { status, detail } };
  }
}

@View('failing-problems', { ...TOPIC, ...named('failing topic') })
class FailingProblemView extends RestView<Topic, TopicRead> {
  override toProblem(_details: ProblemDetails): object {
    throw new Error('no');
  }
}

class TitleUpdate {
  @Field() title!: string;
}

@View('titled', { model: Article, schema: ArticleRead, schemaUpdate: TitleUpdate, ...named('titled article') })
class TitledView extends ReactAdminView<Article, ArticleRead> {}

class BothRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @MustExist(() => Writer) writerId!: number | null;
  @IdRef(() => Writer) writer!: number | null;
}

@View('both', { model: Article, schema: BothRead, ...named('both article') })
class BothView extends ReactAdminView<Article, BothRead> {}

@View('plain-both', { model: Article, schema: BothRead, ...named('plain both article') })
class PlainBothView extends RestView<Article, BothRead> {}

@View('taken-over', { model: Article, schema: BothRead, ...named('taken article') })
class TakenOverView extends ReactAdminView<Article, BothRead> {
  override update(article: Article, data: UpdateOf<BothRead>, context: WriteContext) {
    return super.update(article, Object.assign(data, { writerId: 2 }), context);
  }
}

class RelationRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @IdRef(() => Writer) writer!: number | null;
}

@View('relations', { model: Article, schema: RelationRead, ...named('relation article') })
class RelationView extends ReactAdminView<Article, RelationRead> {}

class SecretUpdate {
  @MustExist(() => Writer) writerId!: number | null;
}

@View('secret-refs', { model: Article, schema: RelationRead, schemaUpdate: SecretUpdate, ...named('secret article') })
class SecretRefView extends RestView<Article, RelationRead> {}

const VIEWS = [
  TakenOverView,
  ...REACT_ADMIN_VIEWS,
  ...[GuardedView, NoUpdateView, NoPutView, OnlyUpdateView, OnlyPutView, ReadOnlyTopicView, ClosedTopicView],
  ...[PlainView, OwnProblemView, FailingProblemView, TitledView, BothView, PlainBothView, RelationView, SecretRefView],
];

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;

  const send = (method: string, path: string, json?: unknown, headers: Readonly<Record<string, string>> = {}) =>
    app.request(method, path, { headers, ...(json !== undefined && { json }) });
  /** Keys count from 1 again: TypeORM leaves those of new rows to the database. */
  const restartKeys = (table: string): string =>
    ({
      postgres: `ALTER SEQUENCE ${table}_id_seq RESTART`,
      mysql: `ALTER TABLE ${table} AUTO_INCREMENT = 1`,
      sqlite: `DELETE FROM sqlite_sequence WHERE name = '${table}'`,
    })[database.name];
  const get = async (path: string): Promise<Record<string, unknown>> =>
    (await send('GET', path)).json as Record<string, unknown>;

  beforeAll(async () => {
    app = await TestApp.start(database, platform, REACT_ADMIN_ENTITIES, VIEWS, { caller: callerOf });
  });

  beforeEach(async () => {
    const { manager } = app.dataSource;
    await manager.createQueryBuilder().delete().from('article_topics_topic').execute();
    for (const entity of [Article, Writer, Topic]) await manager.createQueryBuilder().delete().from(entity).execute();
    for (const table of ['article', 'writer', 'topic']) await manager.query(restartKeys(table));
    await manager.insert(Writer, [
      { id: 1, name: 'Ada' },
      { id: 2, name: 'Bob' },
      { id: 3, name: 'Hidden' },
    ]);
    await manager.insert(Topic, [
      { id: 1, name: 'red' },
      { id: 2, name: 'blue' },
    ]);
    const size = { width: 3, unit: 'cm' };
    await manager.save(Article, {
      id: 1,
      title: 'First',
      price: '3.50',
      size,
      writerId: 1,
      topics: [{ id: 1 }, { id: 2 }],
    });
    await manager.save(Article, { id: 2, title: 'Second', size, writerId: 3, topics: [] });
    await manager.save(Article, { id: 3, title: 'Third', size, writerId: null, topics: [] });
    asked.length = 0;
    app.statements.clear();
  });

  afterAll(() => app.close());

  describe('PUT', () => {
    test.each([
      '/articles/1',
      '/articles/2',
      '/articles/3',
      '/both/2',
      '/both/1',
      '/relations/2',
      '/titled/1',
      '/topics/1',
    ])('of an unchanged %s writes nothing', async (path) => {
      const record = await get(path);
      app.statements.clear();
      const { status, json } = await send('PUT', path, record);
      expect([status, json]).toEqual([200, record]);
      expect([app.statements.updates, app.statements.inserts, app.statements.deletes]).toEqual([[], [], []]);
    });

    test('of an embedded record writes what has changed', async () => {
      const record = (await send('GET', '/articles/1?embed=["writer"]')).json as Record<string, unknown>;
      const { status, json } = await send('PUT', '/articles/1', { ...record, title: 'New', topics: [2] });
      expect([status, json.title, json.topics, json.price]).toEqual([200, 'New', [2], '3.50']);
      expect(app.statements.updates).toHaveLength(1);
    });

    test('takes a part of a record too, and ignores another id', async () => {
      const { status, json } = await send('PUT', '/articles/1', { id: 2, title: 'Part' });
      expect([status, json.id, json.title]).toEqual([200, 1, 'Part']);
      expect((await get('/articles/2')).title).toBe('Second');
    });

    test('refuses unknown fields, on PATCH too', async () => {
      for (const method of ['PUT', 'PATCH']) {
        const { status, json } = await send(method, '/articles/1', { titel: 'x' });
        expect([status, json.mistakes]).toMatchObject([422, [{ pointer: '/titel', code: 'unknown_field' }]]);
      }
    });

    test('is not on other views', async () => {
      expect((await send('PUT', '/plain/1', { name: 'x' })).status).toBe(405);
    });

    test('of a view with its own update drops what is shown and cannot be written', async () => {
      const record = await get('/titled/1');
      const { status, json } = await send('PUT', '/titled/1', { ...record, title: 'New', stock: 99 });
      expect([status, json.title, json.stock]).toEqual([200, 'New', 0]);
      expect((await send('PUT', '/titled/1', { title: 'Newer', secret: 'x' })).status).toBe(422);
      expect((await send('PATCH', '/titled/1', { title: 'Newer', stock: 1 })).status).toBe(422);
    });

    test('has the guards and marks of the update, and its override', async () => {
      expect((await send('PUT', '/guarded/1', { name: 'x' })).status).toBe(403);
      expect((await send('PATCH', '/guarded/1', { name: 'x' })).status).toBe(403);
      expect((await send('PUT', '/guarded/1', { name: 'x' }, { 'x-admin': 'yes' })).json).toEqual({ id: 1, name: 'x' });
      expect(asked).toEqual(['replaceEndpoint admin', 'updateEndpoint admin', 'replaceEndpoint admin', 'update']);
    });

    test.each([
      ['/no-update', 405, 405],
      ['/closed', 405, 405],
      ['/read-only', 405, 405],
      ['/no-put', 200, 405],
      ['/only-update', 200, 200],
      ['/only-put', 405, 200],
    ])('%s: PATCH %i, PUT %i', async (path, patch, put) => {
      expect((await send('PATCH', `${path}/1`, { name: 'a' })).status).toBe(patch);
      expect((await send('PUT', `${path}/1`, { name: 'b' })).status).toBe(put);
    });
  });

  describe('a reference that stays what it is', () => {
    const views = ['/both', '/plain-both'];

    test.each(['PUT', 'PATCH'])('is taken by %s though its row is hidden', async (method) => {
      for (const path of method === 'PUT' ? ['/both'] : views) {
        expect(await get(`${path}/2`)).toMatchObject({ writerId: 3, writer: null });
        const record = { title: `By ${method}`, writerId: 3, writer: null };
        expect((await send(method, `${path}/2`, record)).json).toMatchObject(record);
        expect((await send(method, `${path}/2`, { writerId: 3 })).status).toBe(200);
      }
      expect(await app.dataSource.manager.findOneByOrFail(Article, { id: 2 })).toMatchObject({ writerId: 3 });
    });

    test('is checked where it changes', async () => {
      for (const path of views) {
        expect((await send('PATCH', `${path}/1`, { writerId: 3 })).json.code).toBe('reference_not_found');
        expect((await send('PATCH', `${path}/1`, { writer: 3 })).json.code).toBe('reference_not_found');
        expect((await send('PATCH', `${path}/2`, { writerId: 99 })).json.code).toBe('reference_not_found');
      }
    });

    test('is what the verb makes of it', async () => {
      expect((await send('PATCH', '/taken-over/1', { writerId: 1 })).json).toMatchObject({ writerId: 2, writer: 2 });
      expect((await send('PUT', '/taken-over/3', { writerId: null, title: 'x' })).json).toMatchObject({ writer: 2 });
    });

    test('may be hidden and change to another', async () => {
      expect((await send('PATCH', '/both/2', { writerId: 2 })).json).toMatchObject({ writerId: 2, writer: 2 });
    });

    test('gives way in a whole record, and contradicts in a change', async () => {
      expect((await send('PUT', '/both/1', { title: 'x', writerId: 1, writer: 2 })).json).toMatchObject({
        writerId: 2,
        writer: 2,
      });
      expect((await send('PUT', '/both/1', { title: 'x', writerId: 1, writer: 2 })).json).toMatchObject({
        writerId: 1,
        writer: 1,
      });
      expect((await send('PATCH', '/both/1', { writerId: 1, writer: 2 })).status).toBe(422);
      expect((await send('PUT', '/both/3', { writerId: 2, writer: 1 })).status).toBe(422);
      expect((await send('PUT', '/both/1', { writerId: 1, writer: null })).json).toMatchObject({ writerId: null });
    });

    test('cannot be found by guesses where no answer shows it', async () => {
      // The relation is shown as null, and the foreign key not at all.
      expect(await get('/relations/2')).toMatchObject({ writer: null });
      const answers = [];
      for (const writer of [3, 4]) answers.push(await send('PUT', '/relations/2', { writer }));
      for (const writerId of [3, 4]) answers.push(await send('PATCH', '/secret-refs/2', { writerId }));
      expect(answers.map(({ status, json }) => [status, json.code])).toEqual(
        answers.map(() => [422, 'reference_not_found']),
      );
    });
  });

  describe('DELETE', () => {
    test('answers with the record, whatever type the request names', async () => {
      const record = await get('/articles/1');
      const { status, json } = await send('DELETE', '/articles/1', undefined, { 'content-type': 'text/plain' });
      expect([status, json]).toEqual([200, record]);
      expect((await send('DELETE', '/articles/1', undefined, { 'content-type': 'text/plain' })).status).toBe(404);
      expect((await send('DELETE', '/topics/1')).json).toEqual({ id: 1, name: 'red' });
    });

    test('stays 204 on other views', async () => {
      expect((await send('DELETE', '/plain/2')).status).toBe(204);
    });
  });

  describe('a problem', () => {
    test('has its errors by field, and as a list', async () => {
      const { json, status } = await send('POST', '/articles', {
        title: 'x',
        stock: 'many',
        size: { width: 'wide', unit: 5 },
        topics: ['x', 1, 99],
        nope: 1,
      });
      expect(status).toBe(422);
      expect(json).toMatchObject({ status: 422, code: 'invalid_request', type: expect.any(String) });
      expect(json.message).toMatch(/^There is no field "nope"\..* …$/);
      expect(json.errors).toEqual({
        title: 'The title has 2 to 80 characters.',
        stock: expect.any(String),
        size: { width: expect.any(String), unit: expect.any(String) },
        topics: { 0: expect.any(String) },
        nope: expect.any(String),
      });
      expect(json.mistakes).toContainEqual({ pointer: '/size/width', code: 'type', detail: expect.any(String) });
    });

    test('of the database is on its field too', async () => {
      const { status, json } = await send('POST', '/topics', { name: 'red' });
      expect([status, json.errors]).toEqual([409, { name: expect.any(String) }]);
    });

    test('without a field is about the form', async () => {
      const answer = await send('POST', '/topics', []);
      expect([answer.status, answer.json.errors]).toEqual([422, { root: { serverError: expect.any(String) } }]);
      const missing = await send('GET', '/topics/99');
      expect([missing.status, missing.json.errors, missing.json.message]).toEqual([
        404,
        undefined,
        missing.json.detail,
      ]);
      expect((await send('GET', '/topics/x')).json.errors).toEqual({ root: { serverError: expect.any(String) } });
    });

    test('that never reached the view has the same form', async () => {
      const broken = await app.request('PUT', '/topics/1', {
        body: '{"name":',
        headers: { 'content-type': 'application/json' },
      });
      expect([broken.status, broken.json.message]).toEqual([400, broken.json.detail]);
      const type = await app.request('POST', '/topics', { body: 'x', headers: { 'content-type': 'text/csv' } });
      expect([type.status, type.json.message]).toEqual([415, type.json.detail]);
      const prototype = await app.request('POST', '/topics', {
        body: '{"__proto__":{"a":1},"name":"x"}',
        headers: { 'content-type': 'application/json' },
      });
      expect(prototype.status).toBe(400);
      expect((await send('PUT', '/topics', {})).json).toMatchObject({ status: 405, message: expect.any(String) });
    });

    test('is what a view makes of it', async () => {
      expect((await send('GET', '/own-problems/99')).json).toEqual({
        error: { status: 404, detail: expect.any(String) },
      });
      expect((await send('GET', '/plain/99')).json.message).toBeUndefined();
      expect((await send('GET', '/failing-problems/99')).json).toMatchObject({ status: 404, code: 'not_found' });
    });
  });

  describe('CORS', () => {
    test('keeps what the application exposes', async () => {
      const open = await TestApp.start(
        database,
        platform,
        REACT_ADMIN_ENTITIES,
        REACT_ADMIN_VIEWS,
        {},
        {},
        {
          configure: (nest) => {
            nest.enableCors({ origin: 'https://admin.test', exposedHeaders: ['X-Trace', 'ETag'] });
          },
        },
      );
      const { headers } = await open.request('GET', '/topics', { headers: { origin: 'https://admin.test' } });
      const exposed = headers.get('access-control-expose-headers') ?? '';
      expect(exposed.split(/\s*,\s*/).sort()).toEqual(['Content-Range', 'ETag', 'X-Trace']);
      await open.close();
    });
  });
});

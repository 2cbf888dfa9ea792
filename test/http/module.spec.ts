import {
  type CallHandler,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  type INestApplication,
  Injectable,
  Module,
  type NestInterceptor,
  Post,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  Action,
  type Change,
  type CreateOf,
  Ctx,
  describeView,
  Forbidden,
  Id,
  type Key,
  type ListQuery,
  NotFound,
  RestView,
  RestviewModule,
  type Subject,
  systemContext,
  type UpdateOf,
  View,
  type ViewContext,
  ViewRegistry,
  viewOf,
  type WriteContext,
} from 'nestjs-restview';
import { map, type Observable } from 'rxjs';
import { Column, DataSource, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { databases, dropDatabase, onEveryDatabase } from '../setup/databases.js';
import { request } from '../setup/http.js';
import { createApp, onEveryPlatform } from '../setup/platforms.js';
import '../fixtures/caller.js';

@Entity()
class Note {
  // Read-only in TypeScript too, so that CreateOf<Note> does not ask for it.
  @PrimaryGeneratedColumn() readonly id!: number;
  @Column() title!: string;
  @Column({ default: 1 }) tenantId!: number;
}

@View('notes', { model: Note })
class NoteView extends RestView<Note> {}

const [sqlite] = databases;

onEveryPlatform((platform) => {
  describe('RestviewModule', () => {
    let app: INestApplication;
    let drop: () => Promise<void>;

    const start = async (...imports: NonNullable<Parameters<typeof Module>[0]['imports']>): Promise<void> => {
      const options = await sqlite!.dataSourceOptions([Note]);
      drop = () => dropDatabase(options);
      app = await createApp({ imports: [TypeOrmModule.forRoot(options), ...imports] }, platform);
    };

    afterEach(async () => {
      await app.close();
      await drop();
    });

    @View('whoami', { model: Note })
    class WhoView extends RestView<Note> {
      @Get('me')
      me(@Ctx() context: ViewContext) {
        return context.caller;
      }
    }

    it('forRoot takes the options, and a path for the health of the process', async () => {
      await start(
        RestviewModule.forRoot({ health: '/health', caller: () => ({ tenantId: 7 }) }),
        RestviewModule.forFeature([WhoView]),
      );
      expect((await request(app, 'GET', '/whoami/me')).json).toEqual({ tenantId: 7 });
      expect(await request(app, 'GET', '/health')).toMatchObject({ status: 200, json: { status: 'ok' } });
    });

    it('has no health route unless it is asked for', async () => {
      await start(RestviewModule.forRoot());
      expect((await request(app, 'GET', '/health')).status).toBe(404);
    });

    it('forRootAsync lets other providers make the options', async () => {
      @Injectable()
      class Config {
        readonly tenant = Promise.resolve(9);
      }
      @Module({ providers: [Config], exports: [Config] })
      class ConfigModule {}
      await start(
        RestviewModule.forRootAsync({
          imports: [ConfigModule],
          inject: [Config],
          health: '/alive',
          useFactory: async (config: Config) => {
            const tenantId = await config.tenant;
            return { caller: () => ({ tenantId }) };
          },
        }),
        RestviewModule.forFeature([WhoView]),
      );
      expect((await request(app, 'GET', '/whoami/me')).json).toEqual({ tenantId: 9 });
      expect((await request(app, 'GET', '/alive')).json).toEqual({ status: 'ok' });
    });

    it('the caller of an application that names none is empty', async () => {
      await start(RestviewModule.forRoot(), RestviewModule.forFeature([WhoView]));
      expect((await request(app, 'GET', '/whoami/me')).json).toEqual({});
    });

    it('forFeature provides what the constructors of its views need', async () => {
      @Injectable()
      class Clock {
        readonly now = 'noon';
      }
      @Module({ providers: [Clock], exports: [Clock] })
      class ClockModule {}
      @Injectable()
      class Bell {
        readonly sound = 'dong';
      }
      @View('ringing', { model: Note })
      class RingingView extends RestView<Note> {
        constructor(
          private readonly clock: Clock,
          private readonly bell: Bell,
        ) {
          super();
        }

        @Get('ring')
        ring() {
          return `${this.bell.sound} at ${this.clock.now}`;
        }
      }
      await start(
        RestviewModule.forRoot(),
        RestviewModule.forFeature([RingingView], { imports: [ClockModule], providers: [Bell] }),
        RestviewModule.forFeature([NoteView]),
      );
      expect((await request(app, 'GET', '/ringing/ring')).body).toBe('dong at noon');
      expect((await request(app, 'GET', '/notes')).status).toBe(200);
    });

    it('the registry has the definitions of all views', async () => {
      await start(RestviewModule.forRoot(), RestviewModule.forFeature([NoteView, WhoView]));
      const registry = app.get(ViewRegistry);
      expect(registry.views).toEqual([describeView(NoteView), describeView(WhoView)]);
    });
  });

  describe('viewOf', () => {
    const seen: unknown[] = [];

    @Injectable()
    class Watching implements CanActivate {
      canActivate(context: ExecutionContext) {
        const served = viewOf(context);
        seen.push(served && [served.definition.name, served.action, served.route.method, served.route.path]);
        return true;
      }
    }

    @Injectable()
    class Naming implements NestInterceptor {
      intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
        const name = viewOf(context)?.definition.resource?.model.name ?? 'nothing';
        return next.handle().pipe(map((data: unknown) => ({ name, data })));
      }
    }

    @View('notes', { model: Note })
    @UseGuards(Watching)
    @UseInterceptors(Naming)
    class WatchedView extends RestView<Note> {
      @Post(':id/archive')
      archive() {
        return 'archived';
      }
    }

    @View('words')
    @UseGuards(Watching)
    class WordView {
      @Get('word')
      word() {
        return 'word';
      }
    }

    @Controller('foreign')
    @UseGuards(Watching)
    @UseInterceptors(Naming)
    class ForeignController {
      @Get()
      all() {
        return 'foreign';
      }
    }

    let app: TestApp;

    beforeAll(async () => {
      app = await TestApp.start(
        sqlite!,
        platform,
        [Note],
        [WatchedView, WordView],
        {},
        {
          controllers: [ForeignController],
        },
      );
    });
    afterAll(() => app.close());
    beforeEach(() => {
      seen.length = 0;
    });

    it('tells a guard and an interceptor the view, the action and the route', async () => {
      const created = await app.request('POST', '/notes', { json: { title: 'a' } });
      expect(created.json).toMatchObject({ name: 'Note', data: { title: 'a' } });
      await app.request('GET', '/notes');
      await app.request('GET', '/notes/1');
      await app.request('PATCH', '/notes/1', { json: {} });
      await app.request('DELETE', '/notes/1');
      expect(seen).toEqual([
        ['WatchedView', 'create', 'createEndpoint', '/'],
        ['WatchedView', 'getMany', 'getManyEndpoint', '/'],
        ['WatchedView', 'getOne', 'getOneEndpoint', '/:id'],
        ['WatchedView', 'update', 'updateEndpoint', '/:id'],
        ['WatchedView', 'delete', 'deleteEndpoint', '/:id'],
      ]);
    });

    it('knows custom routes, and those of bare views', async () => {
      expect((await app.request('POST', '/notes/1/archive')).json).toEqual({ name: 'Note', data: 'archived' });
      await app.request('GET', '/words/word');
      expect(seen).toEqual([
        ['WatchedView', 'archive', 'archive', '/:id/archive'],
        ['WordView', 'word', 'word', '/word'],
      ]);
    });

    it('knows nothing of the routes of others', async () => {
      expect((await app.request('GET', '/foreign')).json).toEqual({ name: 'nothing', data: 'foreign' });
      expect(seen).toEqual([undefined]);
    });
  });

  describe('context.caller reaches every tier and seam (11)', () => {
    const callers: Record<string, unknown> = {};
    const see = (place: string, context: ViewContext) => {
      callers[place] = context.caller;
    };

    @View('notes', { model: Note })
    class SeeingView extends RestView<Note> {
      override handleGetMany(query: ListQuery, context: ViewContext) {
        see('handleGetMany', context);
        return super.handleGetMany(query, context);
      }
      override getMany(query: ListQuery, context: ViewContext) {
        see('getMany', context);
        return super.getMany(query, context);
      }
      override handleGetOne(id: Key, context: ViewContext) {
        see('handleGetOne', context);
        return super.handleGetOne(id, context);
      }
      override getOne(id: Key, context: ViewContext) {
        see('getOne', context);
        return super.getOne(id, context);
      }
      override create(data: CreateOf<Note>, context: WriteContext) {
        see('create', context);
        return super.create(data, context);
      }
      override update(row: Note, data: UpdateOf<Note>, context: WriteContext) {
        see('update', context);
        return super.update(row, data, context);
      }
      override delete(row: Note, context: WriteContext) {
        see('delete', context);
        return super.delete(row, context);
      }
      override buildQuery(context: ViewContext) {
        see('buildQuery', context);
        return super.buildQuery(context);
      }
      override authorize(action: string, subject: Subject<Note>, context: ViewContext) {
        see(`authorize ${action}`, context);
        return super.authorize(action, subject, context);
      }
      override beforeCommit(action: string, change: Change<Note>, context: WriteContext) {
        see(`beforeCommit ${action}`, context);
        return super.beforeCommit(action, change, context);
      }
      override afterCommit(action: string, change: Change<Note>, context: ViewContext) {
        see(`afterCommit ${action}`, context);
        return super.afterCommit(action, change, context);
      }
      override snapshot(row: Note, context: WriteContext) {
        see('snapshot', context);
        return super.snapshot(row, context);
      }
      override makeNewObject(data: CreateOf<Note>, context: WriteContext) {
        see('makeNewObject', context);
        return super.makeNewObject(data, context);
      }
      override updateObject(row: Note, data: UpdateOf<Note>, context: WriteContext) {
        see('updateObject', context);
        return super.updateObject(row, data, context);
      }
      override saveObject(row: Note, context: WriteContext) {
        see('saveObject', context);
        return super.saveObject(row, context);
      }
      override deleteObject(row: Note, context: WriteContext) {
        see('deleteObject', context);
        return super.deleteObject(row, context);
      }
      override count(...[rows, context]: Parameters<RestView<Note>['count']>) {
        see('count', context);
        return super.count(rows, context);
      }
      override applyQueryParams(...[rows, query, context]: Parameters<RestView<Note>['applyQueryParams']>) {
        see('applyQueryParams', context);
        return super.applyQueryParams(rows, query, context);
      }

      @Post(':id/shout')
      async shout(@Id() id: number, @Ctx() context: ViewContext) {
        see('shout', context);
        const note = await this.handleGetOne(id, context);
        await this.writeAction('shout', { entity: note }, context, (write) => {
          see('body of shout', write);
          note.title = note.title.toUpperCase();
        });
        return this.toResponse(note);
      }
    }

    it('as the module option says, asked once for a request', async () => {
      let asked = 0;
      const caller = ({ headers }: { readonly headers: Readonly<Record<string, unknown>> }) => {
        asked += 1;
        return { tenantId: Number(headers['x-tenant']) };
      };
      const app = await TestApp.start(sqlite!, platform, [Note], [SeeingView], { caller });
      const headers = { 'x-tenant': '7' };
      await app.request('POST', '/notes', { headers, json: { title: 'a' } });
      await app.request('GET', '/notes?page_size=1', { headers });
      await app.request('PATCH', '/notes/1', { headers, json: { title: 'b' } });
      expect((await app.request('POST', '/notes/1/shout', { headers })).json).toMatchObject({ title: 'B' });
      await app.request('DELETE', '/notes/1', { headers });
      await app.close();
      expect(asked).toBe(5);
      expect(Object.keys(callers).sort()).toEqual([
        'afterCommit create',
        'afterCommit delete',
        'afterCommit shout',
        'afterCommit update',
        'applyQueryParams',
        'authorize create',
        'authorize delete',
        'authorize getMany',
        'authorize getOne',
        'authorize shout',
        'authorize update',
        'beforeCommit create',
        'beforeCommit delete',
        'beforeCommit shout',
        'beforeCommit update',
        'body of shout',
        'buildQuery',
        'count',
        'create',
        'delete',
        'deleteObject',
        'getMany',
        'getOne',
        'handleGetMany',
        'handleGetOne',
        'makeNewObject',
        'saveObject',
        'shout',
        'snapshot',
        'update',
        'updateObject',
      ]);
      expect(Object.values(callers)).toEqual(Object.keys(callers).map(() => ({ tenantId: 7 })));
    });
  });
});

describe('describeView', () => {
  it('is complete', () => {
    const { resource, ...definition } = describeView(NoteView);
    expect(definition).toEqual({
      name: 'NoteView',
      paths: ['notes'],
      names: { one: 'note', many: 'notes' },
      security: [],
      problemCodes: [],
      tags: ['Notes'],
      responses: {},
      routes: [
        { method: 'getManyEndpoint', action: 'getMany', httpMethod: 'GET', path: '/', operationId: 'listNotes' },
        { method: 'createEndpoint', action: 'create', httpMethod: 'POST', path: '/', operationId: 'createNote' },
        { method: 'getOneEndpoint', action: 'getOne', httpMethod: 'GET', path: '/:id', operationId: 'getNote' },
        { method: 'updateEndpoint', action: 'update', httpMethod: 'PATCH', path: '/:id', operationId: 'updateNote' },
        { method: 'deleteEndpoint', action: 'delete', httpMethod: 'DELETE', path: '/:id', operationId: 'deleteNote' },
      ],
    });
    expect(resource).toMatchObject({
      model: { name: 'Note', entity: Note },
      idType: 'integer',
      includePaginationMetadata: true,
      list: { defaultPageSize: 50, maxPageSize: 1000, extraQueryParams: [] },
    });
    expect(resource?.schema.fields.map(({ wireName, access }) => [wireName, access])).toEqual([
      ['id', 'read-only'],
      ['title', 'read-write'],
      ['tenantId', 'read-write'],
    ]);
  });

  it('is frozen all the way down', () => {
    @View('frozen', {
      model: Note,
      tags: ['A'],
      security: 'bearer',
      responses: { 418: { description: 'x' } },
      extraQueryParams: ['tint'],
    })
    class FrozenView extends RestView<Note> {}
    const thawed: string[] = [];
    const check = (value: unknown, path: string, known = new Set<unknown>()): void => {
      if (typeof value !== 'object' || value === null || known.has(value)) return;
      known.add(value);
      if (!Object.isFrozen(value)) thawed.push(path);
      for (const [key, part] of Object.entries(value)) check(part, `${path}.${key}`, known);
    };
    check(describeView(FrozenView), 'definition');
    expect(thawed).toEqual([]);
  });

  it('leaves what the developer wrote as it is', () => {
    const options = { model: Note, tags: ['A'], responses: { 418: { description: 'x' } }, extraQueryParams: ['tint'] };
    @View('own', options)
    class OwnView extends RestView<Note> {}
    expect(describeView(OwnView).tags).toEqual(['A']);
    options.tags.push('B');
    options.responses[418].description = 'y';
    options.extraQueryParams.push('shade');
    expect(describeView(OwnView)).toMatchObject({ tags: ['A'], responses: { 418: { description: 'x' } } });
  });
});

onEveryDatabase((database) => {
  it('systemContext works without HTTP, with the same scope, policy and errors', async () => {
    const committed: unknown[] = [];

    @View('notes', { model: Note })
    class ScopedView extends RestView<Note> {
      override buildQuery(context: ViewContext) {
        return super.buildQuery(context).andWhere('note.tenantId = :tenant', { tenant: context.caller.tenantId ?? 0 });
      }
      override authorize(action: string, _subject: Subject<Note>, { caller }: ViewContext) {
        if (action === Action.DELETE && caller.admin !== true) throw new Forbidden('only admins delete notes');
      }
      override afterCommit(action: string) {
        committed.push(action);
      }
    }

    const options = await database.dataSourceOptions([Note]);
    @Module({
      imports: [TypeOrmModule.forRoot(options), RestviewModule.forRoot({ requirePolicy: true })],
      controllers: [ScopedView],
    })
    class AppModule {}

    const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
    const view = app.get(ScopedView);
    const dataSource = app.get(DataSource);
    const context = systemContext(dataSource, { tenantId: 1 });

    const note = await view.handleCreate({ title: 'a', tenantId: 1 }, context);
    await expect(view.handleCreate({ title: 'b', tenantId: 2 }, context)).rejects.toThrow(Forbidden);
    await dataSource.manager.insert(Note, { title: 'hidden', tenantId: 2 });
    expect((await view.handleGetOne(note.id, context)).title).toBe('a');
    await expect(view.handleGetOne(note.id + 2, context)).rejects.toThrow(NotFound);
    await expect(view.handleDelete(note.id, context)).rejects.toThrow('only admins delete notes');

    await expect(
      dataSource.transaction(async (manager) => {
        await view.handleUpdate(note.id, { title: 'gone' }, systemContext(manager, { tenantId: 1 }));
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
    expect((await view.handleGetOne(note.id, context)).title).toBe('a');
    expect(committed).toEqual(['create']);

    await view.handleDelete(note.id, systemContext(dataSource, { tenantId: 1, admin: true }));
    expect(committed).toEqual(['create', 'delete']);
    expect(context).toMatchObject({ request: undefined, action: 'system' });
    await app.close();
    await dropDatabase(options);
  });
});

import {
  HttpCode,
  Inject,
  Injectable,
  Ip,
  Post,
  Query,
  UseGuards,
  VersioningType,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
} from '@nestjs/common';
import { ApiOperation, ApiResponse, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import {
  type Change,
  type CreateOf,
  describeView,
  Field,
  type Key,
  type ListQuery,
  type ListingResult,
  ReadOnly,
  RestView,
  type Subject,
  type UpdateOf,
  View,
  type ViewClass,
  type ViewContext,
  ViewDefaults,
  ViewRoute,
  type WriteContext,
} from 'nestjs-restview';
import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { databases, onEveryDatabase } from '../setup/databases.js';
import { type AppOptions, onEveryPlatform } from '../setup/platforms.js';

@Entity()
class Note {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40 }) title!: string;
  @Column({ default: '' }) secret!: string;
  @Column({ default: false }) gone!: boolean;
}

class NoteRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
}

class ShortNote {
  @IsString() @Length(1, 5) title!: string;
}

function documentOf({ app }: { app: INestApplication }): OpenAPIObject {
  return SwaggerModule.createDocument(app, new DocumentBuilder().build());
}

const methodsAt = (document: OpenAPIObject, path: string): string[] => Object.keys(document.paths[path] ?? {}).sort();

const [sqlite] = databases;

onEveryPlatform((platform) => {
  let app: TestApp;

  const start = async (views: readonly ViewClass[], options: AppOptions = {}): Promise<void> => {
    app = await TestApp.start(sqlite!, platform, [Note], views as never, {}, {}, options);
  };
  const post = (path: string, json: unknown) => app.request('POST', path, { json });

  afterEach(() => app.close());

  describe('options', () => {
    @ViewDefaults({ maxPageSize: 3, defaultPageSize: 2, extraQueryParams: ['tint'], tags: ['All'] })
    abstract class AppView<Row extends object, Schema extends object = Row> extends RestView<Row, Schema> {}

    @View('notes', { model: Note, schema: NoteRead, includePaginationMetadata: false, extraQueryParams: ['shade'] })
    class NoteView extends AppView<Note, NoteRead> {}

    @View('children', { extraQueryParams: ['hue'], tags: ['Children'] })
    class ChildView extends NoteView {}

    @View('grandchildren', { includePaginationMetadata: true, defaultPageSize: 1 })
    class GrandchildView extends ChildView {}

    beforeEach(async () => {
      await start([NoteView, ChildView, GrandchildView]);
      for (const title of ['a', 'b', 'c', 'd']) await post('/notes', { title });
    });

    it('are inherited over all levels, and the nearest one that says something wins', async () => {
      expect((await app.request('GET', '/notes')).json).toHaveLength(2);
      expect((await app.request('GET', '/children')).json).toHaveLength(2);
      expect((await app.request('GET', '/grandchildren')).json).toMatchObject({ page_size: 1, total: 4 });
      for (const path of ['notes', 'children', 'grandchildren']) {
        expect((await app.request('GET', `/${path}?page_size=4`)).status).toBe(422);
      }
    });

    it('that are lists add up', async () => {
      expect(describeView(GrandchildView).tags).toEqual(['All', 'Children']);
      expect(describeView(NoteView).tags).toEqual(['All']);
      expect((await app.request('GET', '/grandchildren?tint=1&shade=2&hue=3')).status).toBe(200);
      expect((await app.request('GET', '/notes?hue=3')).status).toBe(422);
    });

    it('leave the path to each view', () => {
      expect(describeView(ChildView).paths).toEqual(['children']);
    });
  });

  describe('inherited schemas (DEF-2)', () => {
    @View('notes', { model: Note, schema: NoteRead, schemaCreate: ShortNote })
    class NoteView extends RestView<Note, NoteRead> {}

    @View('children')
    class ChildView extends NoteView {}

    it('are used: what the read schema leaves out stays hidden', async () => {
      await start([NoteView, ChildView]);
      expect((await post('/children', { title: 'abc', secret: 'x' })).status).toBe(422);
      const created = await post('/children', { title: 'abc' });
      expect(created.json).toEqual({ id: 1, title: 'abc' });
      expect((await app.request('GET', '/children')).json.items).toEqual([{ id: 1, title: 'abc' }]);
      expect((await app.request('PATCH', '/children/1', { json: { secret: 'x' } })).status).toBe(422);
    });

    it('are used for each body: the create schema of the base is that of the child', async () => {
      await start([NoteView, ChildView]);
      expect((await post('/children', { title: 'longer' })).status).toBe(422);
      expect((await post('/children', { title: 'short' })).status).toBe(201);
      expect((await app.request('PATCH', '/children/1', { json: { title: 'longer' } })).status).toBe(200);
    });

    it('may be replaced one by one', async () => {
      class WideNote {
        @IsString() title!: string;
        @IsString() secret!: string;
      }
      @View('others', { schemaCreate: WideNote, schemaUpdate: ShortNote })
      class OtherView extends NoteView {}
      await start([NoteView, OtherView]);
      expect((await post('/others', { title: 'longer', secret: 'x' })).json).toEqual({ id: 1, title: 'longer' });
      expect((await app.request('PATCH', '/others/1', { json: { title: 'longer' } })).status).toBe(422);
      expect((await app.request('PATCH', '/others/1', { json: { title: 'short' } })).status).toBe(200);
      expect((await post('/notes', { title: 'longer' })).status).toBe(422);
    });
  });

  describe('closed routes (DEF-3)', () => {
    @ViewDefaults({ excludeRoutes: [ViewRoute.DELETE] })
    abstract class Undeletable<Row extends object, Schema extends object = Row> extends RestView<Row, Schema> {
      @Post('shout')
      shout() {
        return 'shouted';
      }
    }

    @View('notes', { model: Note, schema: NoteRead, excludeRoutes: [ViewRoute.CREATE, 'shout'] })
    class NoteView extends Undeletable<Note, NoteRead> {}

    @View('children', { excludeRoutes: [ViewRoute.UPDATE] })
    class ChildView extends NoteView {
      override deleteEndpoint(id: Key, context: ViewContext): Promise<unknown> {
        return super.deleteEndpoint(id, context);
      }

      override shout() {
        return 'shouted again';
      }
    }

    it('add up from class to class and are never opened again, not by an override either', async () => {
      await start([NoteView, ChildView]);
      const document = documentOf(app);
      expect([methodsAt(document, '/notes'), methodsAt(document, '/notes/{id}')]).toEqual([['get'], ['get', 'patch']]);
      expect([methodsAt(document, '/children'), methodsAt(document, '/children/{id}')]).toEqual([['get'], ['get']]);
      for (const [method, path] of [
        ['DELETE', '/notes/1'],
        ['DELETE', '/children/1'],
        ['PATCH', '/children/1'],
        ['POST', '/children'],
        ['POST', '/children/shout'],
      ] as const) {
        expect([404, 405]).toContain((await app.request(method, path, { json: {} })).status);
      }
      expect((await app.request('PATCH', '/notes/1', { json: {} })).json.detail).toContain('no Note with the id 1');
    });

    it('stay callable: closing a route takes away the route only', async () => {
      @View('callers', { excludeRoutes: [ViewRoute.GET_ONE] })
      class CallerView extends NoteView {
        @Post('call/:id')
        async call() {
          return { method: typeof this.getOneEndpoint, verb: typeof this.getOne };
        }
      }
      await start([CallerView]);
      expect((await app.request('POST', '/callers/call/1')).json).toEqual({ method: 'function', verb: 'function' });
    });

    it('shrink the allow list: a child opens nothing that the base does not allow', async () => {
      @View('readable', { model: Note, routes: [ViewRoute.GET_MANY, ViewRoute.GET_ONE] })
      class ReadableView extends RestView<Note> {}
      @View('listed', { routes: [ViewRoute.GET_MANY, ViewRoute.CREATE] })
      class ListedView extends ReadableView {}
      await start([ReadableView, ListedView]);
      const document = documentOf(app);
      expect([methodsAt(document, '/readable'), methodsAt(document, '/readable/{id}')]).toEqual([['get'], ['get']]);
      expect([methodsAt(document, '/listed'), methodsAt(document, '/listed/{id}')]).toEqual([['get'], []]);
    });

    it('leave the place to a route of another kind (Z-5)', async () => {
      @View('imports', { model: Note, schema: NoteRead, excludeRoutes: [ViewRoute.CREATE] })
      class ImportView extends RestView<Note, NoteRead> {
        @Post()
        @HttpCode(202)
        receive() {
          return { accepted: true };
        }
      }
      await start([ImportView]);
      expect(await post('/imports', { anything: 1 })).toMatchObject({ status: 202, json: { accepted: true } });
      expect(documentOf(app).paths['/imports']?.post?.operationId).toBe('receiveImports');
    });

    it('answer with a 404 or 405 before any guard is asked', async () => {
      let asked = 0;
      @Injectable()
      class Counting implements CanActivate {
        canActivate(_context: ExecutionContext) {
          asked += 1;
          return true;
        }
      }
      @View('guarded', { model: Note, excludeRoutes: [ViewRoute.DELETE] })
      @UseGuards(Counting)
      class GuardedView extends RestView<Note> {}
      await start([GuardedView]);
      await app.request('DELETE', '/guarded/1');
      expect(asked).toBe(0);
      await app.request('GET', '/guarded/1');
      expect(asked).toBe(1);
    });
  });

  describe('a base and its child, both mounted', () => {
    @Injectable()
    class Clock {
      readonly now = 'noon';
    }
    @Injectable()
    class Bell {
      readonly sound = 'dong';
    }

    @View('notes', { model: Note, schema: NoteRead })
    class NoteView extends RestView<Note, NoteRead> {
      constructor(private readonly clock: Clock) {
        super();
      }

      override makeNewObject(data: CreateOf<NoteRead>, context: WriteContext): Note | Promise<Note> {
        return Object.assign(super.makeNewObject(data, context), { secret: this.clock.now });
      }
    }

    class ChildRead {
      @ReadOnly() readonly id!: number;
      @Field() title!: string;
      @ReadOnly() readonly secret!: string;
    }

    @View('children', { model: Note, schema: ChildRead })
    class ChildView extends NoteView {
      @Inject(Bell) private readonly bell!: Bell;

      constructor(
        clock: Clock,
        private readonly own: Bell,
      ) {
        super(clock);
      }

      override async createEndpoint(data: CreateOf<NoteRead>, context: ViewContext): Promise<unknown> {
        return { created: await super.createEndpoint(data, context), bells: [this.bell.sound, this.own.sound] };
      }
    }

    const startBoth = async () => {
      app = await TestApp.start(
        sqlite!,
        platform,
        [Note],
        [NoteView, ChildView],
        {},
        {
          providers: [Clock, Bell],
        },
      );
    };

    it('each have their own injections and overrides (DEF-26)', async () => {
      await startBoth();
      expect((await post('/notes', { title: 'a' })).json).toEqual({ id: 1, title: 'a' });
      expect((await post('/children', { title: 'b' })).json).toEqual({
        created: { id: 2, title: 'b', secret: 'noon' },
        bells: ['dong', 'dong'],
      });
      expect((await app.request('GET', '/notes/2')).json).toEqual({ id: 2, title: 'b' });
      expect((await app.request('GET', '/children/1')).json).toEqual({ id: 1, title: 'a', secret: 'noon' });
    });

    it('each have their own bodies, answers and operation ids in the document', async () => {
      await startBoth();
      const { paths, components } = documentOf(app);
      const bodyOf = (path: string) => JSON.stringify(paths[path]?.post?.requestBody);
      expect(bodyOf('/notes')).toContain('#/components/schemas/NoteCreate');
      expect(bodyOf('/children')).toContain('#/components/schemas/ChildCreate');
      expect(Object.keys(components?.schemas ?? {}).sort()).toEqual([
        'ChildCreate',
        'ChildRead',
        'ChildReadPage',
        'ChildUpdate',
        'NoteCreate',
        'NoteRead',
        'NoteReadPage',
        'NoteUpdate',
        'ProblemBlocker',
        'ProblemDetails',
        'ProblemMistake',
      ]);
      expect(paths['/notes']?.post?.operationId).toBe('createNote');
      expect(paths['/children']?.post?.operationId).toBe('createChild');
    });

    it('each take a location below their own path', async () => {
      await startBoth();
      expect((await post('/notes', { title: 'a' })).headers.get('location')).toBe('/notes/1');
      expect((await post('/children', { title: 'b' })).headers.get('location')).toBe('/children/2');
    });
  });

  describe('an endpoint override', () => {
    @Injectable()
    class Closed implements CanActivate {
      canActivate() {
        return false;
      }
    }

    @View('notes', { model: Note, schema: NoteRead })
    class NoteView extends RestView<Note, NoteRead> {
      @HttpCode(202)
      @ApiOperation({ summary: 'Makes a note' })
      @ApiResponse({ status: 409, description: 'There is such a note.' })
      override async createEndpoint(
        data: CreateOf<NoteRead>,
        context: ViewContext,
        @Query('tint') tint?: string,
        @Ip() address?: string,
      ): Promise<unknown> {
        return { note: await super.createEndpoint(data, context), tint, hasAddress: typeof address === 'string' };
      }

      @UseGuards(Closed)
      override deleteEndpoint(id: Key, context: ViewContext): Promise<unknown> {
        return super.deleteEndpoint(id, context);
      }

      override async getOneEndpoint(id: Key, context: ViewContext): Promise<unknown> {
        context.setHeader('x-read', 'yes');
        return super.getOneEndpoint(id, context);
      }
    }

    @View('children', { extraQueryParams: ['tint'] })
    class ChildView extends NoteView {}

    @View('tinted', { extraQueryParams: ['tint'] })
    class TintedView extends NoteView {
      override createEndpoint(
        data: CreateOf<NoteRead>,
        context: ViewContext,
        @Query('shade') shade?: string,
      ): Promise<unknown> {
        return super.createEndpoint(data, context, shade);
      }
    }

    it('keeps route and checks, and takes further parameters, a status and a guard', async () => {
      await start([NoteView, ChildView]);
      const created = await post('/children?tint=red', { title: 'a' });
      expect(created.json).toEqual({ note: { id: 1, title: 'a' }, tint: 'red', hasAddress: true });
      expect([created.status, created.headers.get('location')]).toEqual([202, '/children/1']);
      expect((await post('/notes', { title: 'x'.repeat(41) })).status).toBe(422);
      expect((await app.request('GET', '/notes/1')).headers.get('x-read')).toBe('yes');
      expect((await app.request('DELETE', '/notes/1')).status).toBe(403);
      expect((await app.request('DELETE', '/children/1')).status).toBe(403);
    });

    it('of an override may take a parameter from elsewhere', async () => {
      await start([TintedView]);
      expect((await post('/tinted?tint=red', { title: 'a' })).json).toMatchObject({ note: { id: 1 } });
    });

    it('says its own in the document, beside what is generated', async () => {
      await start([NoteView, ChildView]);
      for (const path of ['/notes', '/children']) {
        const operation = documentOf(app).paths[path]?.post;
        expect(operation).toMatchObject({
          summary: 'Makes a note',
          responses: { 409: { description: 'There is such a note.' }, 422: {}, 202: {} },
        });
        expect(JSON.stringify(operation?.requestBody)).toContain('NoteCreate');
        expect(operation?.parameters).toContainEqual(expect.objectContaining({ name: 'tint', in: 'query' }));
      }
    });
  });

  it('super chains run for every tier and seam, over three levels and a mixin', async () => {
    const calls: string[] = [];

    function Traced<Base extends ViewClass<RestView<Note, NoteRead>>>(base: Base, level: string) {
      abstract class TracedView extends base {
        override getManyEndpoint(query: ListQuery, context: ViewContext): Promise<unknown> {
          calls.push(`${level} getManyEndpoint`);
          return super.getManyEndpoint(query, context);
        }
        override getOneEndpoint(id: Key, context: ViewContext): Promise<unknown> {
          calls.push(`${level} getOneEndpoint`);
          return super.getOneEndpoint(id, context);
        }
        override createEndpoint(data: CreateOf<NoteRead>, context: ViewContext): Promise<unknown> {
          calls.push(`${level} createEndpoint`);
          return super.createEndpoint(data, context);
        }
        override updateEndpoint(id: Key, data: UpdateOf<NoteRead>, context: ViewContext): Promise<unknown> {
          calls.push(`${level} updateEndpoint`);
          return super.updateEndpoint(id, data, context);
        }
        override deleteEndpoint(id: Key, context: ViewContext): Promise<unknown> {
          calls.push(`${level} deleteEndpoint`);
          return super.deleteEndpoint(id, context);
        }
        override handleGetMany(query: ListQuery, context: ViewContext): Promise<ListingResult<Note>> {
          calls.push(`${level} handleGetMany`);
          return super.handleGetMany(query, context);
        }
        override handleGetOne(id: Key, context: ViewContext): Promise<Note> {
          calls.push(`${level} handleGetOne`);
          return super.handleGetOne(id, context);
        }
        override handleCreate(data: CreateOf<NoteRead>, context: ViewContext): Promise<Note> {
          calls.push(`${level} handleCreate`);
          return super.handleCreate(data, context);
        }
        override handleUpdate(id: Key, data: UpdateOf<NoteRead>, context: ViewContext): Promise<Note> {
          calls.push(`${level} handleUpdate`);
          return super.handleUpdate(id, data, context);
        }
        override handleDelete(id: Key, context: ViewContext): Promise<Note> {
          calls.push(`${level} handleDelete`);
          return super.handleDelete(id, context);
        }
        override getMany(query: ListQuery, context: ViewContext): Promise<ListingResult<Note>> {
          calls.push(`${level} getMany`);
          return super.getMany(query, context);
        }
        override getOne(id: Key, context: ViewContext): Promise<Note> {
          calls.push(`${level} getOne`);
          return super.getOne(id, context);
        }
        override create(data: CreateOf<NoteRead>, context: WriteContext): Promise<Note> {
          calls.push(`${level} create`);
          return super.create(data, context);
        }
        override update(row: Note, data: UpdateOf<NoteRead>, context: WriteContext) {
          calls.push(`${level} update`);
          return super.update(row, data, context);
        }
        override delete(row: Note, context: WriteContext): Promise<void> {
          calls.push(`${level} delete`);
          return super.delete(row, context);
        }
        override buildQuery(context: ViewContext) {
          calls.push(`${level} buildQuery`);
          return super.buildQuery(context);
        }
        override authorize(action: string, subject: Subject<Note, NoteRead>, context: ViewContext) {
          calls.push(`${level} authorize ${action}`);
          return super.authorize(action, subject, context);
        }
        override beforeCommit(action: string, change: Change<Note>, context: WriteContext) {
          calls.push(`${level} beforeCommit ${action}`);
          return super.beforeCommit(action, change, context);
        }
        override afterCommit(action: string, change: Change<Note>, context: ViewContext) {
          calls.push(`${level} afterCommit ${action}`);
          return super.afterCommit(action, change, context);
        }
        override snapshot(row: Note, context: WriteContext) {
          calls.push(`${level} snapshot`);
          return super.snapshot(row, context);
        }
        override makeNewObject(data: CreateOf<NoteRead>, context: WriteContext) {
          calls.push(`${level} makeNewObject`);
          return super.makeNewObject(data, context);
        }
        override updateObject(row: Note, data: UpdateOf<NoteRead>, context: WriteContext) {
          calls.push(`${level} updateObject`);
          return super.updateObject(row, data, context);
        }
        override saveObject(row: Note, context: WriteContext) {
          calls.push(`${level} saveObject`);
          return super.saveObject(row, context);
        }
        override deleteObject(row: Note, context: WriteContext) {
          calls.push(`${level} deleteObject`);
          return super.deleteObject(row, context);
        }
        override applyQueryParams(...[rows, query, context]: Parameters<RestView<Note>['applyQueryParams']>) {
          calls.push(`${level} applyQueryParams`);
          return super.applyQueryParams(rows, query, context);
        }
        override count(...[rows, context]: Parameters<RestView<Note>['count']>) {
          calls.push(`${level} count`);
          return super.count(rows, context);
        }
        override toListingResponse(result: ListingResult<Note>) {
          calls.push(`${level} toListingResponse`);
          return super.toListingResponse(result);
        }
        override toPaginatedListingResponse(result: ListingResult<Note>) {
          calls.push(`${level} toPaginatedListingResponse`);
          return super.toPaginatedListingResponse(result);
        }
        override toResponseSchema(row: Note) {
          calls.push(`${level} toResponseSchema`);
          return super.toResponseSchema(row);
        }
      }
      return TracedView;
    }

    abstract class NoteBase extends RestView<Note, NoteRead> {}
    @View('lower', { model: Note, schema: NoteRead })
    class Lower extends Traced(NoteBase, 'lower') {}
    @View('middle')
    class Middle extends Lower {}
    @View('upper')
    class Upper extends Traced(Middle, 'upper') {}

    await start([Lower, Upper]);
    await post('/upper', { title: 'a' });
    await app.request('GET', '/upper?page_size=1');
    await app.request('GET', '/upper/1');
    await app.request('PATCH', '/upper/1', { json: { title: 'b' } });
    await app.request('DELETE', '/upper/1');

    const upper = calls.filter((call) => call.startsWith('upper')).map((call) => call.slice(6));
    const lower = calls.filter((call) => call.startsWith('lower')).map((call) => call.slice(6));
    expect(lower).toEqual(upper);
    expect(new Set(upper.map((call) => call.split(' ')[0])).size).toBe(29);
    // Each level calls the one below at once.
    expect(calls.slice(0, 4)).toEqual([
      'upper createEndpoint',
      'lower createEndpoint',
      'upper handleCreate',
      'lower handleCreate',
    ]);

    calls.length = 0;
    await app.request('GET', '/lower/1');
    expect(calls.some((call) => call.startsWith('upper'))).toBe(false);
  });

  it('a mixin scopes, stamps and deletes softly, for every view that takes it (H-4)', async () => {
    function SoftDeletes<Base extends ViewClass<RestView<Note, NoteRead>>>(base: Base) {
      abstract class SoftDeletingView extends base {
        override buildQuery(context: ViewContext) {
          return super.buildQuery(context).andWhere('note.gone = :gone', { gone: false });
        }
        override async deleteObject(row: Note, context: WriteContext): Promise<void> {
          row.gone = true;
          await this.saveObject(row, context);
        }
      }
      return SoftDeletingView;
    }
    abstract class NoteBase extends RestView<Note, NoteRead> {}
    @View('notes', { model: Note, schema: NoteRead })
    class NoteView extends SoftDeletes(NoteBase) {}

    await start([NoteView]);
    await post('/notes', { title: 'a' });
    expect((await app.request('DELETE', '/notes/1')).status).toBe(204);
    expect((await app.request('GET', '/notes/1')).status).toBe(404);
    expect((await app.request('DELETE', '/notes/1')).status).toBe(404);
    expect(await app.dataSource.manager.count(Note)).toBe(1);
  });

  describe('statuses', () => {
    @View({ path: 'notes', version: '1' }, { model: Note, schema: NoteRead })
    class NoteView extends RestView<Note, NoteRead> {}

    it('are 200, 201 with a Location, and 204, below a prefix and a version too (E-1 to E-5)', async () => {
      await start([NoteView], {
        configure: (application) => {
          application.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI });
        },
      });
      const created = await post('/api/v1/notes', { title: 'a' });
      expect([created.status, created.headers.get('location')]).toEqual([201, '/api/v1/notes/1']);
      expect((await app.request('GET', '/api/v1/notes/1')).json).toEqual(created.json);
      const changed = await app.request('PATCH', '/api/v1/notes/1', { json: { title: 'b' } });
      expect([changed.status, changed.json]).toEqual([200, { id: 1, title: 'b' }]);
      expect((await app.request('GET', '/api/v1/notes')).status).toBe(200);
      const removed = await app.request('DELETE', '/api/v1/notes/1');
      expect([removed.status, removed.body]).toEqual([204, '']);
    });

    it('name no location where a row cannot be read', async () => {
      @View('inbox', { model: Note, schema: NoteRead, routes: [ViewRoute.CREATE] })
      class InboxView extends RestView<Note, NoteRead> {}
      await start([InboxView]);
      const created = await post('/inbox', { title: 'a' });
      expect([created.status, created.headers.get('location')]).toEqual([201, null]);
    });
  });
});

describe('keys', () => {
  @Entity()
  class ByUuid {
    @PrimaryGeneratedColumn('uuid') id!: string;
    @Column() name!: string;
  }
  @Entity()
  class BySlug {
    @PrimaryColumn({ length: 30 }) slug!: string;
    @Column() name!: string;
  }
  @Entity()
  class ByBigint {
    @PrimaryColumn('bigint') id!: string;
    @Column() name!: string;
  }
  @Entity()
  class ByTwo {
    @PrimaryColumn() left!: number;
    @PrimaryColumn() right!: number;
    @Column() name!: string;
  }

  @View('by-uuid', { model: ByUuid })
  class ByUuidView extends RestView<ByUuid> {}
  @View('by-slug', { model: BySlug })
  class BySlugView extends RestView<BySlug> {}
  @View('by-bigint', { model: ByBigint })
  class ByBigintView extends RestView<ByBigint> {}
  @View('by-two', { model: ByTwo, routes: [ViewRoute.GET_MANY, ViewRoute.CREATE] })
  class ByTwoView extends RestView<ByTwo> {}
  @View('by-text', { model: ByUuid, idType: 'string' })
  class ByTextView extends RestView<ByUuid> {}

  onEveryDatabase((database) => {
    onEveryPlatform((platform) => {
      let app: TestApp;

      beforeAll(async () => {
        app = await TestApp.start(
          database,
          platform,
          [ByUuid, BySlug, ByBigint, ByTwo],
          [ByUuidView, BySlugView, ByBigintView, ByTwoView, ByTextView],
        );
      });
      afterAll(() => app.close());

      const roundTrip = async (path: string, json: object, key: string, row: object): Promise<string> => {
        const created = await app.request('POST', path, { json });
        expect([created.status, created.json]).toMatchObject([201, row]);
        const location = created.headers.get('location')!;
        expect(location).toBe(`${path}/${encodeURIComponent(created.json[key])}`);
        expect((await app.request('GET', location)).json).toEqual(created.json);
        expect((await app.request('PATCH', location, { json: { name: 'new' } })).json.name).toBe('new');
        return location;
      };

      it('may be UUIDs (I-1)', async () => {
        const location = await roundTrip('/by-uuid', { name: 'a' }, 'id', { name: 'a' });
        expect((await app.request('DELETE', location)).status).toBe(204);
        const wrong = await app.request('GET', '/by-uuid/7');
        expect([wrong.status, wrong.json.errors]).toMatchObject([422, [{ parameter: 'id' }]]);
      });

      it('may be text, of any name (I-2)', async () => {
        const row = { slug: 'a b/ü', name: 'a' };
        const location = await roundTrip('/by-slug', row, 'slug', row);
        expect(location).toBe('/by-slug/a%20b%2F%C3%BC');
        expect((await app.request('DELETE', location)).status).toBe(204);
      });

      it('may be bigger than a JavaScript number (I-4)', async () => {
        const row = { id: '9007199254740993', name: 'a' };
        const isExact = database.name !== 'sqlite';
        if (isExact) await roundTrip('/by-bigint', row, 'id', row);
        else await roundTrip('/by-bigint', { ...row, id: '9007199254740991' }, 'id', { id: '9007199254740991' });
        for (const key of ['99999999999999999999', '1e0', '0x1', '1.5', '%20']) {
          expect((await app.request('GET', `/by-bigint/${key}`)).status).toBe(422);
        }
      });

      it('may have several columns where no route finds a row by one (I-3)', async () => {
        const row = { left: 1, right: 2, name: 'a' };
        const created = await app.request('POST', '/by-two', { json: row });
        expect([created.status, created.json, created.headers.get('location')]).toEqual([201, row, null]);
        expect((await app.request('GET', '/by-two')).json.items).toEqual([row]);
      });

      it('may be read as the view says', async () => {
        if (database.name === 'postgres') return;
        expect((await app.request('GET', '/by-text/7')).status).toBe(404);
      });

      it('stand in the document as what they are', () => {
        const { paths } = documentOf(app);
        const keyAt = (path: string) => paths[path]?.get?.parameters?.[0];
        expect(keyAt('/by-uuid/{id}')).toMatchObject({ name: 'id', schema: { type: 'string', format: 'uuid' } });
        expect(keyAt('/by-slug/{id}')).toMatchObject({ name: 'id', schema: { type: 'string' } });
        expect(keyAt('/by-bigint/{id}')).toMatchObject({ name: 'id', schema: { type: 'string', format: 'int64' } });
      });
    });
  });
});

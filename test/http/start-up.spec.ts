import {
  type CanActivate,
  Get,
  Injectable,
  Module,
  type ModuleMetadata,
  Post,
  Scope,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD, LazyModuleLoader } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IsString } from 'class-validator';
import {
  ConfigurationError,
  describeView,
  Field,
  Forbidden,
  ReadOnly,
  RestView,
  RestviewModule,
  type RestviewRootOptions,
  Stamped,
  View,
  type ViewContext,
  ViewDefaults,
  ViewRegistry,
  ViewRoute,
} from 'nestjs-restview';
import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { type Database, databases, dropDatabase, onEveryDatabase } from '../setup/databases.js';
import { request } from '../setup/http.js';
import { createApp, onEveryPlatform, type Platform, platforms } from '../setup/platforms.js';

@Entity()
class Note {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40, unique: true }) title!: string;
}

@Entity()
class Stranger {
  @PrimaryGeneratedColumn() id!: number;
}

@Entity()
class Pair {
  @PrimaryColumn() left!: number;
  @PrimaryColumn() right!: number;
}

const [sqlite] = databases;
const [express] = platforms;

interface Start {
  readonly platform?: Platform;
  readonly options?: RestviewRootOptions;
  readonly metadata?: ModuleMetadata;
}

/** The lines of the error that stops an application with these views. */
async function mistakesOf(views: readonly Type[], start: Start = {}): Promise<readonly string[]> {
  let app: TestApp | undefined;
  try {
    const { platform = express!, options, metadata } = start;
    app = await TestApp.start(sqlite!, platform, [Note, Pair], views, options, metadata);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message.split('\n');
  }
  await app.close();
  return [];
}

describe('the start of an application stops at', () => {
  it('an option that there is none of', async () => {
    @View('notes', { model: Note, ...{ pageSize: 10 } })
    class NoteView extends RestView<Note> {}
    expect(await mistakesOf([NoteView])).toEqual([
      'NoteView: "pageSize": is not an option of a view. Remove it; the options here are tags, names, ' +
        'security, problemCodes, responses, excludeRoutes, model, schema, schemaCreate, schemaUpdate, idType, lookup, ' +
        'routes, titleField, includePaginationMetadata, ' +
        'dialect, defaultPageSize, maxPageSize, pageKinds, filterable, sortable, searchFields, defaultSort, defaultFilter, ' +
        'limits, extraQueryParams, queryFlags.',
    ]);
  });

  it('an option of views with a model on one without', async () => {
    @View('words', { tags: ['Words'], ...{ maxPageSize: 10 } })
    class WordView {}
    expect(await mistakesOf([WordView])).toEqual([
      'WordView: "maxPageSize": is an option of views that extend RestView only. ' +
        'Remove it; the options here are tags, names, security, problemCodes, responses, excludeRoutes.',
    ]);
  });

  it('an option that is undefined, so that a schema lost in a ring of imports opens nothing', async () => {
    const lost = {} as { schema: typeof Note };
    @View('notes', { model: Note, ...{ schema: lost.schema } })
    class NoteView extends RestView<Note> {}
    expect(await mistakesOf([NoteView])).toEqual([
      'NoteView: "schema": is undefined. ' +
        'Leave it out; or, if it names a class, see that the files do not import each other in a ring.',
    ]);
  });

  it('page sizes that are none', async () => {
    @View('a', { model: Note, maxPageSize: 0 })
    class MaxView extends RestView<Note> {}
    @View('b', { model: Note, defaultPageSize: 2.5 })
    class DefaultView extends RestView<Note> {}
    @View('c', { model: Note, defaultPageSize: 20, maxPageSize: 10 })
    class CrossedView extends RestView<Note> {}
    @View('d', { model: Note, maxPageSize: 10 })
    class FineView extends RestView<Note> {}
    expect(await mistakesOf([MaxView, DefaultView, CrossedView, FineView])).toEqual([
      'MaxView: "maxPageSize": is 0, which is not a number of rows. Give a whole number from 1.',
      'DefaultView: "defaultPageSize": is 2.5, which is not from 1 to maxPageSize (1000). ' +
        'Give a number in that range, or null for lists without a page size.',
      'CrossedView: "defaultPageSize": is 20, which is not from 1 to maxPageSize (10). ' +
        'Give a number in that range, or null for lists without a page size.',
    ]);
  });

  it('names of routes that there are none of, the bare verbs too (Z-2)', async () => {
    @View('notes', { model: Note, routes: ['getMany', ViewRoute.GET_ONE], excludeRoutes: ['archive', 'delete'] })
    class NoteView extends RestView<Note> {
      @Post('shout')
      shout() {
        return '';
      }
    }
    @View('words', { excludeRoutes: ['nothing'] })
    class WordView {}
    const generated = 'getManyEndpoint, createEndpoint, getOneEndpoint, updateEndpoint, deleteEndpoint';
    expect(await mistakesOf([NoteView, WordView])).toEqual([
      `NoteView: "routes": names "getMany", which is not a generated route. Name one of ${generated}.`,
      `NoteView: "excludeRoutes": names "archive", which is not a route of the view. Name one of ${generated}, shout.`,
      `NoteView: "excludeRoutes": names "delete", which is not a route of the view. Name one of ${generated}, shout.`,
      'WordView: "excludeRoutes": names "nothing", which is not a route of the view. Remove it; the view has no routes.',
    ]);
  });

  it('a misspelt route in an allow list that a base narrows', async () => {
    @ViewDefaults({ routes: [ViewRoute.GET_MANY] })
    abstract class ListOnly<Row extends object> extends RestView<Row> {}
    @View('notes', { model: Note, routes: ['list'] })
    class NoteView extends ListOnly<Note> {}
    expect(await mistakesOf([NoteView])).toEqual([
      expect.stringContaining('NoteView: "routes": names "list", which is not a generated route.'),
    ]);
  });

  it('a route method with the name of a verb, its own or inherited (V-11)', async () => {
    abstract class Base {
      @Get()
      getMany() {
        return [];
      }
    }
    @View('words')
    class WordView extends Base {}
    @View('notes', { model: Note })
    class NoteView extends RestView<Note> {
      @Post('delete')
      override delete(): Promise<void> {
        return Promise.resolve();
      }
    }
    expect(await mistakesOf([WordView, NoteView])).toEqual([
      'WordView.getMany: has a route decorator, but is the name of a verb, which is never a route itself. ' +
        'Give the route method another name.',
      'NoteView.delete: has a route decorator, but is the name of a verb, which is never a route itself. ' +
        'Give the route method another name, or override deleteEndpoint for the wire.',
    ]);
  });

  it('a route decorator on what a base closes', async () => {
    @ViewDefaults({ excludeRoutes: [ViewRoute.DELETE] })
    abstract class Kept<Row extends object> extends RestView<Row> {}
    @View('notes', { model: Note })
    class NoteView extends Kept<Note> {
      @Post('remove')
      override deleteEndpoint(): Promise<unknown> {
        return Promise.resolve();
      }
    }
    expect(await mistakesOf([NoteView])).toEqual([
      'NoteView.deleteEndpoint: has a route decorator, but the view or a class that it extends closes this route. ' +
        'Give the route method another name, or remove the decorator.',
    ]);
  });

  it('a query parameter that the list itself uses, or that is no name', async () => {
    @View('notes', { model: Note, extraQueryParams: ['page_size', 'a b', 'tint'] })
    class NoteView extends RestView<Note> {}
    expect(await mistakesOf([NoteView])).toEqual([
      expect.stringContaining('NoteView: "extraQueryParams": names "page_size", which the list itself uses.'),
      expect.stringContaining('NoteView: "extraQueryParams": names "a b", which is not a name for a parameter.'),
    ]);
  });

  onEveryPlatform((platform) => {
    it('two views on one path (DEF-40)', async () => {
      @View('notes', { model: Note })
      class NoteView extends RestView<Note> {}
      @View('/Notes/', { model: Note })
      class OtherView extends RestView<Note> {}
      @View('w/:id')
      class FirstView {}
      @View('w/:word')
      class SecondView {}
      expect(await mistakesOf([NoteView, OtherView, FirstView, SecondView], { platform })).toEqual([
        'OtherView: has the path "/Notes", which NoteView has already. Give each view a path of its own.',
        'SecondView: has the path "/w/:word", which FirstView has already. Give each view a path of its own.',
      ]);
    });

    it('a view that two modules list', async () => {
      @View('notes', { model: Note })
      class NoteView extends RestView<Note> {}
      @Module({ controllers: [NoteView] })
      class OtherModule {}
      expect(await mistakesOf([NoteView], { platform, metadata: { imports: [OtherModule] } })).toEqual([
        'NoteView: is listed in two modules, so the path "/notes" is served twice. ' +
          'List each view once, in "controllers" or in RestviewModule.forFeature.',
      ]);
    });
  });

  it('a controller that extends a view and is none', async () => {
    @View('notes', { model: Note })
    class NoteView extends RestView<Note> {}
    class ChildView extends NoteView {}
    expect(await mistakesOf([ChildView])).toEqual([
      'ChildView: is listed as a controller and extends a view, but is no view itself. ' +
        'Decorate it with @View(path, options); options are inherited, the path is not.',
    ]);
  });

  it('a view without a model, or with a class that is no entity', async () => {
    class Plain {
      readonly id = 1;
    }
    @View('notes')
    class NoteView extends RestView<Note> {}
    @View('plain', { model: Plain })
    class PlainView extends RestView<Plain> {}
    expect(await mistakesOf([NoteView, PlainView])).toEqual([
      `NoteView: "model": is missing, so the view has nothing to serve. Name the entity: @View('…', { model: Note }); ` +
        'if it is named, the files import each other in a ring.',
      "Plain: it is not an entity. Decorate it with TypeORM's @Entity(), or name another class as the model.",
    ]);
  });

  it('an entity that the DataSource does not have', async () => {
    @View('strangers', { model: Stranger })
    class StrangerView extends RestView<Stranger> {}
    @View('others', { model: Stranger })
    class OtherView extends RestView<Stranger> {}
    expect(await mistakesOf([StrangerView, OtherView])).toEqual([
      'Stranger: it is not an entity of the DataSource. Add it to the "entities" of the DataSource, ' +
        'or to TypeOrmModule.forFeature with "autoLoadEntities".',
    ]);
  });

  it('idType for a primary key of several columns (I-3)', async () => {
    @View('pairs', { model: Pair, idType: 'string' })
    class PairView extends RestView<Pair> {}
    expect(await mistakesOf([PairView])).toEqual([
      'PairView: "idType": says how a key of one column is read, and the key of Pair has 2. ' +
        'Remove it: each part is read by the type of its column.',
    ]);
  });

  it('a writable field that nothing stores (DEF-39)', async () => {
    class NoteRead {
      @ReadOnly() readonly id!: number;
      @Field() title!: string;
      @IsString() colour!: string;
    }
    @View('notes', { model: Note, schema: NoteRead })
    class NoteView extends RestView<Note, NoteRead> {}
    expect(await mistakesOf([NoteView])).toEqual([
      'NoteRead.colour: is writable, but Note has no such column: nothing would store it. Add @ReadOnly() if it is ' +
        'computed, @WriteOnly() or @Field({ virtual: true }) if the verb consumes it, or correct the name.',
    ]);
  });

  it('a schema property that carries no decorator, where it can be seen', async () => {
    class NoteRead {
      @ReadOnly() readonly id!: number;
      title = '';
    }
    @View('notes', { model: Note, schema: NoteRead })
    class NoteView extends RestView<Note, NoteRead> {}
    expect(await mistakesOf([NoteView])).toEqual([
      'NoteRead.title: carries no decorator, so that it is no field of the schema. Add @Field() for a column, ' +
        '@ReadOnly() for what the view computes, or @Exclude() to leave it out.',
    ]);
  });

  it('a column of a type that has no form in JSON', async () => {
    @Entity()
    class Strange {
      @PrimaryGeneratedColumn() id!: number;
      @Column('hologram' as never) picture!: string;
    }
    @View('strange', { model: Strange })
    class StrangeView extends RestView<Strange> {}
    expect(await mistakesOf([StrangeView])).toEqual([
      'Strange.picture: is a column of type "hologram", which has no form in JSON. ' +
        'Write a schema without it, hide it with select: false, or give the column a transformer.',
    ]);
  });

  it('a dependency that is made for each request', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class Session {}
    @View('notes', { model: Note })
    class NoteView extends RestView<Note> {
      constructor(readonly session: Session) {
        super();
      }
    }
    expect(await mistakesOf([NoteView], { metadata: { providers: [Session] } })).toEqual([
      'NoteView: depends on a request-scoped provider, and a view is one object for all requests. ' +
        'Take what belongs to a request from the context: context.caller, or context.request.',
    ]);
  });

  it('a number of attempts that is none', async () => {
    expect(await mistakesOf([], { options: { writeAttempts: 0 } })).toEqual([
      'RestviewModule: "writeAttempts": is 0, which is not a number of attempts. Give a whole number from 1.',
    ]);
  });

  it('a health path that is none', () => {
    expect(() => RestviewModule.forRoot({ health: 'health' })).toThrow(
      'RestviewModule: "health": is "health", which is not a path. Start it with a slash, such as "/health".',
    );
  });

  it('a feature that is no view', async () => {
    class Plain {
      readonly id = 1;
    }
    await expect(mistakesOf([], { metadata: { imports: [RestviewModule.forFeature([Plain])] } })).resolves.toEqual([
      'Plain: is registered as a view, but is not one. Decorate it with @View(path, options).',
    ]);
  });

  it('an application without a DataSource', async () => {
    @View('notes', { model: Note })
    class NoteView extends RestView<Note> {}
    const starting = createApp({ imports: [RestviewModule.forRoot()], controllers: [NoteView] }, express!);
    await expect(starting).rejects.toThrow(
      new ConfigurationError({
        subject: 'RestviewModule',
        problem: 'finds no DataSource.',
        remedy: "Import TypeOrmModule.forRoot(…), or provide typeorm's DataSource.",
      }),
    );
  });

  it('an application without the module', async () => {
    @View('notes', { model: Note })
    class NoteView extends RestView<Note> {}
    const dataSourceOptions = await sqlite!.dataSourceOptions([Note]);
    const starting = createApp(
      { imports: [TypeOrmModule.forRoot(dataSourceOptions)], controllers: [NoteView] },
      express!,
    );
    await expect(starting).rejects.toThrow(
      'NoteView: is used before its application has started, or without RestviewModule. ' +
        'Import RestviewModule.forRoot() once, and call app.init() or app.listen() first.',
    );
  });
});

it('all mistakes of all views are reported together, each once', async () => {
  class NoteRead {
    @ReadOnly() readonly id!: number;
    @IsString() colour!: string;
  }
  @View('notes', { model: Note, schema: NoteRead, maxPageSize: -1, excludeRoutes: ['x'] })
  class NoteView extends RestView<Note, NoteRead> {}
  @View('notes', { model: Note, schema: NoteRead })
  class OtherView extends RestView<Note, NoteRead> {}
  @View('strangers', { model: Stranger })
  class StrangerView extends RestView<Stranger> {}
  const mistakes = await mistakesOf([NoteView, OtherView, StrangerView], {
    options: { writeAttempts: 1.5, requirePolicy: true },
  });
  expect(mistakes.map((mistake) => mistake.split(' ').slice(0, 2).join(' ')).sort()).toEqual([
    'NoteRead.colour: is',
    'NoteView: "excludeRoutes":',
    'NoteView: "maxPageSize":',
    'NoteView: has',
    'OtherView: has',
    'OtherView: has',
    'RestviewModule: "writeAttempts":',
    'Stranger: it',
    'StrangerView: has',
  ]);
});

it('what a mixin finds is reported beside the mistakes of other views', async () => {
  @View('faulty', { model: Note, maxPageSize: -1 })
  class FaultyView extends RestView<Note> {}
  @View('pairs', { model: Pair, lookup: 'left' })
  class PairView extends RestView<Pair> {}
  @View('stamped', { model: Note })
  class StampedNoteView extends Stamped(RestView<Note>, { createdBy: 'author', by: () => 1 }) {}
  expect(await mistakesOf([FaultyView, PairView, StampedNoteView])).toEqual([
    expect.stringMatching(/^FaultyView: "maxPageSize": is -1/),
    expect.stringMatching(/^PairView: "lookup": names Pair\.left, which is not unique/),
    expect.stringMatching(/^StampedNoteView: Stamped: "createdBy": names "author"/),
  ]);
});

it('a mistake tells its parts, and describeView reports what the decorator knows already', () => {
  @View('notes', { model: Note, maxPageSize: 0 })
  class NoteView extends RestView<Note> {}
  class Plain {
    readonly id = 1;
  }
  expect(() => describeView(NoteView)).toThrow(ConfigurationError);
  expect(() => describeView(Plain)).toThrow('Plain: is not a view. Decorate it with @View(path, options).');
  try {
    describeView(NoteView);
  } catch (error) {
    expect(error).toMatchObject({
      name: 'ConfigurationError',
      mistakes: [
        {
          subject: 'NoteView: "maxPageSize"',
          problem: 'is 0, which is not a number of rows.',
          remedy: 'Give a whole number from 1.',
        },
      ],
    });
  }
});

describe('requirePolicy (10)', () => {
  @Injectable()
  class AnyGuard implements CanActivate {
    canActivate() {
      return true;
    }
  }

  @View('open', { model: Note })
  class OpenView extends RestView<Note> {}
  @View('guarded', { model: Note })
  @UseGuards(AnyGuard)
  class GuardedView extends RestView<Note> {}
  @View('scoped', { model: Note })
  class ScopedView extends RestView<Note> {
    override buildQuery(context: ViewContext) {
      return super.buildQuery(context).andWhere('note.id > 0');
    }
  }
  @View('policed', { model: Note })
  class PolicedView extends RestView<Note> {
    override authorize() {
      throw new Forbidden();
    }
  }
  @View('each', { model: Note, routes: [ViewRoute.GET_MANY] })
  class EachRouteView extends RestView<Note> {
    @UseGuards(AnyGuard)
    override getManyEndpoint(...parameters: Parameters<RestView<Note>['getManyEndpoint']>) {
      return super.getManyEndpoint(...parameters);
    }
  }
  @View('inheriting')
  class InheritingView extends GuardedView {}
  @View('bare')
  class BareView {}

  const options = { requirePolicy: true };
  const message = (name: string) =>
    `${name}: has neither a guard nor a scope nor a policy, so anybody may do anything with it. ` +
    'Add @UseGuards(…), or override buildQuery or authorize.';

  it('stops at a view that anybody may do anything with', async () => {
    expect(await mistakesOf([OpenView], { options })).toEqual([message('OpenView')]);
  });

  it('is content with a guard, inherited or on every route, with a scope, and with a policy', async () => {
    const views = [GuardedView, ScopedView, PolicedView, EachRouteView, InheritingView, BareView];
    expect(await mistakesOf(views, { options })).toEqual([]);
  });

  it('is content with a guard of the whole application', async () => {
    const providers = [{ provide: APP_GUARD, useClass: AnyGuard }];
    expect(await mistakesOf([OpenView], { options, metadata: { providers } })).toEqual([]);
    const app = await TestApp.start(
      sqlite!,
      express!,
      [Note],
      [OpenView],
      options,
      {},
      {
        configure: (application) => {
          application.useGlobalGuards(new AnyGuard());
        },
      },
    );
    await app.close();
  });

  it('is off unless the application asks for it', async () => {
    expect(await mistakesOf([OpenView])).toEqual([]);
  });
});

describe('a view that comes too late', () => {
  it('is refused, since it would have no routes', async () => {
    @View('notes', { model: Note })
    class NoteView extends RestView<Note> {}
    @View('late', { model: Note })
    class LateView extends RestView<Note> {}
    @Module({ imports: [RestviewModule.forFeature([LateView])] })
    class LateModule {}
    const app = await TestApp.start(sqlite!, express!, [Note], [NoteView]);
    await expect(app.app.get(LazyModuleLoader).load(() => LateModule)).rejects.toThrow(
      'LateView: is registered after the application has started, so it would have no routes. Import its module eagerly.',
    );
    expect(app.app.get(ViewRegistry).views.map(({ name }) => name)).toEqual(['NoteView']);
    await app.close();
  });
});

describe('a view listed in "controllers" and one in forFeature (DEF-27)', () => {
  @View('listed', { model: Note })
  class ListedView extends RestView<Note> {}
  @View('featured', { model: Note })
  class FeaturedView extends RestView<Note> {}

  const startBoth = async (database: Database, platform: Platform) =>
    TestApp.start(
      database,
      platform,
      [Note],
      [ListedView],
      {},
      {
        imports: [RestviewModule.forFeature([FeaturedView])],
      },
    );

  onEveryDatabase((database) => {
    onEveryPlatform((platform) => {
      let app: TestApp;

      beforeEach(async () => {
        app = await startBoth(database, platform);
      });
      afterEach(() => app.close());

      it('behave the same', async () => {
        for (const path of ['/listed', '/featured']) {
          const title = `of ${path}`;
          expect((await app.request('POST', path, { json: { title } })).status).toBe(201);
          const again = await app.request('POST', path, { json: { title } });
          expect([again.status, again.headers.get('content-type'), again.json.errors]).toMatchObject([
            409,
            expect.stringContaining('application/problem+json'),
            [{ pointer: '/title' }],
          ]);
          expect((await app.request('GET', `${path}/99`)).status).toBe(404);
          expect((await app.request('GET', `${path}?x=1`)).json.errors).toMatchObject([{ parameter: 'x' }]);
        }
        expect(
          app.app
            .get(ViewRegistry)
            .views.map(({ name }) => name)
            .sort(),
        ).toEqual(['FeaturedView', 'ListedView']);
      });
    });
  });

  it('need no forRoot: the defaults hold', async () => {
    const options = await sqlite!.dataSourceOptions([Note]);
    const app = await createApp(
      { imports: [TypeOrmModule.forRoot(options), RestviewModule.forFeature([FeaturedView])] },
      express!,
    );
    expect((await request(app, 'GET', '/featured')).json).toMatchObject({ items: [], page_size: 50 });
    expect((await request(app, 'GET', '/featured/1')).headers.get('content-type')).toContain(
      'application/problem+json',
    );
    await app.close();
    await dropDatabase(options);
  });
});

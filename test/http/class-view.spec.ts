import {
  type CallHandler,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Header,
  HttpCode,
  type INestApplication,
  Injectable,
  Module,
  type NestInterceptor,
  Param,
  ParseIntPipe,
  type PipeTransform,
  Post,
  Query,
  type Type,
  UseGuards,
  UseInterceptors,
  UsePipes,
  VersioningType,
} from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { ApiOperation, ApiTags, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { describeView, RestviewModule, View, type ViewClass } from 'nestjs-restview';
import { map, type Observable } from 'rxjs';
import { request } from '../setup/http.js';
import { type AppOptions, createApp, onEveryPlatform } from '../setup/platforms.js';

@Injectable()
class KeyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<{ headers: Record<string, string> }>().headers['x-key'] === 'open';
  }
}

@Injectable()
class AdminGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<{ headers: Record<string, string> }>().headers['x-admin'] === 'yes';
  }
}

@Injectable()
class Envelope implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

class Shout implements PipeTransform {
  transform(value: unknown): unknown {
    return typeof value === 'string' ? value.toUpperCase() : value;
  }
}

function documentOf(app: INestApplication): OpenAPIObject {
  return SwaggerModule.createDocument(app, new DocumentBuilder().build());
}

onEveryPlatform((platform) => {
  let app: INestApplication;

  const start = async (views: readonly Type[], options: AppOptions = {}): Promise<void> => {
    app = await createApp({ imports: [RestviewModule.forRoot()], controllers: [...views] }, platform, options);
  };
  const get = (path: string, headers: Record<string, string> = {}) => request(app, 'GET', path, { headers });

  afterEach(() => app.close());

  describe('a view on any class', () => {
    @View('api/order-items')
    class OrderItems {
      @Get()
      all() {
        return { all: true };
      }

      @Get(':id')
      one(@Param('id', ParseIntPipe) id: number) {
        return { id };
      }
    }

    it('serves its routes below its path, with no database and no model', async () => {
      await start([OrderItems]);
      expect((await get('/api/order-items')).json).toEqual({ all: true });
      expect((await get('/api/order-items/7')).json).toEqual({ id: 7 });
      expect((await get('/api/order-items/seven')).status).toBe(400);
    });

    it('has the last segment of its path as its tag', async () => {
      await start([OrderItems]);
      expect(describeView(OrderItems).tags).toEqual(['Order Items']);
      expect(documentOf(app).paths['/api/order-items']?.get?.tags).toEqual(['Order Items']);
    });

    it('is described: its path, its routes, and no resource', async () => {
      await start([OrderItems]);
      expect(describeView(OrderItems)).toEqual({
        name: 'OrderItems',
        paths: ['api/order-items'],
        names: { one: 'order items', many: 'order items' },
        security: [],
        problemCodes: [],
        tags: ['Order Items'],
        responses: {},
        routes: [
          { method: 'all', action: 'all', httpMethod: 'GET', path: '/', operationId: 'allOrderItems' },
          { method: 'one', action: 'one', httpMethod: 'GET', path: '/:id', operationId: 'oneOrderItems' },
        ],
      });
    });

    it('takes tags from the option and from @ApiTags, its own and those of the class it extends', async () => {
      @View('base', { tags: ['Base'] })
      class Base {
        @Get()
        all() {
          return [];
        }
      }
      @View('child', { tags: ['Option'] })
      @ApiTags('Decorator')
      class Child extends Base {}
      @View('plain')
      class Plain extends OrderItems {}
      await start([Base, Child, Plain]);
      const { paths } = documentOf(app);
      expect(paths['/base']?.get?.tags).toEqual(['Base']);
      expect(paths['/child']?.get?.tags).toEqual(['Base', 'Option', 'Decorator']);
      expect(paths['/plain']?.get?.tags).toEqual(['Plain']);
    });

    it('documents further answers on every route, the inherited ones too', async () => {
      @View('base', { responses: { 418: { description: 'A teapot.' } } })
      class Base {
        @Get()
        all() {
          return [];
        }
      }
      @View('child', { responses: { 429: { description: 'Too fast.' } } })
      class Child extends Base {}
      await start([Base, Child]);
      const { paths } = documentOf(app);
      expect(Object.keys(paths['/base']?.get?.responses ?? {})).toEqual(['200', '418']);
      expect(Object.keys(paths['/child']?.get?.responses ?? {})).toEqual(['200', '418', '429']);
    });
  });

  describe('guards, interceptors and pipes', () => {
    @View('words')
    @UseGuards(KeyGuard)
    @UseInterceptors(Envelope)
    @UsePipes(Shout)
    class Words {
      @Get('echo/:word')
      echo(@Param('word') word: string) {
        return word;
      }

      @Get('secret')
      @UseGuards(AdminGuard)
      secret() {
        return 'secret';
      }
    }

    @View('more-words')
    class MoreWords extends Words {
      override echo(word: string) {
        return `${super.echo(word)}!`;
      }

      override secret() {
        return 'other secret';
      }
    }

    it('work as on any controller', async () => {
      await start([Words, MoreWords]);
      expect((await get('/words/echo/hi')).status).toBe(403);
      expect((await get('/words/echo/hi', { 'x-key': 'open' })).json).toEqual({ data: 'HI' });
      expect((await get('/words/secret', { 'x-key': 'open' })).status).toBe(403);
      expect((await get('/words/secret', { 'x-key': 'open', 'x-admin': 'yes' })).json).toEqual({ data: 'secret' });
    });

    it('are inherited with the class and with each route, also where a method is overridden', async () => {
      await start([Words, MoreWords]);
      expect((await get('/more-words/echo/hi')).status).toBe(403);
      expect((await get('/more-words/echo/hi', { 'x-key': 'open' })).json).toEqual({ data: 'HI!' });
      expect((await get('/more-words/secret', { 'x-key': 'open' })).status).toBe(403);
      expect((await get('/more-words/secret', { 'x-key': 'open', 'x-admin': 'yes' })).json).toEqual({
        data: 'other secret',
      });
    });

    it('add up: an override with a guard of its own keeps those of the method that it overrides', async () => {
      @View('guarded')
      class Guarded extends Words {
        @UseGuards(KeyGuard)
        override secret() {
          return 'guarded';
        }
      }
      await start([Guarded]);
      expect((await get('/guarded/secret', { 'x-key': 'open' })).status).toBe(403);
      expect((await get('/guarded/secret', { 'x-key': 'open', 'x-admin': 'yes' })).json).toEqual({ data: 'guarded' });
    });
  });

  describe('an override without a decorator', () => {
    @View('base')
    class Base {
      @Post(':id/run')
      @HttpCode(202)
      @Header('x-kind', 'run')
      @ApiOperation({ summary: 'Runs it' })
      run(@Param('id', ParseIntPipe) id: number, @Query('by') by: string) {
        return { id, by, ran: 'base' };
      }
    }

    @View('child')
    class Child extends Base {
      override run(id: number, by: string) {
        return { ...super.run(id, by), ran: 'child' };
      }
    }

    it('keeps route, status, headers, parameters and document', async () => {
      await start([Child]);
      const answer = await request(app, 'POST', '/child/7/run?by=ada');
      expect(answer.json).toEqual({ id: 7, by: 'ada', ran: 'child' });
      expect([answer.status, answer.headers.get('x-kind')]).toEqual([202, 'run']);
      expect((await request(app, 'POST', '/child/x/run')).status).toBe(400);
      const operation = documentOf(app).paths['/child/{id}/run']?.post;
      expect(operation).toMatchObject({ summary: 'Runs it', operationId: 'runChild' });
      expect(operation?.parameters).toMatchObject([
        { name: 'id', in: 'path' },
        { name: 'by', in: 'query' },
      ]);
    });

    it('leaves the route of the class it extends as it is', async () => {
      await start([Base, Child]);
      expect((await request(app, 'POST', '/base/7/run')).json).toEqual({ id: 7, ran: 'base' });
      expect((await request(app, 'POST', '/child/7/run')).json).toEqual({ id: 7, ran: 'child' });
      expect(documentOf(app).paths['/base/{id}/run']?.post?.operationId).toBe('runBase');
    });

    it('may say some of it anew: what it says wins', async () => {
      @View('other')
      class Other extends Base {
        @HttpCode(200)
        @ApiOperation({ description: 'Runs it elsewhere' })
        override run(id: number, @Query('for') by: string) {
          return { ...super.run(id, by), ran: 'other' };
        }
      }
      await start([Other]);
      const answer = await request(app, 'POST', '/other/7/run?for=bob&by=ada');
      expect(answer).toMatchObject({ status: 200, json: { id: 7, by: 'bob', ran: 'other' } });
      expect(documentOf(app).paths['/other/{id}/run']?.post?.description).toBe('Runs it elsewhere');
    });

    it('may move the route by a route decorator', async () => {
      @View('moved')
      class Moved extends Base {
        @Post('run/:id')
        override run(id: number, by: string) {
          return super.run(id, by);
        }
      }
      await start([Moved]);
      expect((await request(app, 'POST', '/moved/run/7')).status).toBe(202);
      expect((await request(app, 'POST', '/moved/7/run')).status).toBe(404);
    });

    it('works over a class that is no view, and over several levels', async () => {
      abstract class Root {
        @Get('name')
        name() {
          return 'root';
        }
      }
      abstract class Middle extends Root {
        override name() {
          return `middle of ${super.name()}`;
        }
      }
      @View('leaf')
      class Leaf extends Middle {
        override name() {
          return `leaf of ${super.name()}`;
        }
      }
      await start([Leaf]);
      expect((await get('/leaf/name')).body).toBe('leaf of middle of root');
    });

    it('works where a decorator has put another function in the place of the method', async () => {
      function Traced(_target: object, _name: string, descriptor: TypedPropertyDescriptor<() => string>): void {
        const { value } = descriptor;
        descriptor.value = function (this: unknown) {
          return `traced ${value?.call(this) ?? ''}`;
        };
      }
      @View('traced')
      class TracedView {
        @Get('word')
        @Traced
        word() {
          return 'word';
        }
      }
      await start([TracedView]);
      expect((await get('/traced/word')).body).toBe('traced word');
      expect(documentOf(app).paths['/traced/word']?.get?.operationId).toBe('wordTraced');
    });
  });

  describe('a mixin', () => {
    function Countable<Base extends ViewClass>(base: Base) {
      abstract class CountableView extends base {
        @Get('count')
        count() {
          return { count: this.rows().length };
        }

        abstract rows(): readonly string[];
      }
      return CountableView;
    }

    abstract class Animals {
      abstract rows(): readonly string[];
    }

    @View('cats')
    class Cats extends Countable(Animals) {
      rows() {
        return ['Tom'];
      }
    }

    @View('dogs')
    class Dogs extends Countable(Animals) {
      rows() {
        return ['Rex', 'Bello'];
      }
    }

    it('gives its routes to every view that takes it', async () => {
      await start([Cats, Dogs]);
      expect((await get('/cats/count')).json).toEqual({ count: 1 });
      expect((await get('/dogs/count')).json).toEqual({ count: 2 });
    });

    it('may be closed in a view', async () => {
      @View('birds', { excludeRoutes: ['count'] })
      class Birds extends Countable(Animals) {
        rows() {
          return [];
        }
      }
      await start([Birds, Cats]);
      expect((await get('/birds/count')).status).toBe(404);
      expect((await get('/cats/count')).json).toEqual({ count: 1 });
      expect(describeView(Birds).routes).toEqual([]);
    });
  });

  describe('static segments win over parameters', () => {
    it('in whatever order a view declares them', async () => {
      @View('w')
      class Early {
        @Get(':id')
        one(@Param('id') id: string) {
          return `one ${id}`;
        }

        @Get('me')
        me() {
          return 'me';
        }

        @Get(':id/:part')
        part() {
          return 'part';
        }

        @Get(':id/name')
        nameOf() {
          return 'name';
        }
      }
      await start([Early]);
      const answers = await Promise.all(['/w/me', '/w/7', '/w/7/name', '/w/7/x'].map((path) => get(path)));
      expect(answers.map(({ body }) => body)).toEqual(['me', 'one 7', 'name', 'part']);
    });

    it('over inherited routes and in those', async () => {
      @View('base')
      class Base {
        @Get('inherited')
        inherited() {
          return 'inherited';
        }

        @Get(':id')
        one(@Param('id') id: string) {
          return `one ${id}`;
        }
      }
      @View('child')
      class Child extends Base {
        override one(id: string) {
          return `child ${super.one(id)}`;
        }

        @Get('own')
        own() {
          return 'own';
        }
      }
      await start([Base, Child]);
      const answers = await Promise.all(['/child/own', '/child/inherited', '/child/7', '/base/own'].map((p) => get(p)));
      expect(answers.map(({ body }) => body)).toEqual(['own', 'inherited', 'child one 7', 'one own']);
    });

    it('between two views', async () => {
      @View('w')
      class Outer {
        @Get(':id')
        one() {
          return 'outer';
        }

        @Get(':id/:child')
        child() {
          return 'outer child';
        }
      }
      @View('w/two')
      class Inner {
        @Get()
        all() {
          return 'inner';
        }

        @Get(':id')
        one() {
          return 'inner one';
        }
      }
      await start([Outer, Inner]);
      const answers = await Promise.all(['/w/two', '/w/2', '/w/two/3', '/w/2/3'].map((path) => get(path)));
      expect(answers.map(({ body }) => body)).toEqual(['inner', 'outer', 'inner one', 'outer child']);
    });

    it('unless the application orders its routes itself', async () => {
      @View('w')
      class Early {
        @Get(':id')
        one() {
          return 'one';
        }

        @Get('me')
        me() {
          return 'me';
        }
      }
      await start([Early], { nest: { routeResolutionStrategy: 'declaration' } });
      // Fastify has an order of its own, whatever the application says.
      expect((await get('/w/me')).body).toBe(platform.name === 'express' ? 'one' : 'me');
    });
  });

  describe('where a view is served', () => {
    @View(['one', 'two/'])
    class Everywhere {
      @Get(['a', '/b'])
      letter() {
        return 'letter';
      }
    }

    it('is several paths, of the view and of a route', async () => {
      await start([Everywhere]);
      for (const path of ['/one/a', '/one/b', '/two/a', '/two/b']) expect((await get(path)).body).toBe('letter');
      expect(describeView(Everywhere)).toMatchObject({
        paths: ['one', 'two'],
        routes: [{ path: '/a' }, { path: '/b' }],
      });
    });

    it('is below the global prefix and its version', async () => {
      @View({ path: 'things', version: '2' })
      class Things {
        @Get()
        all() {
          return 'version 2';
        }
      }
      @View({ path: 'things', version: '1' })
      class OldThings extends Things {
        override all() {
          return 'version 1';
        }
      }
      await start([Things, OldThings], {
        configure: (application) => {
          application.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI });
        },
      });
      expect((await get('/api/v2/things')).body).toBe('version 2');
      expect((await get('/api/v1/things')).body).toBe('version 1');
      expect((await get('/things')).status).toBe(404);
      expect(Object.keys(documentOf(app).paths)).toEqual(['/api/v2/things', '/api/v1/things']);
    });

    it('is one host', async () => {
      @View({ path: 'hosted', host: 'localhost' })
      class Hosted {
        @Get()
        all() {
          return 'hosted';
        }
      }
      await start([Hosted]);
      expect((await get('/hosted')).status).toBe(404);
    });

    it('is the path that RouterModule gives to its module', async () => {
      @View('leaves')
      class Leaves {
        @Get()
        all() {
          return 'leaves';
        }
      }
      @Module({ controllers: [Leaves] })
      class LeafModule {}
      app = await createApp(
        {
          imports: [
            RestviewModule.forRoot(),
            LeafModule,
            RouterModule.register([{ path: 'tree', module: LeafModule }]),
          ],
        },
        platform,
      );
      expect((await get('/tree/leaves')).body).toBe('leaves');
    });

    it('does not touch the routes of other controllers', async () => {
      @Controller('plain')
      class Plain {
        @Get()
        all() {
          return 'plain';
        }
      }
      await start([Plain, Everywhere]);
      expect((await get('/plain')).body).toBe('plain');
    });
  });
});

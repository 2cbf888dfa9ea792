import { Get, type INestApplication, Param, Post, UseGuards, type CanActivate } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  DocumentBuilder,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';
import { IsString, MinLength } from 'class-validator';
import {
  Ctx,
  Field,
  Id,
  type Key,
  ReadOnly,
  RestView,
  type Subject,
  View,
  type ViewClass,
  type ViewContext,
  ViewRoute,
  WriteOnly,
} from 'nestjs-restview';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { LogRecorder } from '../fixtures/log-recorder.js';
import { TestApp } from '../fixtures/test-app.js';
import { databases } from '../setup/databases.js';
import { request } from '../setup/http.js';
import { type AppOptions, onEveryPlatform } from '../setup/platforms.js';

@Entity()
class Account {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @Column({ select: false, default: '' }) passwordHash!: string;
}

class LoginRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @WriteOnly() @IsString() @MinLength(8) password!: string;
}

class Locked implements CanActivate {
  canActivate() {
    return true;
  }
}

@View('accounts', { model: Account, schema: LoginRead, maxPageSize: 30, defaultPageSize: 10 })
class AccountView extends RestView<Account, LoginRead> {
  @Post(':id/close')
  close(@Id() id: number) {
    return { id };
  }

  @Get('by-name/:name')
  byName(@Param('name') name: string, @Ctx() context: ViewContext) {
    return { name, action: context.action };
  }
}

@View('people', { model: Account })
class PersonView extends RestView<Account> {}

@View('members', { model: Account, includePaginationMetadata: false, defaultPageSize: null })
class MemberView extends RestView<Account> {}

function documentOf(app: INestApplication): OpenAPIObject {
  return SwaggerModule.createDocument(app, new DocumentBuilder().setTitle('Accounts').build());
}

const [sqlite] = databases;

onEveryPlatform((platform) => {
  let app: TestApp;

  const start = async (views: readonly ViewClass[], options: AppOptions = {}): Promise<OpenAPIObject> => {
    app = await TestApp.start(sqlite!, platform, [Account], views as never, {}, {}, options);
    return documentOf(app.app);
  };

  afterEach(() => app.close());

  const statusesOf = (document: OpenAPIObject, path: string, method: 'get' | 'post' | 'patch' | 'delete') =>
    Object.keys(document.paths[path]?.[method]?.responses ?? {});

  it('is the same before and after the application listens (72)', async () => {
    let before: OpenAPIObject | undefined;
    const after = await start([AccountView, PersonView, MemberView], {
      configure: (application) => {
        before = documentOf(application);
      },
    });
    expect(before?.paths['/accounts']?.get).toBeDefined();
    expect(JSON.stringify(after)).toBe(JSON.stringify(before));
    expect(JSON.stringify(documentOf(app.app))).toBe(JSON.stringify(before));
  });

  it('is served by SwaggerModule.setup', async () => {
    await start([AccountView], {
      configure: (application) => {
        // Jest cannot load the package that serves the pages on Fastify; the document does not need it.
        const ui = platform.name === 'express';
        SwaggerModule.setup('docs', application, () => documentOf(application), { ui, raw: ['json'] });
      },
    });
    const served = await request(app.app, 'GET', '/docs-json');
    expect(served.status).toBe(200);
    expect(served.json.paths['/accounts'].get.operationId).toBe('listAccounts');
    const page = await request(app.app, 'GET', '/docs');
    expect(page.body.includes('Swagger UI')).toBe(platform.name === 'express');
  });

  it('has operation ids and components of their own for views of one entity (63)', async () => {
    const log = new LogRecorder();
    const { paths, components } = await start([AccountView, PersonView, MemberView], { nest: { logger: log } });
    expect(log.lines.filter((line) => line.includes('Duplicate DTO'))).toEqual([]);
    const operationIds = Object.values(paths).flatMap((path) =>
      [path.get, path.post, path.patch, path.delete].flatMap((operation) => operation?.operationId ?? []),
    );
    expect(operationIds).toHaveLength(17);
    expect(new Set(operationIds).size).toBe(17);
    expect(Object.keys(components?.schemas ?? {}).sort()).toEqual([
      ...['LoginCreate', 'LoginRead', 'LoginReadPage', 'LoginUpdate', 'MemberCreate', 'MemberRead', 'MemberUpdate'],
      ...['PersonCreate', 'PersonRead', 'PersonReadPage', 'PersonUpdate'],
      ...['ProblemBlocker', 'ProblemDetails', 'ProblemMistake'],
    ]);
  });

  it('shows no write-only field in a response, and no read-only field in a body (16)', async () => {
    const { components } = await start([AccountView]);
    const propertiesOf = (name: string) => {
      const schema = components?.schemas?.[name];
      return schema && 'properties' in schema ? Object.keys(schema.properties ?? {}) : undefined;
    };
    expect(propertiesOf('LoginRead')).toEqual(['id', 'name']);
    expect(propertiesOf('LoginCreate')).toEqual(['name', 'password']);
    expect(propertiesOf('LoginUpdate')).toEqual(['name', 'password']);
    expect(components?.schemas?.['LoginCreate']).toMatchObject({ required: ['name', 'password'] });
    expect(JSON.stringify(components)).not.toContain('passwordHash');
  });

  it('shows nothing of a column that is never selected', async () => {
    expect(JSON.stringify(await start([PersonView]))).not.toContain('passwordHash');
  });

  it('lists every status that a route answers with', async () => {
    const document = await start([AccountView]);
    expect(statusesOf(document, '/accounts', 'get')).toEqual(['200', '422', '503']);
    expect(statusesOf(document, '/accounts', 'post')).toEqual(['201', '400', '409', '412', '413', '415', '422', '503']);
    expect(statusesOf(document, '/accounts/{id}', 'get')).toEqual(['200', '404', '422', '503']);
    expect(statusesOf(document, '/accounts/{id}', 'patch')).toEqual([
      ...['200', '400', '404', '409', '412', '413', '415', '422', '503'],
    ]);
    expect(statusesOf(document, '/accounts/{id}', 'delete')).toEqual(['204', '404', '409', '412', '422', '503']);
    expect(document.paths['/accounts/{id}']?.get?.responses['404']).toEqual({
      description: 'There is no such row, or the caller may not see it.',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } },
    });
  });

  it('lists what a guard, a scope and a policy may answer', async () => {
    @View('guarded', { model: Account })
    @UseGuards(Locked)
    class GuardedView extends RestView<Account> {}
    @View('scoped', { model: Account })
    class ScopedView extends RestView<Account> {
      override buildQuery(context: ViewContext) {
        return super.buildQuery(context).andWhere('account.id > 0');
      }
    }
    @View('policed', { model: Account })
    class PolicedView extends RestView<Account> {
      override authorize(_action: string, _subject: Subject<Account>) {
        return undefined;
      }
    }
    @View('one-guarded', { model: Account })
    class OneGuardedView extends RestView<Account> {
      @UseGuards(Locked)
      override getOneEndpoint(id: Key, context: ViewContext): Promise<unknown> {
        return super.getOneEndpoint(id, context);
      }
    }
    const document = await start([GuardedView, ScopedView, PolicedView, OneGuardedView]);
    const refusals = (path: string, method: 'get' | 'post' | 'delete') =>
      statusesOf(document, path, method).filter((status) => status === '401' || status === '403');
    expect(refusals('/guarded', 'get')).toEqual(['401', '403']);
    expect([refusals('/scoped', 'get'), refusals('/scoped', 'post'), refusals('/scoped/{id}', 'delete')]).toEqual([
      [],
      ['403'],
      [],
    ]);
    expect([refusals('/policed', 'get'), refusals('/policed/{id}', 'delete')]).toEqual([['403'], ['403']]);
    expect([refusals('/one-guarded', 'get'), refusals('/one-guarded/{id}', 'get')]).toEqual([[], ['401', '403']]);
  });

  it('shows the parameters of a page with their bounds, and the envelope or the array', async () => {
    const { paths } = await start([AccountView, MemberView]);
    expect(paths['/accounts']?.get?.parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'page', in: 'query', required: false }),
        expect.objectContaining({
          name: 'page_size',
          in: 'query',
          required: false,
          schema: { type: 'integer', minimum: 1, maximum: 30, default: 10 },
        }),
      ]),
    );
    expect(paths['/members']?.get?.parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'page_size', schema: { type: 'integer', minimum: 1, maximum: 1000 } }),
      ]),
    );
    const listOf = (path: string) => paths[path]?.get?.responses['200'];
    expect(listOf('/accounts')).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/LoginReadPage' } } },
      headers: { Link: {} },
    });
    expect(listOf('/members')).toMatchObject({
      content: { 'application/json': { schema: { type: 'array', items: {} } } },
    });
  });

  it('names the Location of a created row', async () => {
    const { paths } = await start([AccountView]);
    expect(paths['/accounts']?.post?.responses['201']).toMatchObject({ headers: { Location: {} } });
  });

  it('keeps what the developer says of the class and of an override', async () => {
    @View('said', { model: Account, schema: LoginRead, responses: { 418: { description: 'A teapot.' } } })
    @ApiBearerAuth()
    @ApiHeader({ name: 'x-trace' })
    @ApiResponse({ status: 429, description: 'Too fast.' })
    class SaidView extends RestView<Account, LoginRead> {
      @ApiOperation({ summary: 'Reads one', deprecated: true })
      @ApiResponse({ status: 404, description: 'It never was.' })
      override getOneEndpoint(id: Key, context: ViewContext): Promise<unknown> {
        return super.getOneEndpoint(id, context);
      }
    }
    const { paths } = await start([SaidView]);
    const operation = paths['/said/{id}']?.get;
    expect(operation).toMatchObject({ summary: 'Reads one', deprecated: true, security: [{ bearer: [] }] });
    expect(operation?.responses['404']).toEqual({ description: 'It never was.' });
    expect(Object.keys(operation?.responses ?? {})).toEqual(['200', '404', '418', '422', '429', '503']);
    expect(operation?.parameters).toMatchObject([
      { name: 'x-trace', in: 'header' },
      { name: 'id', in: 'path' },
    ]);
  });

  it('shows every parameter of the path of a custom route', async () => {
    const { paths } = await start([AccountView]);
    expect(paths['/accounts/{id}/close']?.post?.parameters).toEqual([
      {
        name: 'id',
        in: 'path',
        required: true,
        schema: { type: 'integer', minimum: expect.any(Number), maximum: expect.any(Number) },
      },
    ]);
    expect(paths['/accounts/by-name/{name}']?.get?.parameters).toEqual([
      { name: 'name', in: 'path', required: true, schema: { type: 'string' } },
    ]);
  });

  it('shows no route that is closed (Z-1)', async () => {
    @View('closed', { model: Account, schema: LoginRead, routes: [ViewRoute.GET_MANY] })
    class ClosedView extends RestView<Account, LoginRead> {}
    const { paths } = await start([ClosedView]);
    expect(Object.keys(paths)).toEqual(['/closed']);
    expect(Object.keys(paths['/closed'] ?? {})).toEqual(['get']);
  });
});

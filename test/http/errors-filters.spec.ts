import {
  type ArgumentsHost,
  BadRequestException,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  ForbiddenException,
  Get,
  HttpException,
  Injectable,
  type LoggerService,
  NotFoundException,
  Param,
  Patch,
  Post,
  Put,
  type Type,
  UnauthorizedException,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import {
  PayloadTooLarge,
  RestView,
  type RestviewRequest,
  type RestviewRootOptions,
  View,
  type ViewContext,
} from 'nestjs-restview';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { User } from '../fixtures/user.entity.js';
import { comparable } from '../setup/answers.js';
import { type Database, databases } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';
import { createApp, onEveryPlatform, type Platform } from '../setup/platforms.js';

const faults: Record<string, () => unknown> = {
  unauthorized: () => new UnauthorizedException(),
  forbidden: () => new ForbiddenException('Not on Sundays'),
  own: () => new HttpException('Short and stout', 418),
  bad: () => new BadRequestException(['first is wrong', 'second is wrong']),
  parserly: () => new BadRequestException('Expected a date in the JSON field "due"'),
  ours: () => new PayloadTooLarge('A picture may have up to 5 MB.'),
  theirs: () => new HttpException('A film may have up to 5 GB.', 413),
  plain: () => new Error('SECRET-plain'),
  text: () => 'SECRET-text',
  nothing: () => undefined,
  upstream: () =>
    Object.assign(new Error('SECRET-upstream'), { status: 404, statusCode: 404, code: 'ERR_BAD_REQUEST' }),
  meant: () => Object.assign(new Error('No tea today'), { status: 410, statusCode: 410, expose: true }),
  unmeant: () => new HttpException('SECRET-unmeant', 502, { cause: new Error('SECRET-cause') }),
};

@Injectable()
class FaultyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const name = context.switchToHttp().getRequest<RestviewRequest>().headers['x-guard'];
    const fault = typeof name === 'string' ? faults[name] : undefined;
    if (fault) throw fault();
    return true;
  }
}

@View('orgs', { model: Org })
@UseGuards(FaultyGuard)
class OrgView extends RestView<Org> {
  override authorize(_action: string, _subject: unknown, context: ViewContext): void {
    const name = context.request?.headers['x-verb'];
    const fault = typeof name === 'string' ? faults[name] : undefined;
    if (fault) throw fault();
  }
}

/** Written by hand, some of it on paths that look like a view's. */
@Controller()
class HandWritten {
  @Get('orgs/export') export() {
    throw new NotFoundException('no export');
  }

  @Patch('orgs/import') import() {
    return { imported: 0 };
  }

  @Put('orgs/:name') replace(@Param('name') name: string) {
    throw new BadRequestException(`cannot replace ${name}`);
  }

  @Post('other') other() {
    throw new Error('SECRET-other');
  }
}

class Records implements LoggerService {
  readonly errors: string[] = [];
  log(): void {}
  warn(): void {}
  error(...parts: unknown[]): void {
    this.errors.push(parts.map((part) => (part instanceof Error ? String(part.stack) : String(part))).join(' '));
  }
}

@Catch()
class OwnFilter implements ExceptionFilter {
  constructor(private readonly adapters: HttpAdapterHost) {}

  catch(_exception: unknown, host: ArgumentsHost): void {
    this.adapters.httpAdapter.reply(host.switchToHttp().getResponse(), { mine: true }, 499);
  }
}

@View('filtered', { model: Org })
@UseFilters(OwnFilter)
class FilteredView extends RestView<Org> {}

const sqlite = databases[0];

onEveryPlatform((platform) => {
  const log = new Records();
  let app: TestApp | undefined;

  const start = async (
    views: readonly Type[],
    options: RestviewRootOptions = {},
    ...rest: [metadata?: object, configure?: (app: TestApp['app']) => void]
  ): Promise<TestApp> => {
    const [metadata = {}, configure] = rest;
    app = await TestApp.start(sqlite as Database, platform, [Org, User], views, options, metadata, {
      nest: { logger: log },
      ...(configure && { configure }),
    });
    return app;
  };

  beforeEach(() => {
    log.errors.length = 0;
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
  });

  describe('what an application throws', () => {
    it.each([
      ['unauthorized', 401, 'unauthorized', 'Unauthorized', 'Unauthorized'],
      ['forbidden', 403, 'forbidden', 'Forbidden', 'Not on Sundays'],
      ['own', 418, 'i_m_a_teapot', "I'm a teapot", 'Short and stout'],
      ['parserly', 400, 'bad_request', 'Bad request', 'Expected a date in the JSON field "due"'],
      ['ours', 413, 'payload_too_large', 'Payload too large', 'A picture may have up to 5 MB.'],
      ['theirs', 413, 'payload_too_large', 'Payload too large', 'A film may have up to 5 GB.'],
      ['meant', 410, 'gone', 'Gone', 'No tea today'],
    ])(
      '%s is a problem with its own status and sentence, from a guard and from a view',
      async (name, status, code, title, detail) => {
        const { request } = await start([OrgView]).then((started) => ({ request: started.request.bind(started) }));
        for (const header of ['x-guard', 'x-verb']) {
          const answer = await request('GET', '/orgs', { headers: { [header]: name } });
          expect(comparable(answer)).toEqual({
            status,
            code,
            title,
            detail,
            type: `https://restview.dev/problems/${code}`,
            mediaType: 'application/problem+json',
            allow: null,
            hasInstance: true,
          });
        }
        expect(log.errors).toEqual([]);
      },
    );

    it("lists the sentences of one of Nest's own pipes", async () => {
      const answer = await (await start([OrgView])).request('GET', '/orgs', { headers: { 'x-verb': 'bad' } });
      expect(answer.json.errors).toEqual([
        { code: 'invalid', detail: 'first is wrong' },
        { code: 'invalid', detail: 'second is wrong' },
      ]);
    });

    it.each(['plain', 'text', 'nothing', 'upstream', 'unmeant'])(
      '%s is answered without a word on it, and logged once with the id that the answer has',
      async (name) => {
        const started = await start([OrgView]);
        for (const header of ['x-guard', 'x-verb']) {
          log.errors.length = 0;
          const answer = await started.request('GET', '/orgs?page=1', { headers: { [header]: name } });
          expect(answer.status).toBe(name === 'unmeant' ? 502 : 500);
          expect(answer.body).not.toContain('SECRET');
          expect(answer.json.detail).toBe('Something went wrong here; it has been logged.');
          const id = /^urn:request:(.+)$/.exec(answer.json.instance)?.[1] ?? 'none';
          expect(log.errors).toHaveLength(1);
          expect(log.errors[0]).toContain(`GET /orgs answered ${answer.status} [request ${id}]`);
          if (name !== 'nothing') expect(log.errors[0]).toContain('SECRET');
        }
      },
    );
  });

  it('takes over a harmless request id, and no other', async () => {
    const started = await start([OrgView]);
    const idFor = async (id: string) =>
      (await started.request('GET', '/orgs/77', { headers: { 'x-request-id': id } })).json.instance as string;
    expect(await idFor('0af7651916cd43dd8448eb211c80319c')).toBe('urn:request:0af7651916cd43dd8448eb211c80319c');
    for (const id of ['short', 'a b c d e f g h', '<script>alert(1)</script>', 'x'.repeat(129), 'abcdefgh\tijkl']) {
      expect(await idFor(id)).toMatch(/^urn:request:[0-9a-f-]{36}$/);
    }
  });

  describe('filters of the application come first', () => {
    const ownFilter = async (
      views: readonly Type[],
      path: string,
      metadata: object,
      configure?: (a: TestApp['app']) => void,
    ) => {
      const started = await start(views, {}, metadata, configure);
      return [
        await started.request('GET', path, { headers: { 'x-verb': 'plain' } }),
        await started.request('GET', `${path}/x`),
        await started.request('POST', path, { headers: { 'content-type': 'application/json' }, body: '{' }),
      ];
    };
    const mine = { status: 499, json: { mine: true } };

    it('as APP_FILTER', async () => {
      const answers = await ownFilter([OrgView], '/orgs', {
        providers: [{ provide: APP_FILTER, useClass: OwnFilter }],
      });
      expect(answers).toMatchObject([mine, mine, mine]);
    });

    it('by useGlobalFilters', async () => {
      const answers = await ownFilter([OrgView], '/orgs', {}, (a) =>
        a.useGlobalFilters(new OwnFilter(a.get(HttpAdapterHost))),
      );
      expect(answers).toMatchObject([mine, mine, mine]);
    });

    it('on the class, for what reaches its routes', async () => {
      const [, byId, unparsed] = await ownFilter([FilteredView], '/filtered', {});
      expect(byId).toMatchObject(mine);
      expect(unparsed?.json.code).toBe('malformed_body');
    });
  });

  describe('routes that are not of a view', () => {
    const requests: readonly (readonly [string, string, object])[] = [
      ['GET', '/orgs/export', {}],
      ['PATCH', '/orgs/import', { headers: { 'content-type': 'application/json' }, body: '{' }],
      ['PUT', '/orgs/acme', {}],
      ['PUT', '/orgs/acme', { headers: { 'content-type': 'application/json' }, body: '{' }],
      ['POST', '/other', { json: {} }],
      ['POST', '/other', { headers: { 'content-type': 'application/json' }, body: '{"a":' }],
      ['GET', '/nothing', {}],
      ['GET', '/orgs/1/nothing', {}],
      ['DELETE', '/other', {}],
    ];
    const told = ({ status, headers, body }: HttpAnswer) => ({ status, type: headers.get('content-type'), body });
    const plain = async (path: Platform) => createApp({ controllers: [HandWritten] }, path, { nest: { logger: log } });

    it.each([{}, { problemFilter: false } as const])(
      'are answered to the byte as without Restview: %j',
      async (options) => {
        const started = await start([OrgView], options, { controllers: [HandWritten] });
        const without = await plain(platform);
        const { request } = await import('../setup/http.js');
        for (const [method, path, sent] of requests) {
          const [ours, theirs] = [
            await started.request(method, path, sent),
            await request(without, method, path, sent),
          ];
          expect({ method, path, ...told(ours) }).toEqual({ method, path, ...told(theirs) });
        }
        await without.close();
      },
    );

    it("are answered as problems with problemFilter: 'global'", async () => {
      const started = await start([OrgView], { problemFilter: 'global' }, { controllers: [HandWritten] });
      const statuses: unknown[] = [];
      for (const [method, path, sent] of requests) {
        const answer = await started.request(method, path, sent);
        expect([path, answer.headers.get('content-type')]).toEqual([
          path,
          expect.stringContaining('application/problem+json'),
        ]);
        expect(answer.body).not.toContain('SECRET');
        statuses.push(answer.status);
      }
      expect(statuses).toEqual([404, 400, 400, 400, 500, 400, 404, 404, 405]);
    });
  });

  it("problemFilter: false leaves a view's errors to Nest, with the same statuses", async () => {
    const started = await start([OrgView], { problemFilter: false });
    const missing = await started.request('GET', '/orgs/77');
    expect(missing.json).toMatchObject({ statusCode: 404, error: 'Not found' });
    expect(missing.headers.get('content-type')).toContain('application/json');
    expect((await started.request('GET', '/orgs/x')).status).toBe(422);
  });

  it('knows the routes of a view under a global prefix and a version', async () => {
    const { VersioningType } = await import('@nestjs/common');
    const started = await start([OrgView], {}, { controllers: [HandWritten] }, (a) => {
      a.setGlobalPrefix('api');
      a.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
    });
    const answers = [
      await started.request('GET', '/api/v1/orgs/x'),
      await started.request('POST', '/api/v1/orgs', { headers: { 'content-type': 'application/json' }, body: '{' }),
      await started.request('PATCH', '/api/v1/orgs/import', {
        headers: { 'content-type': 'application/json' },
        body: '{',
      }),
      await started.request('PUT', '/api/v1/orgs'),
    ];
    expect(answers.map(({ status, json }) => [status, json.code])).toEqual([
      [422, 'invalid_request'],
      [400, 'malformed_body'],
      [400, undefined],
      [405, 'method_not_allowed'],
    ]);
  });

  it('sets where types lead by problemTypeBase', async () => {
    const started = await start([OrgView], { problemTypeBase: 'https://example.org/help#' });
    expect((await started.request('GET', '/orgs/77')).json.type).toBe('https://example.org/help#not_found');
  });
});

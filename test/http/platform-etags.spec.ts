import { Controller, Get, Header, Res, UseInterceptors, type NestInterceptor } from '@nestjs/common';
import { Ctx, InstanceAction, type Key, RestView, View, type ViewContext } from 'nestjs-restview';
import { of } from 'rxjs';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { databases } from '../setup/databases.js';
import { onEveryPlatform } from '../setup/platforms.js';

@Entity()
class Stamp {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) motif!: string;
}

/** As a cache does that has the answer. */
class Cached implements NestInterceptor {
  intercept() {
    return of({ cached: true });
  }
}

@View('stamps', { model: Stamp })
class StampView extends RestView<Stamp> {
  @InstanceAction('motif', { method: 'GET' })
  motif(_stamp: Stamp) {
    return undefined;
  }

  @Get('rare')
  rare(@Ctx() _context: ViewContext) {
    return { rare: true };
  }

  @Get('cached')
  @UseInterceptors(Cached)
  cached() {
    return { cached: false };
  }

  @Get('by-hand')
  byHand(@Res() response: { send(body: unknown): void }) {
    response.send({ by: 'hand' });
  }
}

@View('tagged-stamps', { model: Stamp })
class TaggedStampView extends RestView<Stamp> {
  override async getOneEndpoint(id: Key, context: ViewContext) {
    context.setHeader('ETag', '"mine"');
    return super.getOneEndpoint(id, context);
  }
}

@View('album')
class AlbumView {
  @Get()
  show() {
    return { pages: 3 };
  }

  @Get('text')
  @Header('content-type', 'text/plain')
  text() {
    return 'three pages';
  }
}

@Controller('stamp-news')
class NewsController {
  @Get()
  news() {
    return { news: [] };
  }
}

const [database] = databases;

/** As a browser asks; `fetch` alone would forbid a 304. */
const knowing = (tag: string | null) => ({
  headers: { 'if-none-match': tag ?? '"none"', 'cache-control': 'max-age=60' },
});

onEveryPlatform((platform) => {
  let app: TestApp;

  beforeAll(async () => {
    if (!database) throw new Error('no database');
    app = await TestApp.start(
      database,
      platform,
      [Stamp],
      [StampView, TaggedStampView, AlbumView],
      {},
      { controllers: [NewsController] },
    );
    await app.request('POST', '/stamps', { json: { motif: 'Penny Black' } });
  });

  afterAll(() => app.close());

  it.each([
    ...['/stamps', '/stamps?fields=id', '/stamps/1', '/stamps/1/motif', '/stamps/rare', '/stamps/cached'],
    ...['/stamps/by-hand', '/album', '/album/text', '/stamps/9', '/stamps/x', '/stamps?x=1'],
  ])('GET %s has no ETag that the platform made', async (path) => {
    for (let run = 0; run < 2; run += 1) {
      const { headers, body } = await app.request('GET', path);
      expect([headers.get('etag'), body.length > 0]).toEqual([null, true]);
      const { headers: head } = await app.request('HEAD', path);
      expect(head.get('etag')).toBeNull();
    }
  });

  it('answers of writes and to other methods have none', async () => {
    for (const [method, path, json] of [
      ['POST', '/stamps', { motif: 'Blue Mauritius' }],
      ['POST', '/stamps', {}],
      ['PATCH', '/stamps/1', { motif: 'Inverted Jenny' }],
      ['PUT', '/stamps/1', undefined],
      ['DELETE', '/stamps/9', undefined],
    ] as const) {
      const { headers } = await app.request(method, path, json && { json });
      expect([method, path, headers.get('etag')]).toEqual([method, path, null]);
    }
  });

  it('an ETag of the view stays, on its own route only', async () => {
    expect((await app.request('GET', '/tagged-stamps/1')).headers.get('etag')).toBe('"mine"');
    expect((await app.request('GET', '/tagged-stamps')).headers.get('etag')).toBeNull();
    const { status, headers } = await app.request('GET', '/tagged-stamps/1', knowing('"mine"'));
    // Express answers so by itself; that is the platform's to decide.
    expect([status, headers.get('etag')]).toEqual([platform.name === 'express' ? 304 : 200, '"mine"']);
  });

  it('answers that are no views keep what the platform does', async () => {
    const { headers } = await app.request('GET', '/stamp-news');
    expect(headers.get('etag')).toEqual(platform.name === 'express' ? expect.stringMatching(/^W\//) : null);
    const { status } = await app.request('GET', '/stamp-news', knowing(headers.get('etag')));
    expect(status).toBe(platform.name === 'express' ? 304 : 200);
    expect((await app.request('GET', '/nowhere')).status).toBe(404);
  });
});

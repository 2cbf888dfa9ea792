import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databases } from '../../../test/setup/databases.js';
import { request } from '../../../test/setup/http.js';
import { express } from '../../../test/setup/platforms.js';
import { TestShop } from './fixtures/test-shop.js';

describe('the page at /', () => {
  let shop: TestShop | undefined;
  const get = (path: string) => request(shop!.app, 'GET', path);
  afterEach(async () => {
    await shop?.close();
    shop = undefined;
  });

  it('says so where it is not built, to everybody', async () => {
    shop = await TestShop.start(databases[0]!, express, { page: '/nowhere' });
    const { status, body, headers } = await get('/');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain('not built');
    expect(body).toContain('/api/docs');
  });

  it('is the one that is built, beside an API that answers for itself', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shop-page-'));
    try {
      await writeFile(join(folder, 'index.html'), '<title>Admin</title>');
      await mkdir(join(folder, 'assets'));
      await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'start();');
      shop = await TestShop.start(databases[0]!, express, { page: folder });
      for (const path of ['/', '/index.html', '/some/route'])
        expect((await get(path)).body).toBe('<title>Admin</title>');
      const asset = await get('/assets/app-1a2b.js');
      expect([asset.body, asset.headers.get('cache-control')]).toEqual([
        'start();',
        expect.stringContaining('immutable'),
      ]);
      expect((await get('/')).headers.get('cache-control')).not.toContain('immutable');
      const missing = await get('/api/nothing');
      expect([missing.status, missing.json.code]).toEqual([404, 'not_found']);
      expect((await get('/api/products')).status).toBe(401);
      // Express takes a path in capitals too.
      for (const path of ['/api/products', '/API/products', '/Api', '/api?x']) {
        const { status, headers } = await get(path);
        expect([path, status < 400, headers.get('cache-control')]).toEqual([path, false, 'no-store']);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

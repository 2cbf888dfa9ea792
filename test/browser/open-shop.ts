import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DataSource } from 'typeorm';
import { databaseAt } from '../../apps/shop/src/database.js';
import { seedShop } from '../../apps/shop/src/seed/seed-shop.js';
import { createShop } from '../../apps/shop/src/shop.js';
import { urlOf } from '../setup/http.js';

const run = promisify(execFile);

/** A shop that is open for a browser. */
export interface OpenShop {
  readonly url: string;
  close(): Promise<void>;
}

/** The whole shop with little data, in memory, and its admin page, built for it. */
export async function openShop(): Promise<OpenShop> {
  const page = await mkdtemp(join(tmpdir(), 'shop-page-'));
  const config = 'apps/shop/admin/vite.config.ts';
  const build = ['build', 'apps/shop/admin', '--config', config, '--outDir', page, '--logLevel', 'warn'];
  // As it is served: jest's own NODE_ENV would build it for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  await run(process.execPath, ['node_modules/vite/bin/vite.js', ...build], { env });

  const app = await createShop({ database: databaseAt(':memory:'), secret: 'of the browser suite', page });
  const sizes = { stores: 2, products: 160, customers: 120, orders: 800, seed: 7 };
  await seedShop(app.get(DataSource), { ...sizes, today: new Date() });
  await app.listen(0, '127.0.0.1');
  return {
    url: urlOf(app),
    close: async () => {
      await app.close();
      await rm(page, { recursive: true, force: true });
    },
  };
}

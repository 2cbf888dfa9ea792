import { RequestMethod, type INestApplication } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ExpressAdapter } from '@nestjs/platform-express';
import { createDocument } from 'nestjs-restview';
import { protect } from './page/protect.js';
import { ShopModule } from './shop.module.js';
import type { ShopOptions } from './shop-options.js';

/** The shop, not listening yet: its API below `/api`, its document at `/api/docs`, its admin page at `/`. */
export async function createShop(
  options: ShopOptions,
  adapter: AbstractHttpAdapter = new ExpressAdapter(),
): Promise<INestApplication> {
  // One proxy: addresses that stand before the one that it saw are what a client made up, a new one for each password.
  if (options.trustProxy && adapter instanceof ExpressAdapter) adapter.set('trust proxy', 1);
  const app = await NestFactory.create(ShopModule.with(options), adapter, {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  app.setGlobalPrefix('api', { exclude: [{ path: '/', method: RequestMethod.GET }] });
  app.use(protect);
  app.enableShutdownHooks();
  SwaggerModule.setup('api/docs', app, () => documentOf(app), { ui: options.swaggerUi ?? true, raw: ['json'] });
  return app.init();
}

/** What the shop is for those who write clients. */
export function documentOf(app: INestApplication): OpenAPIObject {
  const shop = new DocumentBuilder()
    .setTitle('Restview shop')
    .addCookieAuth('shop_session', { type: 'apiKey', in: 'cookie', name: 'shop_session' }, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer');
  return createDocument(app, shop.build());
}

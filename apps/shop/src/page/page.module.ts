import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import { ServeStaticModule } from '@nestjs/serve-static';
import { NoPageController } from './no-page.controller.js';

/** Serves the admin page at `/` if it is built; else `/` says how to build it. */
export function pageModule(folder: string | undefined): DynamicModule {
  if (folder === undefined || !existsSync(join(folder, 'index.html'))) return { module: NoPageModule };
  return ServeStaticModule.forRoot({
    rootPath: folder,
    exclude: ['/api/{*path}'],
    serveStaticOptions: { fallthrough: true, setHeaders: keepAssets },
  });
}

/** What is below `assets` has a name made of its content, so that browsers need not ask for it again. */
function keepAssets(response: ServerResponse, path: string): void {
  if (/[\\/]assets[\\/][^\\/]+$/.test(path)) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
}

@Module({ controllers: [NoPageController] })
class NoPageModule {}

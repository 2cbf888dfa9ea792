import { existsSync } from 'node:fs';
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
    serveStaticOptions: { fallthrough: true },
  });
}

@Module({ controllers: [NoPageController] })
class NoPageModule {}

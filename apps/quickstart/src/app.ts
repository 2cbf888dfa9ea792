import { type DynamicModule, type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { TypeOrmModule } from '@nestjs/typeorm';
import { createDocument, RestviewModule } from 'nestjs-restview';
import { Coffee, Roaster } from './entities.js';
import { CoffeeView, RoasterView } from './views.js';

/** Who asks. */
declare module 'nestjs-restview' {
  interface RestviewCaller {
    readonly isStaff?: boolean;
  }
}

@Module({ controllers: [CoffeeView, RoasterView] })
class AppModule {
  static on(database: string): DynamicModule {
    return {
      module: AppModule,
      imports: [
        TypeOrmModule.forRoot({ type: 'better-sqlite3', database, entities: [Coffee, Roaster], synchronize: true }),
        // In place of a session or a token: here, whoever says so is staff.
        RestviewModule.forRoot({ caller: ({ headers }) => ({ isStaff: headers['x-staff'] === 'yes' }) }),
      ],
    };
  }
}

/** The catalogue on a SQLite file, which is made if it is not there, with its document at `/docs`. */
export async function createApp(database: string): Promise<INestApplication> {
  const app = await NestFactory.create(AppModule.on(database), { logger: ['error', 'warn'] });
  SwaggerModule.setup('docs', app, () => documentOf(app));
  return app.init();
}

/** What the catalogue is for those who write clients. */
export function documentOf(app: INestApplication): OpenAPIObject {
  return createDocument(app, new DocumentBuilder().setTitle('Coffee catalogue').build());
}

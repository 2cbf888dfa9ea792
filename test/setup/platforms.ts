import type { INestApplication, ModuleMetadata, NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { onEveryDatabase, type Database } from './databases.js';

/** One HTTP platform to test on. */
export interface Platform {
  readonly name: 'express' | 'fastify';
  createAdapter(): ExpressAdapter | FastifyAdapter;
}

/** For tests of what no platform has a part in. */
export const express: Platform = { name: 'express', createAdapter: () => new ExpressAdapter() };

/** The HTTP platforms that Nest has. */
export const platforms: readonly Platform[] = [express, { name: 'fastify', createAdapter: () => new FastifyAdapter() }];

export interface AppOptions {
  /** Options for Nest; its own log is off unless `logger` says otherwise. */
  readonly nest?: NestApplicationOptions;
  /** Called before the application starts: global pipes, filters, prefixes. */
  readonly configure?: (app: INestApplication) => void | Promise<void>;
}

/**
 * Starts an application of this module on a free port of 127.0.0.1.
 *
 * Call it with `request` of `http.ts`, and `app.close()` at the end.
 */
export async function createApp(
  metadata: ModuleMetadata,
  platform: Platform,
  options: AppOptions = {},
): Promise<INestApplication> {
  const module = await Test.createTestingModule(metadata).compile();
  const app = module.createNestApplication(platform.createAdapter(), { logger: false, ...options.nest });
  await options.configure?.(app);
  try {
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
  return app;
}

/** Runs a suite once for every platform, as `describe(name)`. */
export function onEveryPlatform(suite: (platform: Platform) => void): void {
  for (const platform of platforms) {
    describe(platform.name, () => {
      suite(platform);
    });
  }
}

/** Runs a suite once for every database on every platform. */
export function onEveryDatabaseAndPlatform(suite: (database: Database, platform: Platform) => void): void {
  onEveryDatabase((database) => {
    onEveryPlatform((platform) => {
      suite(database, platform);
    });
  });
}

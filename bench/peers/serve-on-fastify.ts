import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Contender } from '../crud/contender.js';

/** An application of Nest on Fastify, as all others are. */
export async function serveOnFastify(
  module: new () => object,
  prepare?: (app: INestApplication) => void,
): Promise<Contender> {
  const app = await NestFactory.create(module, new FastifyAdapter(), { logger: ['error'], abortOnError: false });
  prepare?.(app);
  return {
    async listen() {
      await app.listen(0, '127.0.0.1');
      return Number(new URL(await app.getUrl()).port);
    },
    close: () => app.close(),
  };
}

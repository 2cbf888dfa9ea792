import { Controller, Get, type Type } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ConfigurationError } from '../errors/configuration-error.js';

/**
 * A controller that answers `{ "status": "ok" }` at a path: the process lives. It asks no database.
 *
 * @throws {@link ConfigurationError} for a path without a leading slash.
 */
export function healthControllerAt(path: string): Type {
  if (!path.startsWith('/') || path.length < 2) {
    throw new ConfigurationError({
      subject: 'RestviewModule: "health"',
      problem: `is "${path}", which is not a path.`,
      remedy: 'Start it with a slash, such as "/health".',
    });
  }
  @ApiTags('Health')
  @Controller(path)
  class HealthController {
    @Get()
    @ApiOkResponse({
      description: 'The process lives.',
      schema: { type: 'object', required: ['status'], properties: { status: { type: 'string', enum: ['ok'] } } },
    })
    health(): { status: 'ok' } {
      return { status: 'ok' };
    }
  }
  return HealthController;
}

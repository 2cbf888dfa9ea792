import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ShopRequest } from './shop-request.js';
import { Unauthorized } from './unauthorized.js';

/** The session of a request, for controllers that are no views: `@CurrentSession() { staff }: OpenSession`. */
export const CurrentSession = createParamDecorator((_data: unknown, execution: ExecutionContext): OpenSession => {
  const { session } = execution.switchToHttp().getRequest<ShopRequest>();
  if (!session) throw new Unauthorized();
  return session;
});

export type OpenSession = NonNullable<ShopRequest['session']>;

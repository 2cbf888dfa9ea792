import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Public } from './public.decorator.js';
import { tokenOf } from './session-cookie.js';
import { Sessions } from './sessions.js';
import type { ShopRequest } from './shop-request.js';
import { Unauthorized } from './unauthorized.js';

/** Guards the whole application: who is not signed in reaches what is `@Public()`, and nothing else. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly sessions: Sessions,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride(Public, [execution.getHandler(), execution.getClass()])) return true;
    const request = execution.switchToHttp().getRequest<ShopRequest>();
    const token = tokenOf(request);
    const session = token === undefined ? undefined : await this.sessions.find(token);
    if (!session) throw new Unauthorized();
    request.session = session;
    return true;
  }
}

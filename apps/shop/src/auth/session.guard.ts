import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Forbidden } from 'nestjs-restview';
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
    const request = execution.switchToHttp().getRequest<ShopRequest>();
    if (isWriteOfAnotherPage(request)) throw new Forbidden('Another page may not have this sent.');
    if (this.reflector.getAllAndOverride(Public, [execution.getHandler(), execution.getClass()])) return true;
    const token = tokenOf(request);
    const session = token === undefined ? undefined : await this.sessions.find(token);
    if (!session) throw new Unauthorized();
    request.session = session;
    return true;
  }
}

/**
 * Whether a browser says that a page from elsewhere has made it send this. The cookie stays away from other sites, but
 * another port of a machine, or another name below a domain, is the same site.
 */
function isWriteOfAnotherPage({ method, headers }: ShopRequest): boolean {
  const from = headers['sec-fetch-site'];
  return method !== 'GET' && method !== 'HEAD' && (from === 'cross-site' || from === 'same-site');
}

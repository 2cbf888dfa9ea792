import { parseCookie, stringifySetCookie } from 'cookie';
import { SESSION_SECONDS } from '../shop-options.js';
import type { ShopRequest } from './shop-request.js';

const NAME = 'shop_session';

/** The token of a request: of its cookie, or of `Authorization: Bearer`. */
export function tokenOf({ headers }: ShopRequest): string | undefined {
  const { authorization, cookie } = headers;
  if (typeof authorization === 'string') return /^Bearer (\S+)$/i.exec(authorization)?.[1];
  return typeof cookie === 'string' ? parseCookie(cookie)[NAME] : undefined;
}

/**
 * The cookie that a token travels in: scripts cannot read it, and no other site can have it sent, so that a form on a
 * foreign page writes nothing here. Without a token, the browser forgets it.
 */
export function sessionCookie(token: string | undefined, { protocol }: ShopRequest): string {
  return stringifySetCookie({
    name: NAME,
    value: token ?? '',
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: protocol === 'https',
    maxAge: token === undefined ? 0 : SESSION_SECONDS,
  });
}

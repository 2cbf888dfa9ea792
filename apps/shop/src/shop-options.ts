import type { DataSourceOptions } from 'typeorm';
import type { LoginLimits } from './auth/login-limit.js';

/** Eight hours: a working day. */
export const SESSION_SECONDS = 8 * 60 * 60;

/** What is the time; tests have one of their own. */
export type Clock = () => Date;

/** How a shop is set up. */
export interface ShopOptions {
  /** The database, as `databaseAt` makes it of a URL or a file. */
  readonly database: DataSourceOptions;
  /** Signs the tokens of sessions. */
  readonly secret: string;
  readonly now?: Clock;
  readonly loginLimits?: LoginLimits;
  /** Behind one proxy that ends https: believe what it says of address and protocol. */
  readonly trustProxy?: boolean;
  /** Whether `/api/docs` is a page; the document at `/api/docs-json` is there in any case. Default: `true`. */
  readonly swaggerUi?: boolean;
  /** The folder of the built admin page. */
  readonly page?: string;
}

/** Token of the options in the injector. */
export const SHOP_OPTIONS = Symbol('shop:options');

/** Token of the {@link Clock} in the injector. */
export const CLOCK = Symbol('shop:clock');

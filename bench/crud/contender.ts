import type { Dialect } from './wire.js';

/** One way to write the same resource; it runs in a process of its own. */
export interface Contender {
  /** Serves on a free port. */
  listen(): Promise<number>;
  close(): Promise<void>;
}

/** Starts a contender on its database. */
export type StartContender = (url: string) => Promise<Contender>;

/** A contender that may be started. */
export interface Entry {
  readonly start: StartContender;
  readonly dialect: Dialect;
  /** A package of others: where it does not start or answers something else, the table has a dash. */
  readonly isPeer?: boolean;
}

/** Connections of every contender's pool. */
export const POOL_SIZE = 16;

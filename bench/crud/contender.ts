/** One way to write the same resource; it runs in a process of its own. */
export interface Contender {
  /** Serves on a free port. */
  listen(): Promise<number>;
  close(): Promise<void>;
}

/** Starts a contender on its database. */
export type StartContender = (url: string) => Promise<Contender>;

/** Connections of every contender's pool. */
export const POOL_SIZE = 16;

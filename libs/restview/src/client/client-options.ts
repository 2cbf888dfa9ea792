import type { CompositeKeys } from './resource-paths.js';

/**
 * How a client reaches its server.
 *
 * @public
 */
export type ClientOptions<Paths, Prefix extends string = ''> = Connection &
  PrefixOption<Prefix> &
  KeysOption<CompositeKeys<Paths, Prefix>>;

/**
 * Where a client sends its requests, and with what.
 *
 * @public
 */
export interface Connection {
  /** What stands before every path of the document: `https://api.example.com`, or blank for the page's own server. */
  readonly baseUrl: string;
  /** Sends a request in place of the global `fetch`: for cookies, retries, tests. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Headers of every request, or a function that is called for each one and gives them: for tokens. */
  readonly headers?: RequestHeaders | (() => RequestHeaders | Promise<RequestHeaders>) | undefined;
}

/**
 * Headers by their names.
 *
 * @public
 */
export type RequestHeaders = Readonly<Record<string, string>>;

/** The part of every path that names leave out; the client has it as a value, since types are gone when it runs. */
type PrefixOption<Prefix extends string> = '' extends Prefix
  ? { readonly prefix?: Prefix | undefined }
  : {
      /** What all paths of the document begin with, such as `/api/v1`; names of resources leave it out. */
      readonly prefix: Prefix;
    };

/** The order of the parts in a path, which an object of them does not have. */
type KeysOption<Keys> = [keyof Keys] extends [never]
  ? { readonly keys?: Readonly<Record<string, readonly string[]>> | undefined }
  : {
      /** The parts of every key of several columns, in the order of the path. */
      readonly keys: Keys;
    };

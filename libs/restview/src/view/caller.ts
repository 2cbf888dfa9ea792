/**
 * Who asks: the application says what is in it.
 *
 * Widen it by declaration merging, and fill it by the module option `caller`.
 *
 * @example
 * declare module 'nestjs-restview' {
 *   interface RestviewCaller {
 *     readonly userId: number;
 *     readonly admin: boolean;
 *   }
 * }
 *
 * @public
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- empty so that applications can merge into it
export interface RestviewCaller {}

/**
 * What every platform's request has.
 *
 * @public
 */
export interface RestviewRequest {
  /** The HTTP method in capitals. */
  readonly method: string;
  /** Path and query, as the client sent them. */
  readonly url: string;
  /** The same where a part of the application rewrote `url`. */
  readonly originalUrl?: string;
  /** The headers, their names in small letters. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parameters of the path, as text. */
  readonly params?: Readonly<Record<string, string | undefined>>;
  /** What the platform's parser made of the body. */
  readonly body?: unknown;
}

/** Path and query as the client sent them. */
export function urlOf(request: RestviewRequest): string {
  return request.originalUrl ?? request.url;
}

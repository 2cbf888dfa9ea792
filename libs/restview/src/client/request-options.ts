/**
 * What one request may say besides.
 *
 * @public
 */
export interface RequestOptions {
  /** Ends the request, or a walk through pages; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Further headers, over those of the client. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * A read that asks for what has changed only.
 *
 * @public
 */
export interface ReadOptions<Answer = object> extends RequestOptions {
  /** An answer that came with an `ETag`: it is given back as it is, the same object, if the server still has that (304). */
  readonly ifNoneMatch?: Answer | undefined;
}

/**
 * A write that holds only for what the caller has seen.
 *
 * @public
 */
export interface WriteOptions extends RequestOptions {
  /** An answer that came with an `ETag`, or the text of one: sent as `If-Match`, so that a row changed since is 412. */
  readonly ifMatch?: object | string | undefined;
}

import type { Connection } from './client-options.js';
import { isJson } from './is-json.js';
import { ProblemError } from './problem-error.js';
import type { RequestOptions } from './request-options.js';

/** A request as a resource makes it. */
export interface ClientRequest {
  readonly method: string;
  /** Path and query, from the slash in front. */
  readonly path: string;
  /** Sent as JSON; `undefined` for none. */
  readonly body?: unknown;
  /** Whether an answer that is no JSON is given as text. */
  readonly takesText?: boolean;
  /** Headers that say on which condition the request holds. */
  readonly conditions?: Readonly<Record<string, string>>;
  readonly options: RequestOptions;
}

/** An answer that was read. */
export interface ClientAnswer {
  readonly response: Response;
  /** The JSON of the body, a text, or `undefined` when there is none. */
  readonly body: unknown;
}

/** Sends one request and reads its answer. */
export type Send = (request: ClientRequest) => Promise<ClientAnswer>;

/**
 * Sends requests over a connection; once each, nothing is tried again.
 *
 * Answers of a success and 304 are given. Others are thrown as {@link ProblemError}; what `fetch` throws goes through.
 */
export function sendOver({ baseUrl, fetch, headers }: Connection): Send {
  const base = baseUrl.replace(/\/+$/, '');
  return async ({ method, path, body, takesText = false, conditions, options }) => {
    const { signal } = options;
    const sent = new Headers({ accept: 'application/json, application/problem+json, */*;q=0.1' });
    if (body !== undefined) sent.set('content-type', 'application/json');
    const general = typeof headers === 'function' ? await headers() : headers;
    for (const [name, value] of Object.entries({ ...general, ...options.headers, ...conditions })) {
      sent.set(name, value);
    }
    const init: RequestInit = { method, headers: sent };
    // Redirected, a POST becomes a GET, and its answer would be taken for that of the write.
    if (method !== 'GET') init.redirect = 'manual';
    if (body !== undefined) init.body = JSON.stringify(body);
    if (signal) init.signal = signal;
    const response = await (fetch ? fetch(base + path, init) : globalThis.fetch(base + path, init));
    const text = await response.text();
    if (response.status === 304 && conditions?.['if-none-match'] !== undefined) return { response, body: undefined };
    const read = response.ok ? readBody(response, text, takesText) : undefined;
    if (!read) throw new ProblemError(`${method} ${path}`, response, text);
    return { response, body: read.body };
  };
}

/** `undefined` for an answer that is not what it should be, such as a page of HTML with status 200. */
function readBody(response: Response, text: string, takesText: boolean): { readonly body: unknown } | undefined {
  if (text === '') return { body: undefined };
  if (!isJson(response)) return takesText ? { body: text } : undefined;
  try {
    return { body: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

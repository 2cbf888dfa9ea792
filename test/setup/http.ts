import type { AddressInfo, Server } from 'node:net';
import type { INestApplication } from '@nestjs/common';

/** An answer, its body read. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body as text. */
  readonly body: string;
  /** The body parsed as JSON; `undefined` when it is empty or is no JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks into bodies of any shape
  readonly json: any;
}

export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is; set the content type by `headers`. */
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData;
}

/** The address of a listening application, without a slash at the end. */
export function urlOf(app: INestApplication): string {
  const server = app.getHttpServer() as Server;
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** Sends one request to a listening application: `await request(app, 'POST', '/users', { json: { name: 'Ada' } })`. */
export async function request(
  app: INestApplication,
  method: string,
  path: string,
  options: HttpRequest = {},
): Promise<HttpAnswer> {
  const headers = new Headers(options.headers);
  let body = options.body;
  if (options.json !== undefined) {
    body = JSON.stringify(options.json);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
  }
  const response = await fetch(urlOf(app) + path, { method, headers, body: body ?? null, redirect: 'manual' });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

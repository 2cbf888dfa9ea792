import { request as send } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { type HttpAnswer, urlOf } from './http.js';

/** A request as it stands: no header is added, and the path is not touched. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Sends what `fetch` would mend: bodies without a type, paths that are no paths, lengths that are not true. */
export function rawRequest(
  app: INestApplication,
  { method, path, headers = {}, body }: RawRequest,
): Promise<HttpAnswer> {
  const { hostname, port } = new URL(urlOf(app));
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = send({ hostname, port, method, path, headers: { ...length, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const shown = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
        resolve({ status: answer.statusCode ?? 0, headers: new Headers(shown), body: text, json: jsonOf(text) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { Client } from './client.js';
import type { ClientOptions, Connection } from './client-options.js';
import { sendOver } from './connection-requests.js';
import { filledPath } from './path-text.js';
import { ResourceRequests } from './resource-requests.js';

/** The options as they are when the types are gone. */
interface LooseOptions extends Connection {
  readonly prefix?: string | undefined;
  readonly keys?: Readonly<Record<string, readonly string[]>> | undefined;
}

/**
 * A client for the resources of a document.
 *
 * @typeParam Paths - the `paths` that `openapi-typescript` makes of the document.
 * @typeParam Prefix - what all paths begin with and names leave out; the same text as the option `prefix`.
 *
 * @example
 * const client = createClient<paths>({ baseUrl: 'http://localhost:3000' });
 * const { items } = await client.users.list({ filter: { age: { gte: 18 } }, sort: ['-createdAt'] });
 *
 * @public
 */
export function createClient<Paths, Prefix extends string = ''>(
  options: ClientOptions<Paths, Prefix>,
): Client<Paths, Prefix>;
export function createClient(options: LooseOptions): object {
  const { prefix = '', keys = {} } = options;
  const send = sendOver(options);
  const known = new Map<string, ResourceRequests>();

  const at = (name: string, parameters: Readonly<Record<string, unknown>> = {}): ResourceRequests =>
    new ResourceRequests(send, name, `${prefix}/${filledPath(name, parameters)}`, ownKeys(keys, name));

  const named = (name: string): ResourceRequests => {
    const resource = known.get(name) ?? at(name);
    known.set(name, resource);
    return resource;
  };

  return new Proxy(
    {},
    {
      get: (_target, name) => {
        // A promise takes what has a `then` for another promise, and `JSON.stringify` asks for `toJSON`.
        if (typeof name === 'symbol' || name === 'then' || name === 'toJSON') return undefined;
        return name === 'at' ? at : named(name);
      },
    },
  );
}

function ownKeys(keys: Readonly<Record<string, readonly string[]>>, name: string): readonly string[] | undefined {
  return Object.hasOwn(keys, name) ? keys[name] : undefined;
}

import type { ClientAnswer, ClientRequest, Send } from './connection-requests.js';
import { keepEtag, requiredEtag } from './etags.js';
import { keyPath } from './path-text.js';
import { listQueryText, type LooseQuery, plainQueryText } from './query-text.js';
import type { ReadOptions, RequestOptions, WriteOptions } from './request-options.js';
import { UsageError } from './usage-error.js';
import { type KnownList, walkPages, walkRows } from './walk-pages.js';

type LooseOptions = WriteOptions & { readonly query?: LooseQuery | undefined };

/**
 * The requests of one resource.
 *
 * Whether the document has them is for the types to say: they are gone when this runs, and then the server answers.
 */
export class ResourceRequests {
  readonly #send: Send;
  readonly #name: string;
  readonly #path: string;
  readonly #keyNames: readonly string[] | undefined;
  readonly #list: KnownList = {};

  constructor(send: Send, name: string, path: string, keyNames: readonly string[] | undefined) {
    this.#send = send;
    this.#name = name;
    this.#path = path;
    this.#keyNames = keyNames;
  }

  async list(query: LooseQuery = {}, options: ReadOptions = {}): Promise<unknown> {
    return this.#read(this.#path + listQueryText(query), options);
  }

  pages(query: LooseQuery = {}, options: RequestOptions = {}): AsyncIterable<unknown> {
    return walkPages((page) => this.#listAnswer(page, options), query, this.#list);
  }

  all(query: LooseQuery = {}, options: RequestOptions = {}): AsyncIterable<unknown> {
    return walkRows(this.pages(query, options));
  }

  async get(key: unknown, query: LooseQuery = {}, options: ReadOptions = {}): Promise<unknown> {
    return this.#read(this.#pathOf(key) + plainQueryText(query), options);
  }

  async create(body: unknown, options: LooseOptions = {}): Promise<unknown> {
    return this.#write('POST', this.#path, body, options);
  }

  async update(key: unknown, changes: unknown, options: LooseOptions = {}): Promise<unknown> {
    return this.#write('PATCH', this.#pathOf(key), changes, options);
  }

  async delete(key: unknown, options: LooseOptions = {}): Promise<unknown> {
    return this.#write('DELETE', this.#pathOf(key), undefined, options);
  }

  async action(key: unknown, name: string, body?: unknown, options: LooseOptions = {}): Promise<unknown> {
    return this.#act(this.#pathOf(key), name, body, options);
  }

  async collectionAction(name: string, body?: unknown, options: LooseOptions = {}): Promise<unknown> {
    return this.#act(this.#path, name, body, options);
  }

  #pathOf(key: unknown): string {
    return `${this.#path}/${keyPath(key, this.#keyNames, this.#name)}`;
  }

  async #read(path: string, options: ReadOptions): Promise<unknown> {
    const { ifNoneMatch: known } = options;
    const conditions: Readonly<Record<string, string>> =
      known === undefined ? {} : { 'if-none-match': requiredEtag(known, 'ifNoneMatch') };
    const answer = await this.#send({ method: 'GET', path, conditions, options });
    return answer.response.status === 304 ? known : kept(answer);
  }

  async #listAnswer(query: LooseQuery, options: RequestOptions): Promise<ClientAnswer> {
    const answer = await this.#send({ method: 'GET', path: this.#path + listQueryText(query), options });
    kept(answer);
    return answer;
  }

  async #act(base: string, name: string, body: unknown, options: LooseOptions): Promise<unknown> {
    const [, method = 'POST', path = ''] = /^(?:([A-Z]+) )?(.+)$/.exec(name) ?? [];
    if (path === '') throw new UsageError(`An action of "${this.#name}" must have a name.`);
    // Whoever resolves the URL would make another path of it.
    if (/[?#\\]|(^|\/)\.{0,2}(\/|$)/.test(path)) throw new UsageError(`"${path}" is no name of an action.`);
    return this.#write(method, `${base}/${path}`, body, options, true);
  }

  async #write(
    method: string,
    path: string,
    body: unknown,
    options: LooseOptions,
    takesText = false,
  ): Promise<unknown> {
    const { ifMatch, query = {} } = options;
    const conditions: Readonly<Record<string, string>> =
      ifMatch === undefined ? {} : { 'if-match': requiredEtag(ifMatch, 'ifMatch') };
    const request: ClientRequest = { method, path: path + plainQueryText(query), body, takesText, conditions, options };
    return kept(await this.#send(request));
  }
}

/** What an answer gives to the caller; its `ETag` stays beside it. */
function kept({ body, response }: ClientAnswer): unknown {
  keepEtag(body, response);
  return body;
}

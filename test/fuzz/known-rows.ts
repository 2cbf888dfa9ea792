import type { HttpAnswer } from '../setup/http.js';
import type { OpenApi } from './open-api.js';
import type { FuzzRequest } from './requests.js';

type Row = Readonly<Record<string, unknown>>;

/** Most rows of a resource that are kept in mind. */
const MOST = 50;

/** What answers have told of the rows that are there: nobody asks the database. */
export class KnownRows {
  private readonly rows = new Map<string, Row[]>();
  /** The parameters of an item's path, by collection. */
  private readonly parameters = new Map<string, readonly string[]>();

  constructor(api: OpenApi) {
    for (const { path } of api.operations) {
      const [, collection = '', item = ''] = /^\/([^{]+?)\/((?:\{\w+\}\/?)+)$/.exec(path) ?? [];
      if (item !== '')
        this.parameters.set(
          collection,
          [...item.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
        );
    }
  }

  /** The keys of a resource's rows that one value tells. */
  keys(resource: string): readonly unknown[] {
    const [only, ...more] = this.parameters.get(resource) ?? [];
    return only === undefined || more.length > 0 ? [] : (this.rows.get(resource) ?? []).map((row) => row[only]);
  }

  /** The values of a path's parameters. */
  at(path: string): readonly Row[] {
    const [, collection = ''] = /^\/([^{]+?)\/\{/.exec(path) ?? [];
    return this.rows.get(collection) ?? [];
  }

  /** Takes what an answer tells: the rows of a list, the place of a row that was made, a row that is gone. */
  learn({ operation, path }: FuzzRequest, { status, json, headers }: HttpAnswer): void {
    const collection = operation.path.replace(/^\//, '');
    const location = headers.get('location');
    if (location !== null) this.learnPlace(collection, location);
    if (status === 200 && operation.method === 'GET' && this.parameters.has(collection)) {
      const items: unknown = Array.isArray(json) ? json : json?.items;
      if (Array.isArray(items)) for (const item of items) this.learnRow(collection, item);
    }
    if (status === 204 && operation.method === 'DELETE') this.forget(path.replace(/\?.*/, ''));
  }

  private learnPlace(collection: string, location: string): void {
    const segments = location.replace(/\?.*/, '').split('/').map(decodeURIComponent);
    const names = this.parameters.get(collection) ?? [];
    const values = segments.slice(-names.length);
    this.keep(collection, Object.fromEntries(names.map((name, index) => [name, typed(values[index])])));
  }

  private learnRow(collection: string, item: unknown): void {
    const names = this.parameters.get(collection) ?? [];
    if (typeof item !== 'object' || item === null || !names.every((name) => name in item)) return;
    this.keep(collection, Object.fromEntries(names.map((name) => [name, Reflect.get(item, name) as unknown])));
  }

  private keep(collection: string, row: Row): void {
    const known = this.rows.get(collection) ?? [];
    this.rows.set(collection, known);
    if (known.some((one) => JSON.stringify(one) === JSON.stringify(row))) return;
    known.push(row);
    if (known.length > MOST) known.shift();
  }

  private forget(path: string): void {
    for (const [collection, known] of this.rows) {
      const names = this.parameters.get(collection) ?? [];
      const left = known.filter(
        (row) => path !== `/${collection}/${names.map((name) => encodeURIComponent(String(row[name]))).join('/')}`,
      );
      this.rows.set(collection, left);
    }
  }
}

/** A segment of a path is a text; keys that are numbers are numbers in bodies. */
function typed(segment = ''): unknown {
  return /^-?\d{1,15}$/.test(segment) ? Number(segment) : segment;
}

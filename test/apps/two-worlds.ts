import type { DataSource } from 'typeorm';
import type { TestApp } from '../fixtures/test-app.js';
import type { Database } from '../setup/databases.js';
import type { HttpAnswer, HttpRequest } from '../setup/http.js';
import { express } from '../setup/platforms.js';
import { seedTracker } from './tracker/seed.js';
import { seedStrangers, STRANGE } from './tracker/strangers.js';
import { startTracker } from './tracker/tracker.js';

export type Caller = 'member' | 'admin' | 'stranger';

const CALLERS: Readonly<Record<Caller, Readonly<Record<string, string>>>> = {
  member: { 'x-tenant': '1', 'x-user': '2' },
  admin: { 'x-tenant': '1', 'x-user': '1', 'x-admin': 'yes' },
  stranger: { 'x-tenant': '-770001', 'x-user': '-770001', 'x-admin': 'yes' },
};

/** As many connections as the test databases have. */
const AT_ONCE = 4;

/** One tracker with a second tenant in its database and one without: to tenant 1 they have to look the same. */
export class TwoWorlds {
  private constructor(
    readonly shared: TestApp,
    readonly alone: TestApp,
  ) {}

  static async start(database: Database): Promise<TwoWorlds> {
    const shared = await startTracker(database, express);
    try {
      return new TwoWorlds(shared, await startTracker(database, express));
    } catch (error) {
      await shared.close();
      throw error;
    }
  }

  async reset(): Promise<void> {
    for (const { dataSource } of [this.shared, this.alone]) {
      await dataSource.synchronize(true);
      await seedTracker(dataSource);
    }
    await seedStrangers(this.shared.dataSource);
  }

  async close(): Promise<void> {
    await this.shared.close();
    await this.alone.close();
  }

  /** Asks the tracker that the other tenant is in. */
  ask(caller: Caller, method: string, path: string, options: HttpRequest = {}): Promise<HttpAnswer> {
    return askAs(this.shared, caller, method, path, options);
  }

  /** The differences of many requests that only read; one that is refused says nothing, so it counts as one too. */
  async allDifferences(requests: readonly { readonly caller: Caller; readonly path: string }[]): Promise<string[]> {
    const found: string[] = [];
    for (let at = 0; at < requests.length; at += AT_ONCE) {
      const some = requests.slice(at, at + AT_ONCE).map(async ({ caller, path }) => {
        const { status, found: differs } = await this.compare(caller, 'GET', path);
        found.push(...differs, ...(status === 200 ? [] : [`${path} is ${String(status)}`]));
      });
      await Promise.all(some);
    }
    return found;
  }

  /** What one request finds different in the two trackers, or finds of the other tenant; nothing, where all is well. */
  async differences(caller: Caller, method: string, path: string, options: HttpRequest = {}): Promise<string[]> {
    return (await this.compare(caller, method, path, options)).found;
  }

  private async compare(caller: Caller, method: string, path: string, options: HttpRequest = {}) {
    const [shared, alone] = await Promise.all([
      askAs(this.shared, caller, method, path, options),
      askAs(this.alone, caller, method, path, options),
    ]);
    const request = `${caller}: ${method} ${path}`;
    const [seen, expected] = [told(shared), told(alone)];
    const differs = seen === expected ? [] : [`${request}\n  tells    ${seen}\n  but alone ${expected}`];
    const strange = strangersIn(shared, path, JSON.stringify(options.json ?? '')).map(
      (found) => `${request} shows ${found}`,
    );
    return { status: shared.status, found: [...differs, ...strange] };
  }
}

function askAs(app: TestApp, caller: Caller, method: string, path: string, options: HttpRequest): Promise<HttpAnswer> {
  return app.request(method, path, { ...options, headers: { ...CALLERS[caller], ...options.headers } });
}

/** Dates of writes of the test itself; those of the rows that were there are of an earlier year or month. */
const WRITTEN_NOW = /"(createdAt|updatedAt)":"(?!2026-03-04|1977)[^"]*"/g;

/** What an answer tells a client, without what differs from request to request. */
export function told({ status, headers, body, json }: HttpAnswer): string {
  const own = ['content-type', 'link', 'location', 'allow'].map((name) => headers.get(name));
  const { instance: _, ...rest } = typeof json === 'object' && json !== null ? json : { body };
  return JSON.stringify([status, own, Array.isArray(json) ? json : rest]).replace(WRITTEN_NOW, '"$1":"now"');
}

/** What an answer shows of the other tenant's rows, but for what the request itself has said. */
export function strangersIn({ headers, body }: HttpAnswer, ...said: readonly string[]): string[] {
  const text = [...headers].flatMap(([name, value]) => (name === 'date' ? [] : [`${name}: ${value}`])).concat(body);
  const spoken = said.flatMap((part) => [...decoded(part).matchAll(new RegExp(STRANGE, 'gi'))].map(([found]) => found));
  return text
    .flatMap((part) => [part, ...cursorsIn(part)])
    .flatMap((part) => [...decoded(part).matchAll(new RegExp(STRANGE, 'gi'))].map(([found]) => found))
    .filter((found) => !spoken.includes(found));
}

/** A cursor keeps values of a row in base64. */
function cursorsIn(text: string): string[] {
  return [...text.matchAll(/[\w-]{8,}(?=\.[\w-]{16,})/g)].map(([found]) => Buffer.from(found, 'base64url').toString());
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Every row of every table, one a line, to see what was written. */
export async function everyRow(dataSource: DataSource): Promise<string> {
  const tables = new Set(dataSource.entityMetadatas.map(({ tableName }) => tableName));
  const lines: string[] = [];
  for (const table of tables) {
    const found: unknown = await dataSource.query(`SELECT * FROM ${dataSource.driver.escape(table)}`);
    if (Array.isArray(found)) lines.push(...found.map((row) => `${table} ${JSON.stringify(row)}`));
  }
  return lines.sort().join('\n');
}

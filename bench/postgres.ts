import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A PostgreSQL to measure on. */
export interface Postgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** `TEST_POSTGRES_URL`, or a server of our own, as the tests start it, which is thrown away. */
export async function startPostgres(): Promise<Postgres> {
  const { TEST_POSTGRES_URL } = process.env;
  if (TEST_POSTGRES_URL !== undefined) return { url: TEST_POSTGRES_URL, stop: () => Promise.resolve() };
  // From bench/dist, where this file is compiled to.
  const script = new URL('../../test/setup/postgres-server.js', import.meta.url);
  const server = spawn(process.execPath, [script.pathname], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(server.stdout);
  const firstLine = once(lines, 'line').then(([line]) => String(line));
  const line = await Promise.race([firstLine, once(server, 'exit').then(() => undefined)]);
  if (line === undefined) throw new Error('PostgreSQL did not start; the reason stands above.');
  const { url } = JSON.parse(line) as { readonly url: string };
  return {
    url,
    async stop() {
      const gone = once(server, 'exit');
      server.stdin.end();
      await gone;
    },
  };
}

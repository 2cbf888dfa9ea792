/** Runs once after all test files, whatever came of them: lets the PostgreSQL of `global-setup.js` stop and clean up. */
import { once } from 'node:events';

export default async function globalTeardown() {
  const server = globalThis.testPostgresServer;
  if (!server || server.exitCode !== null) return;
  const exited = once(server, 'exit');
  server.stdin.end();
  await exited;
}

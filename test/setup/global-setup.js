/**
 * Runs once before all test files: starts PostgreSQL, looks for MySQL, and leaves word for `databases.ts` in the
 * environment, which the test workers inherit.
 *
 * - `TEST_DATABASES`: a comma list of `sqlite`, `postgres`, `mysql`; all of them unless set.
 * - `TEST_POSTGRES_URL`: a server whose user may create databases; unless set, one is started and thrown away.
 * - `TEST_MYSQL_URL`: the same for MySQL or MariaDB; unless set, `root` without a password on 127.0.0.1:3306 is tried.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mysql from 'mysql2/promise';

export default async function globalSetup() {
  process.env.TZ ??= 'UTC';
  const wanted = (process.env.TEST_DATABASES ?? 'sqlite,postgres,mysql').split(',');
  process.env.TEST_DATABASES = wanted.join(',');
  await Promise.all([wanted.includes('postgres') && preparePostgres(), wanted.includes('mysql') && prepareMysql()]);
}

async function preparePostgres() {
  if (process.env.TEST_POSTGRES_URL) return;
  const script = fileURLToPath(new URL('postgres-server.js', import.meta.url));
  // Detached: Ctrl-C in the terminal shall not reach the server before the tests have ended.
  const server = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  globalThis.testPostgresServer = server;
  const firstLine = once(createInterface(server.stdout), 'line');
  const [answer] = await Promise.race([firstLine, once(server, 'exit').then(() => [undefined])]);
  if (answer === undefined) throw new Error('PostgreSQL did not start; the reason stands above.');
  process.env.TEST_POSTGRES_URL = JSON.parse(answer).url;
}

async function prepareMysql() {
  const given = process.env.TEST_MYSQL_URL;
  const url = given ?? 'mysql://root@127.0.0.1:3306';
  try {
    const connection = await mysql.createConnection({ uri: url, connectTimeout: 2000 });
    const [[{ version }]] = await connection.query('SELECT VERSION() AS version');
    await connection.end();
    process.env.TEST_MYSQL_URL = url;
    process.env.TEST_MYSQL_KIND = version.includes('MariaDB') ? 'mariadb' : 'mysql';
  } catch (error) {
    // A server that was named must answer; a server that was only hoped for may be absent.
    if (given) throw new Error('TEST_MYSQL_URL names a server that does not answer.', { cause: error });
    process.env.TEST_MYSQL_SKIP = `no MySQL or MariaDB at 127.0.0.1:3306 for root without password (${error.code}); set TEST_MYSQL_URL`;
    process.stderr.write(`MySQL tests are skipped: ${process.env.TEST_MYSQL_SKIP}.\n`);
  }
}

import pg from 'pg';
import { seed } from './tables.js';

const SEED = 'restview_bench_seed';

/** A database of its own for everyone, all with the same rows: what one writes, no other one reads. */
export async function makeDatabases(server: string, count: number): Promise<readonly string[]> {
  await drop(server, [SEED]);
  await run(server, `CREATE DATABASE ${SEED}`);
  await seed(urlOf(server, SEED));
  const names = Array.from({ length: count }, (_, index) => `restview_bench_${index}`);
  await drop(server, names);
  for (const name of names) await run(server, `CREATE DATABASE ${name} TEMPLATE ${SEED}`);
  return names.map((name) => urlOf(server, name));
}

/** Drops what {@link makeDatabases} has made. */
export async function dropDatabases(server: string, urls: readonly string[]): Promise<void> {
  await drop(server, [SEED, ...urls.map((url) => new URL(url).pathname.slice(1))]);
}

/** The version that a server tells. */
export async function postgresVersion(server: string): Promise<string> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    const { rows } = await client.query<{ readonly server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? '';
  } finally {
    await client.end();
  }
}

async function drop(server: string, names: readonly string[]): Promise<void> {
  for (const name of names) await run(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

async function run(server: string, sql: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

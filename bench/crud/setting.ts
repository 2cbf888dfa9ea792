import { readFile } from 'node:fs/promises';
import { PEER_PACKAGES, PEERS_FOLDER } from './peers.js';
import type { Rounds } from './run-scenario.js';

/** Where and with what a run was made. */
export interface Setting {
  /** The day, as `2026-11-20`. */
  readonly date: string;
  readonly node: string;
  readonly postgres: string;
  /** The versions of packages. */
  readonly packages: Readonly<Record<string, string>>;
  readonly rounds: Rounds;
}

const PACKAGES = ['@nestjs/core', 'typeorm', 'fastify', 'express', 'pg'];

/** The setting of this run. */
export async function settingOf(postgres: string, rounds: Rounds, withPeers: boolean): Promise<Setting> {
  // From bench/dist/crud.
  const repository = new URL('../../../', import.meta.url);
  const packages: Record<string, string> = {};
  const add = async (name: string, folder: URL): Promise<void> => {
    const version = await versionOf(name, folder);
    if (version !== undefined) packages[name] = version;
  };
  for (const name of PACKAGES) await add(name, repository);
  for (const name of withPeers ? PEER_PACKAGES : []) await add(name, PEERS_FOLDER);
  return { date: new Date().toISOString().slice(0, 10), node: process.version, postgres, packages, rounds };
}

async function versionOf(name: string, folder: URL): Promise<string | undefined> {
  try {
    const text = await readFile(new URL(`node_modules/${name}/package.json`, folder), 'utf8');
    return (JSON.parse(text) as { readonly version: string }).version;
  } catch {
    // It is not installed.
    return undefined;
  }
}

import { byHandDialect, startByHand } from './by-hand.js';
import type { Entry } from './contender.js';
import { floorDialect, startFloor } from './floor.js';
import { arePeersInstalled, PEERS } from './peers.js';
import { restviewDialect, startRestview } from './restview.js';
import { readWithout, type Without } from './switches.js';

/** The one that all others are compared with. */
export const FLOOR = 'floor';
const RESTVIEW = 'restview fastify';

const OURS: Readonly<Record<string, Entry>> = {
  [FLOOR]: { start: startFloor, dialect: floorDialect },
  [RESTVIEW]: { start: (url) => startRestview(url, 'fastify'), dialect: restviewDialect },
  'restview express': { start: (url) => startRestview(url, 'express'), dialect: restviewDialect },
  'by hand fastify': { start: (url) => startByHand(url, 'fastify'), dialect: byHandDialect },
  'by hand express': { start: (url) => startByHand(url, 'express'), dialect: byHandDialect },
};

/** Contenders that are there while somebody compares a way of the library with its absence. */
const VARIANTS: Readonly<Record<string, Entry>> = Object.fromEntries(
  (process.env.BENCH_WITHOUT ? readWithout(process.env.BENCH_WITHOUT) : []).map((without: Without) => [
    `without ${without.join('+')}`,
    { start: (url: string) => startRestview(url, 'fastify', without), dialect: restviewDialect },
  ]),
);

const CONTENDERS: Readonly<Record<string, Entry>> = { ...OURS, ...VARIANTS, ...PEERS };

/** The contender of a name; an error tells the names there are. */
export function contenderOf(name: string): Entry {
  const entry = CONTENDERS[name];
  if (!entry) throw new Error(`There is no contender "${name}"; there are ${Object.keys(CONTENDERS).join(', ')}.`);
  return entry;
}

/** Those who are measured where nobody is named: all that are installed; beside variants only what they are read by. */
export function usualContenders(): readonly string[] {
  const variants = Object.keys(VARIANTS);
  if (variants.length > 0) return [FLOOR, RESTVIEW, ...variants];
  return [...Object.keys(OURS), ...(arePeersInstalled ? Object.keys(PEERS) : [])];
}

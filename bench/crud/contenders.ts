import { byHandDialect, startByHand } from './by-hand.js';
import type { StartContender } from './contender.js';
import { floorDialect, startFloor } from './floor.js';
import { restviewDialect, startRestview } from './restview.js';
import type { Dialect } from './wire.js';

interface Entry {
  readonly start: StartContender;
  readonly dialect: Dialect;
}

/** All that are measured; the floor is 1. */
export const CONTENDERS = {
  floor: { start: startFloor, dialect: floorDialect },
  'restview fastify': { start: (url) => startRestview(url, 'fastify'), dialect: restviewDialect },
  'restview express': { start: (url) => startRestview(url, 'express'), dialect: restviewDialect },
  'by hand fastify': { start: (url) => startByHand(url, 'fastify'), dialect: byHandDialect },
  'by hand express': { start: (url) => startByHand(url, 'express'), dialect: byHandDialect },
} as const satisfies Record<string, Entry>;

export type ContenderName = keyof typeof CONTENDERS;

export const CONTENDER_NAMES = Object.keys(CONTENDERS) as ContenderName[];

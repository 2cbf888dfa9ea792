import { fork } from 'node:child_process';
import { once } from 'node:events';
import { median } from '../crud/statistics.js';

/** What one start has cost. */
export interface Start {
  /** Milliseconds from the first decorator to an application that is ready. */
  readonly time: number;
  /** Bytes of the heap, after collection. */
  readonly heap: number;
}

/** What an application consists of: entities and nothing else, or entities with a resource for each. */
export const KINDS = ['entities', 'by hand', 'restview'] as const;
export type Kind = (typeof KINDS)[number];

export const COUNTS = [0, 10, 100, 500];

/** What starts have cost, by kind and count of resources. */
export type Starts = Readonly<Record<Kind, Readonly<Record<number, Start>>>>;

/** Starts every application as often as told, one after the other in turns; each figure is a median. */
export async function measureStarts(runs: number, tell: (text: string) => void): Promise<Starts> {
  const all = KINDS.flatMap((kind) => COUNTS.map((count) => ({ kind, count, starts: [] as Start[] })));
  for (let run = 1; run <= runs; run += 1) {
    for (const { kind, count, starts } of all) starts.push(await start(kind, count));
    tell(`  starts: ${run} of ${runs}`);
  }
  const ofKind = (kind: Kind): Record<number, Start> =>
    Object.fromEntries(
      all
        .filter((one) => one.kind === kind)
        .map(({ count, starts }) => [
          count,
          { time: median(starts.map(({ time }) => time)), heap: median(starts.map(({ heap }) => heap)) },
        ]),
    );
  return { entities: ofKind('entities'), 'by hand': ofKind('by hand'), restview: ofKind('restview') };
}

async function start(kind: Kind, count: number): Promise<Start> {
  const child = fork(new URL('./app.js', import.meta.url), [kind, String(count)], { execArgv: ['--expose-gc'] });
  const gone = once(child, 'exit');
  const message = await Promise.race([once(child, 'message'), gone.then(() => undefined)]);
  if (!message) throw new Error(`${kind} with ${count} resources has stopped before it was ready.`);
  await gone;
  return (message as [Start])[0];
}

/** What views cost before the first request: time to start, and memory a view. */
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** What one start has cost. */
interface Start {
  /** Milliseconds from the first decorator to an application that is ready. */
  readonly time: number;
  /** Bytes of the heap, after collection. */
  readonly heap: number;
}

const COUNTS = [0, 10, 100, 500];
const RUNS = 3;

async function start(views: number): Promise<Start> {
  const child = fork(new URL('./startup-app.js', import.meta.url), [String(views)], { execArgv: ['--expose-gc'] });
  const [message] = (await once(child, 'message')) as [Start];
  return message;
}

const middle = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[RUNS >> 1] ?? NaN;

let empty = 0;
for (const views of COUNTS) {
  const starts: Start[] = [];
  for (let run = 0; run < RUNS; run += 1) starts.push(await start(views));
  const heap = middle(starts.map((one) => one.heap));
  if (views === 0) empty = heap;
  const each = views === 0 ? '' : `, ${((heap - empty) / views / 1024).toFixed(0)} KB a view`;
  console.log(`${String(views).padStart(3)} views: ${middle(starts.map((one) => one.time)).toFixed(0)} ms${each}`);
}

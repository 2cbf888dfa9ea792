import { type Profiler, Session } from 'node:inspector/promises';

/** Where the CPU of a process went. */
export interface CpuShares {
  /** The share of every package, `node`, `(garbage collector)` and the like; together 1. */
  readonly packages: Readonly<Record<string, number>>;
  /** The functions that cost most by themselves. */
  readonly functions: readonly { readonly name: string; readonly share: number }[];
}

const MOST_FUNCTIONS = 60;
/** What the profiler calls the time in which nothing ran. */
const IDLE = '(idle)';

/** Watches this process; what it returns ends the watch. */
export async function startProfile(): Promise<() => Promise<CpuShares>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  return async () => {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return sharesOf(profile);
  };
}

function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): CpuShares {
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const packages = new Map<string, number>();
  const functions = new Map<string, number>();
  let total = 0;
  samples.forEach((id, index) => {
    const frame = nodeOf.get(id)?.callFrame;
    const time = timeDeltas[index] ?? 0;
    if (!frame || frame.functionName === IDLE) return;
    total += time;
    const owner = packageOf(frame);
    add(packages, owner, time);
    add(functions, `${owner}: ${frame.functionName || '(anonymous)'} ${placeOf(frame)}`, time);
  });
  const shares = (times: Map<string, number>): [string, number][] =>
    [...times].map(([name, time]): [string, number] => [name, time / total]).sort(([, one], [, other]) => other - one);
  return {
    packages: Object.fromEntries(shares(packages)),
    functions: shares(functions)
      .slice(0, MOST_FUNCTIONS)
      .map(([name, share]) => ({ name, share })),
  };
}

function packageOf({ url, functionName }: Profiler.Profile['nodes'][number]['callFrame']): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'V8';
  if (url.startsWith('node:')) return 'node';
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (name !== undefined) return name;
  return url.includes('/libs/restview/') ? 'nestjs-restview' : 'application';
}

function placeOf({ url, lineNumber }: Profiler.Profile['nodes'][number]['callFrame']): string {
  return `${/[^/]*\/[^/]*$/.exec(url)?.[0] ?? url}:${String(lineNumber + 1)}`;
}

function add(times: Map<string, number>, name: string, time: number): void {
  times.set(name, (times.get(name) ?? 0) + time);
}

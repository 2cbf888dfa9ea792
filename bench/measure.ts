/** What one request costs, in milliseconds. */
export interface Cost {
  /** From the request to the answer, the database's work included. */
  readonly wall: number;
  /** Of this process: application and driver, without the database. */
  readonly cpu: number;
}

/** A request that is measured; it resolves when the answer is there. */
export type Request = () => Promise<unknown>;

export interface Rounds {
  /** Rounds that count. In each, every request has its turn, so that a slow moment of the machine hits them all. */
  readonly rounds: number;
  /** Requests in a turn, one after the other. */
  readonly turn: number;
  /** Rounds before, which do not count. */
  readonly warmUp: number;
}

/** The medians of what requests cost, over rounds in which they take turns. */
export async function measure<Name extends string>(
  requests: Readonly<Record<Name, Request>>,
  { rounds, turn, warmUp }: Rounds,
): Promise<Record<Name, Cost>> {
  const names = Object.keys(requests) as Name[];
  const costs = new Map<Name, Cost[]>(names.map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    // Another one begins each time.
    const start = (round + warmUp) % names.length;
    for (const name of [...names.slice(start), ...names.slice(0, start)]) {
      const cost = await costOf(requests[name], turn);
      if (round >= 0) costs.get(name)?.push(cost);
    }
  }
  return Object.fromEntries(
    [...costs].map(([name, all]) => [
      name,
      { wall: median(all.map(({ wall }) => wall)), cpu: median(all.map(({ cpu }) => cpu)) },
    ]),
  ) as Record<Name, Cost>;
}

async function costOf(request: Request, turn: number): Promise<Cost> {
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  for (let index = 0; index < turn; index += 1) await request();
  const wall = performance.now() - before;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wall: wall / turn, cpu: (user + system) / 1000 / turn };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

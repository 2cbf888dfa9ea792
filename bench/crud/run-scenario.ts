import { isDeepStrictEqual } from 'node:util';
import type { ContenderName } from './contenders.js';
import { Client } from './load.js';
import type { Scenario } from './scenarios.js';
import type { Server } from './server.js';
import { median, quantile } from './statistics.js';

/** What a request of a scenario costs a contender. */
export interface Figures {
  /** CPU of the server's process, microseconds a request. */
  readonly cpu: number;
  /** Requests a second. */
  readonly throughput: number;
  /** Milliseconds from request to answer. */
  readonly p50: number;
  readonly p99: number;
}

export interface Rounds {
  /** Rounds that count; in each, every contender has its turn. */
  readonly rounds: number;
  /** Rounds before, which do not count. */
  readonly warmUp: number;
  readonly connections: number;
  /** Makes turns shorter or longer than the scenario says. */
  readonly scale: number;
}

/** Measures one scenario: the contenders take turns, so that a slow moment of the machine hits them all. */
export async function runScenario(
  scenario: Scenario,
  servers: readonly Server[],
  { rounds, warmUp, connections, scale }: Rounds,
): Promise<Record<ContenderName, Figures>> {
  const turn = Math.max(connections, Math.round(scenario.turn * scale));
  const contenders = servers.map((server) => ({
    server,
    client: new Client(server.port, connections),
    figures: [] as Figures[],
    // Number 0 is for the comparison.
    number: 1,
  }));
  try {
    await compareAnswers(scenario, contenders);
    for (let round = -warmUp; round < rounds; round += 1) {
      const first = (round + warmUp) % contenders.length;
      for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
        const figures = await takeTurn(scenario, contender, turn);
        if (round >= 0) contender.figures.push(figures);
      }
    }
  } finally {
    for (const { client } of contenders) client.close();
  }
  return Object.fromEntries(contenders.map(({ server, figures }) => [server.name, typical(figures)])) as Record<
    ContenderName,
    Figures
  >;
}

interface Turn {
  readonly server: Server;
  readonly client: Client;
  number: number;
}

async function takeTurn({ ask, status }: Scenario, contender: Turn, turn: number): Promise<Figures> {
  const { server, client } = contender;
  const next = () => ask(server.dialect, contender.number++);
  const { cpu: cpuBefore } = await server.usage();
  const before = performance.now();
  const times = await client.load(next, turn, (answer) => answer.status === status);
  const wall = performance.now() - before;
  const { cpu } = await server.usage();
  return {
    cpu: (cpu - cpuBefore) / turn,
    throughput: (turn * 1000) / wall,
    p50: median(times),
    p99: quantile(times, 0.99),
  };
}

/** Who answers something else does something else, and is not to be compared. */
async function compareAnswers({ name, ask, status, essence }: Scenario, contenders: readonly Turn[]): Promise<void> {
  let expected: unknown;
  for (const [index, { server, client }] of contenders.entries()) {
    const asked = ask(server.dialect, 0);
    const answer = await client.ask(asked);
    if (answer.status !== status) throw new Error(`${server.name}, ${name}: ${answer.status} ${answer.text}`);
    const found = essence(answer.text === '' ? undefined : JSON.parse(answer.text));
    if (index === 0) expected = found;
    else if (!isDeepStrictEqual(found, expected)) {
      const [one = '', other = ''] = [expected, found].map((json) => JSON.stringify(json, undefined, 1));
      const lines = other.split('\n');
      const at = one.split('\n').findIndex((line, place) => line !== lines[place]);
      const parts = [one, other].map((json) =>
        json
          .split('\n')
          .slice(Math.max(0, at - 5), at + 5)
          .join('\n'),
      );
      throw new Error(`${server.name} answers "${name}" in another way than the others:\n${parts.join('\n--\n')}`);
    }
  }
}

function typical(figures: readonly Figures[]): Figures {
  const of = (name: keyof Figures): number => median(figures.map((one) => one[name]));
  return { cpu: of('cpu'), throughput: of('throughput'), p50: of('p50'), p99: of('p99') };
}

import { isDeepStrictEqual } from 'node:util';
import { type Asked, Client } from './load.js';
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

/** What a scenario has brought, by contender. */
export interface ScenarioResult {
  readonly figures: Readonly<Record<string, Figures>>;
  /** Why packages of others are not among the figures. */
  readonly missing: Readonly<Record<string, string>>;
}

/** The part of an answer on which all have to agree. */
interface Essence {
  readonly found: unknown;
}

const NOTHING_OF_THE_KIND = 'has nothing of the kind';

/** One contender in one scenario. */
class Turn {
  readonly figures: Figures[] = [];
  // Number 0 is for the comparison.
  private number = 1;
  private prepared?: string;

  constructor(
    readonly server: Server,
    readonly client: Client,
    private readonly scenario: Scenario,
  ) {}

  /** Asks for the first time. */
  async essence(): Promise<Essence> {
    const { scenario, server, client } = this;
    const { dialect } = server;
    const prepared = await scenario.prepare?.(dialect, (path) => client.json(path));
    if (prepared !== undefined) this.prepared = prepared;
    const asked = this.ask(0);
    if (!asked) throw new Error(NOTHING_OF_THE_KIND);
    const answer = await client.ask(asked);
    if (answer.status !== scenario.status) {
      throw new Error(`${asked.method} ${asked.path} answers ${answer.status}: ${answer.text}`);
    }
    return { found: scenario.essence(answer.text === '' ? undefined : JSON.parse(answer.text), dialect) };
  }

  async take(requests: number): Promise<Figures> {
    const { server, client, scenario } = this;
    const next = (): Asked => {
      const asked = this.ask(this.number++);
      if (!asked) throw new Error(NOTHING_OF_THE_KIND);
      return asked;
    };
    const { cpu: cpuBefore } = await server.usage();
    const before = performance.now();
    const times = await client.load(next, requests, (answer) => answer.status === scenario.status);
    const wall = performance.now() - before;
    const { cpu } = await server.usage();
    return {
      cpu: (cpu - cpuBefore) / requests,
      throughput: (requests * 1000) / wall,
      p50: median(times),
      p99: quantile(times, 0.99),
    };
  }

  private ask(number: number): Asked | undefined {
    return this.scenario.ask(this.server.dialect, number, this.prepared);
  }
}

/** Measures one scenario: the contenders take turns, so that a slow moment of the machine hits them all. */
export async function runScenario(
  scenario: Scenario,
  servers: readonly Server[],
  { rounds, warmUp, connections, scale }: Rounds,
): Promise<ScenarioResult> {
  const requests = Math.max(connections, Math.round(scenario.turn * scale));
  const all = servers.map((server) => new Turn(server, new Client(server.port, connections), scenario));
  try {
    const missing = new Map<Turn, string>();
    const orGoesMissing = async <Result>(turn: Turn, work: () => Promise<Result>): Promise<Result | undefined> => {
      try {
        return await work();
      } catch (error) {
        const { name, isPeer } = turn.server;
        const message = error instanceof Error ? error.message : String(error);
        if (!isPeer) throw new Error(`${name}, ${scenario.name}: ${message}`, { cause: error });
        missing.set(turn, message);
        return undefined;
      }
    };
    let expected: Essence | undefined;
    for (const turn of all) {
      await orGoesMissing(turn, async () => {
        const essence = await turn.essence();
        expected ??= essence;
        agree(expected, essence);
      });
    }
    for (let round = -warmUp; round < rounds; round += 1) {
      const first = (round + warmUp) % all.length;
      for (const turn of [...all.slice(first), ...all.slice(0, first)]) {
        if (missing.has(turn)) continue;
        const figures = await orGoesMissing(turn, () => turn.take(requests));
        if (figures && round >= 0) turn.figures.push(figures);
      }
    }
    return {
      figures: Object.fromEntries(
        all.filter((turn) => !missing.has(turn)).map(({ server, figures }) => [server.name, typical(figures)]),
      ),
      missing: Object.fromEntries([...missing].map(([{ server }, reason]) => [server.name, reason])),
    };
  } finally {
    for (const { client } of all) client.close();
  }
}

/** Who answers something else does something else, and is not to be compared. */
function agree(expected: Essence, found: Essence): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new Error(`answers in another way than the others:\n${differenceOf(expected.found, found.found)}`);
}

const LINES_AROUND = 5;

function differenceOf(one: unknown, other: unknown): string {
  const [lines = [], others = []] = [one, other].map((json) => JSON.stringify(json, undefined, 1).split('\n'));
  const at = lines.findIndex((line, place) => line !== others[place]);
  return [lines, others]
    .map((all) => all.slice(Math.max(0, at - LINES_AROUND), at + LINES_AROUND).join('\n'))
    .join('\n--\n');
}

function typical(figures: readonly Figures[]): Figures {
  const of = (name: keyof Figures): number => median(figures.map((one) => one[name]));
  return { cpu: of('cpu'), throughput: of('throughput'), p50: of('p50'), p99: of('p99') };
}

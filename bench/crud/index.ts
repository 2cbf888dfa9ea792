/** What a request costs: Restview, others for the same job, the same resource by hand, and the floor below all. */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startPostgres } from '../postgres.js';
import { measureStarts } from '../startup/start.js';
import { contenderOf, FLOOR, usualContenders } from './contenders.js';
import { dropDatabases, makeDatabases, postgresVersion } from './databases.js';
import { arePeersInstalled } from './peers.js';
import { reportOf, type Results } from './report.js';
import { runScenario, type ScenarioResult } from './run-scenario.js';
import { SCENARIOS } from './scenarios.js';
import { Server } from './server.js';
import { settingOf } from './setting.js';
import { writeReport } from './write-report.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '2' },
    connections: { type: 'string', default: '16' },
    scale: { type: 'string', default: '1' },
    starts: { type: 'string', default: '3' },
    only: { type: 'string' },
    contenders: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = {
  rounds: Number(values.rounds),
  warmUp: Number(values['warm-up']),
  connections: Number(values.connections),
  scale: Number(values.scale),
};
const wanted = values.only?.split(',').map((part) => part.trim());
const isWanted = (name: string): boolean => wanted?.some((part) => name.includes(part)) ?? true;
const scenarios = SCENARIOS.filter(({ name }) => isWanted(name));
if (scenarios.length === 0 && !isWanted('start')) {
  throw new Error(
    `--only "${values.only ?? ''}" names none of ${SCENARIOS.map(({ name }) => name).join(', ')}, start.`,
  );
}
const named = values.contenders?.split(',').map((name) => name.trim());
const contenders = named ? [FLOOR, ...named.filter((name) => name !== FLOOR)] : usualContenders();
const isWhole = scenarios.length === SCENARIOS.length && !named && !process.env.BENCH_WITHOUT;
if (values.write && !isWhole) throw new Error('--write takes a whole run: all scenarios, all contenders.');
if (isWhole && !arePeersInstalled) console.log('Without the packages of others; `npm run bench:peers` installs them.');

async function startServers(urls: readonly string[]): Promise<Pick<Results, 'notStarted'>> {
  const notStarted: Record<string, string> = {};
  for (const [index, name] of contenders.entries()) {
    try {
      servers.push(await Server.start(name, urls[index] ?? ''));
    } catch (error) {
      if (!contenderOf(name).isPeer || !(error instanceof Error)) throw error;
      console.log(error.message);
      notStarted[name] = error.message;
    }
  }
  return { notStarted };
}

const postgres = await startPostgres();
const servers: Server[] = [];
let urls: readonly string[] = [];
let results: Results;
try {
  const withPeers = contenders.some((name) => contenderOf(name).isPeer);
  const setting = await settingOf(await postgresVersion(postgres.url), rounds, withPeers);
  urls = await makeDatabases(postgres.url, scenarios.length > 0 ? contenders.length : 0);
  const { notStarted } = scenarios.length > 0 ? await startServers(urls) : { notStarted: {} };
  const measured: Record<string, ScenarioResult> = {};
  for (const scenario of scenarios) {
    const result = await runScenario(scenario, servers, rounds);
    measured[scenario.name] = result;
    tell(scenario.name, result);
  }
  results = { setting, contenders, notStarted, scenarios: measured };
} finally {
  for (const server of servers) await server.stop();
  await dropDatabases(postgres.url, urls);
  await postgres.stop();
}
// Alone on the machine: a start is told by the clock as well.
if (isWanted('start')) results = { ...results, starts: await measureStarts(Number(values.starts), console.log) };

const report = reportOf(results);
console.log(`\n${report}`);
await mkdir('bench/results', { recursive: true });
await writeFile('bench/results/bench.json', `${JSON.stringify(results, undefined, 2)}\n`);
if (values.write) await writeReport(report);

function tell(scenario: string, { figures, missing }: ScenarioResult): void {
  const floor = figures[FLOOR]?.cpu ?? NaN;
  console.log(`\n${scenario} (${FLOOR}: ${floor.toFixed(0)} µs)`);
  for (const [name, { cpu, throughput, p50, p99 }] of Object.entries(figures)) {
    const ratio = (cpu / floor).toFixed(2).padStart(6);
    console.log(
      `  ${name.padEnd(24)}${ratio}  | ${throughput.toFixed(0).padStart(6)}/s  ${p50.toFixed(1)}  ${p99.toFixed(1)}`,
    );
  }
  for (const [name, reason] of Object.entries(missing)) console.log(`  ${name.padEnd(24)}     –  | ${reason}`);
}

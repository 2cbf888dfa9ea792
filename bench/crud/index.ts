/** What a request costs: Restview, the same resource by hand on Nest and TypeORM, and the floor below both. */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startPostgres } from '../postgres.js';
import { CONTENDER_NAMES, type ContenderName } from './contenders.js';
import { dropDatabases, makeDatabases } from './databases.js';
import { type Figures, runScenario } from './run-scenario.js';
import { SCENARIOS } from './scenarios.js';
import { Server } from './server.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '2' },
    connections: { type: 'string', default: '16' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const rounds = {
  rounds: Number(values.rounds),
  warmUp: Number(values['warm-up']),
  connections: Number(values.connections),
  scale: Number(values.scale),
};
const scenarios = SCENARIOS.filter(({ name }) => values.only === undefined || name.includes(values.only));

const postgres = await startPostgres();
const urls = await makeDatabases(postgres.url, CONTENDER_NAMES.length);
const servers: Server[] = [];
const results: Record<string, Record<ContenderName, Figures>> = {};
try {
  for (const [index, name] of CONTENDER_NAMES.entries()) servers.push(await Server.start(name, urls[index] ?? ''));
  console.log(`CPU of the server for a request; the floor is 1. Behind the bar: requests a second, p50 and p99 in ms.`);
  for (const scenario of scenarios) {
    const figures = await runScenario(scenario, servers, rounds);
    results[scenario.name] = figures;
    console.log(`\n${scenario.name} (floor: ${figures.floor.cpu.toFixed(0)} µs)`);
    for (const name of CONTENDER_NAMES) {
      const { cpu, throughput, p50, p99 } = figures[name];
      const ratio = (cpu / figures.floor.cpu).toFixed(2).padStart(6);
      console.log(
        `  ${name.padEnd(18)}${ratio}  | ${throughput.toFixed(0).padStart(6)}/s  ${p50.toFixed(1)}  ${p99.toFixed(1)}`,
      );
    }
  }
} finally {
  for (const server of servers) await server.stop();
  await dropDatabases(postgres.url, urls);
  await postgres.stop();
}
await mkdir('bench/results', { recursive: true });
await writeFile('bench/results/crud.json', `${JSON.stringify({ rounds, results }, undefined, 2)}\n`);

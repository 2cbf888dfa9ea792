/** Where the CPU of one contender goes: shares of packages and functions, by scenario. */
import { parseArgs } from 'node:util';
import { startPostgres } from '../postgres.js';
import { dropDatabases, makeDatabases } from './databases.js';
import { type Asked, Client } from './load.js';
import { SCENARIOS } from './scenarios.js';
import { Server } from './server.js';

const { values } = parseArgs({
  options: {
    contender: { type: 'string', default: 'restview fastify' },
    only: { type: 'string' },
    connections: { type: 'string', default: '16' },
    turns: { type: 'string', default: '3' },
    functions: { type: 'string', default: '0' },
  },
});
const name = values.contender;

const postgres = await startPostgres();
const urls = await makeDatabases(postgres.url, 1);
try {
  for (const { name: scenario, turn, ask, status, prepare } of SCENARIOS) {
    if (values.only !== undefined && !scenario.includes(values.only)) continue;
    const server = await Server.start(name, urls[0] ?? '');
    const client = new Client(server.port, Number(values.connections));
    const { dialect } = server;
    const prepared = await prepare?.(dialect, (path) => client.json(path));
    const next = (number: number): Asked => {
      const asked = ask(dialect, number, prepared);
      if (!asked) throw new Error(`${name} cannot do "${scenario}".`);
      return asked;
    };
    let number = 1;
    const run = (turns: number) =>
      client.load(
        () => next(number++),
        turn * turns,
        (answer) => answer.status === status,
      );
    await run(2);
    const { packages, functions } = await server.profile(() => run(Number(values.turns)));
    console.log(`\n${name}, ${scenario}`);
    for (const [owner, share] of Object.entries(packages))
      if (share >= 0.005) console.log(`  ${percent(share)} ${owner}`);
    for (const one of functions.slice(0, Number(values.functions))) {
      console.log(`    ${percent(one.share)} ${one.name}`);
    }
    client.close();
    await server.stop();
  }
} finally {
  await dropDatabases(postgres.url, urls);
  await postgres.stop();
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1).padStart(5)} %`;
}

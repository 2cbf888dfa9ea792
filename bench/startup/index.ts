/** What resources cost before the first request: time to start, and memory. */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureStarts } from './start.js';
import { startReport } from './start-report.js';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
const starts = await measureStarts(Number(values.runs), console.log);
console.log(`\n${startReport(starts)}`);
await mkdir('bench/results', { recursive: true });
await writeFile('bench/results/startup.json', `${JSON.stringify(starts, undefined, 2)}\n`);

import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

const README = 'bench/README.md';
const [BEGIN, END] = ['<!-- Written by the benchmark: begin -->', '<!-- Written by the benchmark: end -->'];

/** Puts a report where the README has its last one. */
export async function writeReport(report: string): Promise<void> {
  const text = await readFile(README, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${README} has no place between "${BEGIN}" and "${END}".`);
  const written = `${text.slice(0, begin + BEGIN.length)}\n\n${report}\n\n${text.slice(end)}`;
  await writeFile(README, await format(written, { ...(await resolveConfig(README)), filepath: README }));
}

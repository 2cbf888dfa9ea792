import { startReport } from '../startup/start-report.js';
import type { Starts } from '../startup/start.js';
import { FLOOR } from './contenders.js';
import type { Figures, ScenarioResult } from './run-scenario.js';
import type { Setting } from './setting.js';
import { tableOf } from './table.js';

/** All that a run has found out. */
export interface Results {
  readonly setting: Setting;
  readonly contenders: readonly string[];
  /** Why contenders are in no scenario. */
  readonly notStarted: Readonly<Record<string, string>>;
  readonly scenarios: Readonly<Record<string, ScenarioResult>>;
  readonly starts?: Starts;
}

/** The results as Markdown. */
export function reportOf({ setting, contenders, notStarted, scenarios, starts }: Results): string {
  const { date, node, postgres, packages, rounds } = setting;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  const parts = [
    `Measured on ${date} with Node ${node.slice(1)}, PostgreSQL ${postgres}, ${versions.join(', ')}; ` +
      `medians of ${rounds.rounds} rounds after ${rounds.warmUp} that do not count, ${rounds.connections} connections.`,
  ];
  const rows = Object.entries(scenarios);
  if (rows.length > 0) {
    const table = (head: string, cell: (figures: Figures, floor: Figures) => string): string =>
      tableOf(
        ['', head, ...contenders.filter((name) => name !== FLOOR)],
        rows.map(([scenario, { figures }]) => [
          scenario,
          ...[FLOOR, ...contenders.filter((name) => name !== FLOOR)].map((name) => {
            const [own, floor] = [figures[name], figures[FLOOR]];
            return own && floor ? cell(own, floor) : '–';
          }),
        ]),
      );
    parts.push(
      'CPU of the server for a request; the floor in microseconds, all others as multiples of it:',
      table('floor, µs', (own, floor) => (own === floor ? own.cpu.toFixed(0) : (own.cpu / floor.cpu).toFixed(2))),
      'Requests a second, and milliseconds until the answer (p50 / p99):',
      table(FLOOR, ({ throughput, p50, p99 }) => `${throughput.toFixed(0)}/s, ${p50.toFixed(1)} / ${p99.toFixed(1)}`),
    );
  }
  if (starts) parts.push('Starts:', startReport(starts));
  const reasons = reasonsOf(notStarted, scenarios);
  if (reasons.length > 0) parts.push(['Not measured:', '', ...reasons.map((reason) => `- ${reason}`)].join('\n'));
  return parts.join('\n\n');
}

/** Why there are dashes: one line for a contender and a reason. */
function reasonsOf(notStarted: Results['notStarted'], scenarios: Results['scenarios']): readonly string[] {
  const where = new Map<string, string[]>();
  for (const [scenario, { missing }] of Object.entries(scenarios)) {
    for (const [name, reason] of Object.entries(missing)) {
      const text = `${name}: ${firstLine(reason)}`;
      where.set(text, [...(where.get(text) ?? []), scenario]);
    }
  }
  return [
    ...Object.entries(notStarted).map(([name, reason]) => `${name}: ${firstLine(reason)}`),
    ...[...where].map(([text, names]) => `${text} (${names.join(', ')})`),
  ];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

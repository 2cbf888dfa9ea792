import { tableOf } from '../crud/table.js';
import { COUNTS, type Kind, KINDS, type Start, type Starts } from './start.js';

const KB = 1024;

/** What starts have cost as a Markdown table. */
export function startReport(starts: Starts): string {
  const of = (kind: Kind, count: number, figure: keyof Start): number => starts[kind][count]?.[figure] ?? NaN;
  const grown = (kind: Kind, count: number, figure: keyof Start): number =>
    (of(kind, count, figure) - of(kind, 0, figure)) / count;
  const own = (kind: Kind, count: number, figure: keyof Start): number =>
    grown(kind, count, figure) - grown('entities', count, figure);
  const makers = KINDS.filter((kind) => kind !== 'entities');

  const times = COUNTS.map((count) => [
    `start with ${count}, ms`,
    ...KINDS.map((kind) => of(kind, count, 'time').toFixed(0)),
    ...makers.map((kind) => (count === 0 ? '' : own(kind, count, 'time').toFixed(2))),
  ]);
  const heaps = COUNTS.filter((count) => count > 0).map((count) => [
    `memory of one among ${count}, KB`,
    ...KINDS.map((kind) => (grown(kind, count, 'heap') / KB).toFixed(0)),
    ...makers.map((kind) => (own(kind, count, 'heap') / KB).toFixed(0)),
  ]);
  const head = ['', ...KINDS, ...makers.map((kind) => `${kind}: each, beyond its entity`)];
  return tableOf(head, [...times, ...heaps]);
}

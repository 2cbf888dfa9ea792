import type { Mistake } from '../errors/mistake.js';
import type { Condition } from './condition.js';
import { type Cursor, fingerprint, readCursor, writeCursor } from './cursor.js';
import type { CursorWalk, SortTerm } from './list-query.js';

/** What makes two lists the same, so that a cursor of one fits the other. */
export interface WalkedList {
  readonly name: string;
  readonly sort: readonly SortTerm[];
  readonly condition: Condition | undefined;
}

/** Reads the cursor of a walk through a list; a blank one is the start. */
export function readWalk(text: string, list: WalkedList, secret: string, mistakes: Mistake[]): CursorWalk {
  const terms = list.sort.map(({ name, direction }) => `${direction} ${name}`);
  const mark = fingerprint([list.name, terms, list.condition ? meaning(list.condition) : null]);
  const from = text === '' ? undefined : readCursor(text, mark, secret);
  if (text !== '' && from?.values.length !== list.sort.length) {
    mistakes.push({
      parameter: 'cursor',
      code: 'cursor',
      detail: '"cursor" is not one of this list with this sort and these filters; start again with cursor=.',
    });
  }
  return Object.freeze({ ...(from && { from }), write: (cursor: Cursor) => writeCursor(cursor, mark, secret) });
}

/** A condition as data in which equal conditions are equal: the order in which a URL names them means nothing. */
function meaning(condition: Condition): unknown {
  switch (condition.kind) {
    case 'compare':
      return [condition.column.path.join('.'), condition.operator, condition.values];
    case 'related':
      return [condition.quantifier, condition.relation.property, meaning(condition.condition)];
    case 'not':
      return ['not', meaning(condition.condition)];
    default:
      return [condition.kind, ...condition.conditions.map((part) => fingerprint(meaning(part))).sort()];
  }
}

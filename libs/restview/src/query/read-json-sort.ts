import { closestName } from '../errors/closest-name.js';
import type { Mistake } from '../errors/mistake.js';
import { publicPaths } from './list-fields.js';
import type { ListGrammar } from './list-grammar.js';
import type { SortTerm } from './list-query.js';
import type { QueryParameters } from './query-parameters.js';
import { readJsonParameter } from './read-json-parameter.js';
import { sortTerm, withKey } from './read-sort.js';
import { shown } from './shown.js';

const SORT = 'sort';
const EXAMPLE = '["title","ASC"]';

/** Reads `sort=["title","ASC"]`; several terms are an array of such arrays. The key is added as the last term. */
export function readJsonSort(
  parameters: QueryParameters,
  grammar: ListGrammar,
  mistakes: Mistake[],
): readonly SortTerm[] | undefined {
  const { limits, keyOrder } = grammar;
  const value = readJsonParameter(SORT, parameters, limits.maxValueLength, EXAMPLE, mistakes);
  if (value === undefined) return undefined;
  const wrong = (code: string, detail: string): void => {
    mistakes.push({ parameter: SORT, code, detail });
  };
  const given = termsOf(value);
  if (!given) {
    wrong('type', `"${SORT}" must be a JSON array of a field and a direction, ASC or DESC, such as ${EXAMPLE}.`);
    return undefined;
  }
  if (given.length > limits.maxSortTerms) {
    wrong('too_many', `"${SORT}" takes ${String(limits.maxSortTerms)} fields at most.`);
    return undefined;
  }
  const terms: SortTerm[] = [];
  for (const [name, direction] of given) {
    const found = termsFor(name, direction, grammar);
    if (found.length === 0) wrong('unknown_field', unknownField(name, grammar));
    else if (found.some((term) => terms.some((earlier) => earlier.name === term.name))) {
      wrong('repeated', `"${SORT}" names "${shown(name)}" twice.`);
    } else terms.push(...found);
  }
  return withKey(terms, keyOrder);
}

type Term = readonly [name: string, direction: 'asc' | 'desc'];

function termsOf(value: unknown): readonly Term[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const given: readonly unknown[] = value.some((part) => Array.isArray(part)) ? value : [value];
  const terms = given.map(termOf);
  return terms.length > 0 && terms.every((term) => term !== undefined) ? terms : undefined;
}

function termOf(value: unknown): Term | undefined {
  const [name, direction, ...more]: readonly unknown[] = Array.isArray(value) ? Array.from<unknown>(value) : [];
  if (more.length > 0) return undefined;
  if (typeof name !== 'string' || typeof direction !== 'string') return undefined;
  if (/^asc$/i.test(direction)) return [name, 'asc'];
  return /^desc$/i.test(direction) ? [name, 'desc'] : undefined;
}

/** The terms that a name stands for: one, or those of the key, by which react-admin sorts unless it is told otherwise. */
function termsFor(name: string, direction: Term[1], { fields, limits, keyOrder, rowId }: ListGrammar): SortTerm[] {
  const term = name.length > limits.maxValueLength ? undefined : sortTerm(name, direction, fields, limits);
  if (term) return [term];
  if (name !== 'id' || !rowId) return [];
  return keyOrder.map((key) => Object.freeze({ ...key, direction }));
}

function unknownField(name: string, { fields }: ListGrammar): string {
  const sortable = publicPaths(fields, 1).filter(({ field, isThroughMany }) => field.isSortable && !isThroughMany);
  const suggestion = closestName(
    name,
    sortable.map((path) => path.name),
  );
  return `The list cannot be sorted by "${shown(name)}".${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`;
}

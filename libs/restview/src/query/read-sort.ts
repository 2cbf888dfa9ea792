import { closestName } from '../errors/closest-name.js';
import type { Mistake } from '../errors/mistake.js';
import type { ListLimits } from './list-limits.js';
import { findField, type ListFields, publicPaths } from './list-fields.js';
import type { SortTerm } from './list-query.js';
import { shown } from './shown.js';

/**
 * Reads a `sort` such as `-created_at,name,city.name`; the key is added as the last term, so that the order is total.
 *
 * @returns the terms that could be read; the mistakes say what could not.
 */
export function readSort(
  text: string,
  parameter: string,
  fields: ListFields,
  keyOrder: readonly SortTerm[],
  limits: ListLimits,
  mistakes: Mistake[],
): readonly SortTerm[] {
  const terms: SortTerm[] = [];
  const parts = text.split(',');
  if (parts.length > limits.maxSortTerms) {
    mistakes.push({
      parameter,
      code: 'too_many',
      detail: `"${parameter}" takes ${String(limits.maxSortTerms)} terms at most.`,
    });
    return keyOrder;
  }
  for (const part of parts) {
    const isDescending = part.startsWith('-');
    const name = isDescending ? part.slice(1) : part;
    const term = sortTerm(name, isDescending ? 'desc' : 'asc', fields, limits);
    if (!term) {
      mistakes.push({ parameter, code: 'unknown_field', detail: unknownField(part, name, parameter, fields) });
    } else if (terms.some((earlier) => earlier.name === term.name)) {
      mistakes.push({ parameter, code: 'repeated', detail: `"${parameter}" names "${shown(name)}" twice.` });
    } else {
      terms.push(term);
    }
  }
  return withKey(terms, keyOrder);
}

/** One term; `undefined` for a name that lists cannot be sorted by. */
export function sortTerm(
  name: string,
  direction: 'asc' | 'desc',
  fields: ListFields,
  limits: ListLimits,
): SortTerm | undefined {
  const found = findField(fields, name);
  if (!found?.field.isSortable || found.depth > limits.maxPathDepth) return undefined;
  if (found.hops.some(({ relation }) => relation.isToMany)) return undefined;
  return Object.freeze({
    name,
    direction,
    relations: found.hops.map(({ relation }) => relation.relation),
    column: found.field.column,
  });
}

/** The terms with those of the key that they lack. */
export function withKey(terms: readonly SortTerm[], keyOrder: readonly SortTerm[]): readonly SortTerm[] {
  const isNamed = (key: SortTerm): boolean =>
    terms.some(
      ({ relations, column }) => relations.length === 0 && column.path.join('.') === key.column.path.join('.'),
    );
  return Object.freeze([...terms, ...keyOrder.filter((key) => !isNamed(key))]);
}

function unknownField(part: string, name: string, parameter: string, fields: ListFields): string {
  if (name.trim() === '' || name !== name.trim()) {
    return `"${parameter}" has "${shown(part)}", which is no field; separate fields by commas, with "-" for descending.`;
  }
  const sortable = publicPaths(fields, 1).filter(({ field, isThroughMany }) => field.isSortable && !isThroughMany);
  const suggestion = closestName(
    name,
    sortable.map((path) => path.name),
  );
  return `The list cannot be sorted by "${shown(name)}".${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`;
}

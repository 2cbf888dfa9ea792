import { publicPaths } from './list-fields.js';
import type { ListGrammar } from './list-grammar.js';
import type { ListParameter } from './list-parameter.js';
import { OPERATORS } from './operators.js';
import { embedSyntax } from './read-embed.js';

/** What no parameter of a view's own can be called: parameters of the dialect, and what has a meaning in its filters. */
export const RESERVED: readonly string[] = Object.freeze([
  ...['sort', 'range', 'filter', embedSyntax.parameter],
  ...['id', 'q', 'and', 'or', 'not'],
]);

/** The parameters of the dialect, for the document. */
export function reactAdminParameters(grammar: ListGrammar): readonly ListParameter[] {
  const { defaultPageSize, maxPageSize, includable, extraQueryParams } = grammar;
  const sortable = publicPaths(grammar.fields, 1)
    .filter(({ field, isThroughMany }) => field.isSortable && !isThroughMany)
    .map(({ name }) => name);
  const usual =
    defaultPageSize === null ? 'without it the list has every row' : `default ${String(defaultPageSize)} rows`;
  return [
    json(
      'sort',
      `A JSON array of a field and a direction, ASC or DESC. Fields: ${few(sortable)}. Rows without a value are last.`,
      '["id","ASC"]',
    ),
    json(
      'range',
      `A JSON array of the places of the first and the last row, from 0; ${usual}, at most ${String(maxPageSize)}.`,
      '[0,24]',
    ),
    json('filter', describeFilter(grammar), exampleFilter(grammar)),
    ...(includable.length > 0 ? [embedSyntax.describe(grammar)] : []),
    ...extraQueryParams.map((name) => ({
      name,
      description: 'A parameter of this resource; it may also stand in `filter`.',
      schema: { type: 'string' },
    })),
  ];
}

function json(name: string, description: string, example: string): ListParameter {
  return { name, description, schema: { type: 'string', example } };
}

function describeFilter({ fields, searchFields }: ListGrammar): string {
  const paths = publicPaths(fields, 1).filter(({ field }) => field.operators.length > 0);
  const offered = new Set(paths.flatMap(({ field }) => field.operators));
  const operators = OPERATORS.filter((operator) => operator !== 'eq' && offered.has(operator));
  return [
    'A JSON object of conditions that all have to hold. A value has the JSON type of its field; null finds rows without a value, an array those with one of its values.',
    ...(searchFields.length > 0
      ? [`q: words that all have to be found, in ${searchFields.map(({ name }) => name).join(', ')}.`]
      : []),
    `Fields: ${few(paths.map(({ name }) => name))}.`,
    `Operators follow the name, as the type of the field allows: ${operators.map((one) => `__${one}`).join(', ')}.`,
  ].join(' ');
}

/** More names than that tell a reader nothing. */
const MOST_NAMES = 100;

function few(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? `, and ${String(more)} more` : '');
}

function exampleFilter({ searchFields, rowId }: ListGrammar): string {
  if (searchFields.length > 0) return '{"q":"word"}';
  const [column, ...more] = rowId ?? [];
  return column?.kind === 'integer' && more.length === 0 ? '{"id":[1,2]}' : '{}';
}

import type { Mistake } from '../errors/mistake.js';
import { allOf, type Condition } from './condition.js';
import type { ListDialect } from './list-dialect.js';
import type { ListGrammar } from './list-grammar.js';
import { pageSizeParameter, type ListParameter } from './list-parameters.js';
import type { ListQuery } from './list-query.js';
import type { ParsedListQuery } from './parse-list-query.js';
import type { QueryParameters } from './query-parameters.js';
import { type ConditionReading, readCondition, wordsOf } from './read-condition.js';
import { readCount, readFlag, singleValue } from './read-page.js';
import { readSort } from './read-sort.js';
import { searchCondition } from './search-condition.js';
import { unknownParameters } from './unknown-parameters.js';

/** What a parameter of this dialect means in conditions of the standard grammar. */
interface FilterName {
  readonly name: string;
  readonly key: string;
  readonly column: ListParameter['filter'];
}

const FIXED = [
  'currentPage',
  'pageSize',
  'limit',
  'offset',
  'orderBy',
  'sortOrder',
  'searchString',
  'searchIgnoreCase',
];

/**
 * A grammar of pages by `currentPage` and `pageSize` (or `limit` and `offset`), one sort field by `orderBy` and
 * `sortOrder`, search by `searchString`, and filters `ids`, `statusIn`, `statusNotIn`, `createdAfter`, `createdBefore`.
 *
 * The answer is `{ items, total, limit, offset }`.
 *
 * @public
 */
export const limitOffsetDialect: ListDialect = Object.freeze({
  parse,
  parameters,
  envelope: (items: readonly unknown[], total: number | null, { pageSize, offset }: ListQuery) => ({
    items,
    ...(total !== null && { total }),
    limit: pageSize ?? items.length,
    offset,
  }),
  envelopeProperties: {
    total: { type: 'integer', minimum: 0 },
    limit: { type: 'integer', minimum: 0 },
    offset: { type: 'integer', minimum: 0 },
  },
});

function parse(sent: QueryParameters, grammar: ListGrammar): ParsedListQuery {
  const mistakes: Mistake[] = [];
  const { fields, keyOrder, limits, maxPageSize } = grammar;
  const filters = filterNames(grammar);
  const offered = new Set([...FIXED, ...filters.map(({ name }) => name), ...grammar.extraQueryParams]);
  if (grammar.searchFields.length === 0) for (const name of ['searchString', 'searchIgnoreCase']) offered.delete(name);
  mistakes.push(...unknownParameters(sent, offered));

  const reading: ConditionReading = { fields, limits, mistakes, parameters: offered, count: 0 };
  const conditions: (Condition | undefined)[] = filters.flatMap(({ name, key }) =>
    // A repeated parameter gives a list here, as this dialect has it.
    sent.has(name) ? [readCondition(key, valuesOf(sent.get(name) ?? [], key), name, reading)] : [],
  );
  conditions.push(readSearch(sent, grammar, mistakes));
  const read = conditions.filter((condition) => condition !== undefined);

  const usesOffset = sent.has('limit') || sent.has('offset');
  if (usesOffset && (sent.has('currentPage') || sent.has('pageSize'))) {
    mistakes.push({
      parameter: 'limit',
      code: 'conflict',
      detail: 'Give either "limit" and "offset" or "currentPage" and "pageSize".',
    });
  }
  const size =
    readCount(usesOffset ? 'limit' : 'pageSize', sent, [1, maxPageSize], mistakes) ?? grammar.defaultPageSize;
  const highest = Math.floor(Number.MAX_SAFE_INTEGER / (size ?? 1));
  const page = readCount('currentPage', sent, [1, highest], mistakes) ?? 1;
  const offset = readCount('offset', sent, [0, Number.MAX_SAFE_INTEGER], mistakes) ?? (page - 1) * (size ?? 0);
  const extra = grammar.extraQueryParams.flatMap((name) =>
    sent.has(name) ? [[name, sent.get(name) ?? []] as const] : [],
  );
  const query: ListQuery = {
    ...(read.length > 0 && { condition: allOf(read) }),
    sort: readOrder(sent, grammar, mistakes) ?? (grammar.defaultSort.length > 0 ? grammar.defaultSort : keyOrder),
    page: size === null ? 1 : Math.floor(offset / size) + 1,
    offset,
    pageSize: size,
    includeTotal: true,
    extra: Object.freeze(Object.fromEntries(extra)),
  };
  return { query: Object.freeze(query), mistakes };
}

function valuesOf(values: readonly string[], key: string): string | readonly string[] {
  return key.endsWith('__in') || key.endsWith('__not_in') || values.length > 1 ? values : (values[0] ?? '');
}

function readOrder(
  sent: QueryParameters,
  { fields, keyOrder, limits }: ListGrammar,
  mistakes: Mistake[],
): ListQuery['sort'] | undefined {
  const order = singleValue('sortOrder', sent, mistakes);
  if (order !== undefined && order !== 'asc' && order !== 'desc') {
    mistakes.push({ parameter: 'sortOrder', code: 'enum', detail: '"sortOrder" must be asc or desc.' });
  }
  const name = singleValue('orderBy', sent, mistakes);
  if (name === undefined) return undefined;
  if (name.includes(',')) {
    mistakes.push({ parameter: 'orderBy', code: 'unknown_field', detail: '"orderBy" takes one field.' });
    return undefined;
  }
  return readSort(order === 'asc' ? name : `-${name}`, 'orderBy', fields, keyOrder, limits, mistakes);
}

function readSearch(
  sent: QueryParameters,
  { searchFields, limits }: ListGrammar,
  mistakes: Mistake[],
): Condition | undefined {
  const foldsCase = readFlag('searchIgnoreCase', sent, mistakes) ?? false;
  const text = singleValue('searchString', sent, mistakes);
  if (text === undefined || searchFields.length === 0) return undefined;
  const words = text.length > limits.maxValueLength ? [] : wordsOf(text);
  // eslint-disable-next-line no-control-regex -- NUL is the one character that PostgreSQL's text cannot hold
  if (words.length > 0 && words.length <= limits.maxSearchWords && !/\u0000|\p{Surrogate}/u.test(text)) {
    return searchCondition(words, searchFields, foldsCase);
  }
  mistakes.push({
    parameter: 'searchString',
    code: 'invalid',
    detail: `"searchString" must have from 1 to ${String(limits.maxSearchWords)} words of ordinary text.`,
  });
  return undefined;
}

/** The filters of the grammar's own columns, under the names of this dialect. */
function filterNames({ fields, keyOrder }: ListGrammar): readonly FilterName[] {
  const [key, ...more] = keyOrder;
  return [...fields.columns].flatMap(([name, { column, operators }]): FilterName[] => {
    const camel = name.replace(/[._](\w)/g, (_, letter: string) => letter.toUpperCase());
    const offer = (offered: string, operator: 'eq' | 'in' | 'not_in' | 'gt' | 'lt'): FilterName[] =>
      operators.includes(operator)
        ? [{ name: offered, key: operator === 'eq' ? name : `${name}__${operator}`, column: { column, operator } }]
        : [];
    const isTimestamp = column.kind === 'datetime' && /^(created|updated)_?at$/i.test(name);
    return [
      ...offer(camel, 'eq'),
      ...offer(`${camel}In`, 'in'),
      ...offer(`${camel}NotIn`, 'not_in'),
      ...(key?.name === name && more.length === 0 ? offer('ids', 'in') : []),
      ...(isTimestamp
        ? [...offer(camel.replace(/At$/, 'After'), 'gt'), ...offer(camel.replace(/At$/, 'Before'), 'lt')]
        : []),
    ];
  });
}

function parameters(grammar: ListGrammar): readonly ListParameter[] {
  const sortable = [...grammar.fields.columns].filter(([, { isSortable }]) => isSortable).map(([name]) => name);
  return [
    {
      name: 'currentPage',
      description: 'The page, counted from 1.',
      schema: { type: 'integer', minimum: 1, default: 1 },
    },
    pageSizeParameter('pageSize', grammar),
    pageSizeParameter('limit', grammar),
    {
      name: 'offset',
      description: 'Rows before the first one of the answer.',
      schema: { type: 'integer', minimum: 0, default: 0 },
    },
    { name: 'orderBy', description: 'The field that orders the list.', schema: { type: 'string', enum: sortable } },
    {
      name: 'sortOrder',
      description: 'The direction of the order.',
      schema: { type: 'string', enum: ['asc', 'desc'], default: 'desc' },
    },
    ...(grammar.searchFields.length > 0
      ? [
          { name: 'searchString', description: 'Words that all have to be found.', schema: { type: 'string' } },
          {
            name: 'searchIgnoreCase',
            description: 'Whether the search ignores case.',
            schema: { type: 'boolean', default: false },
          },
        ]
      : []),
    ...filterNames(grammar).map(({ name, column }) => ({
      name,
      description:
        column?.operator === 'not_in' ? 'None of these values.' : 'Compares with the value, or with several.',
      ...(column && { filter: column }),
    })),
    ...grammar.extraQueryParams.map((name) => ({
      name,
      description: 'A parameter of this resource.',
      schema: { type: 'string' },
    })),
  ];
}

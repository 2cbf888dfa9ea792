import type { Mistake } from '../errors/mistake.js';
import type { Condition } from './condition.js';
import { limitOffsetFilters, limitOffsetParameters, RESERVED } from './limit-offset-parameters.js';
import type { ListDialect } from './list-dialect.js';
import type { ListGrammar } from './list-grammar.js';
import type { ListQuery } from './list-query.js';
import type { ParsedListQuery } from './parse-list-query.js';
import type { QueryParameters } from './query-parameters.js';
import { type ConditionReading, readCondition } from './read-condition.js';
import { conditionOf, defaultConditions } from './read-conditions.js';
import { extraValues, highestPage, readCount, readFlag, singleValue } from './read-page.js';
import { includeSyntax } from './include-syntax.js';
import { readSearch } from './read-search.js';
import { readSort } from './read-sort.js';
import { unknownParameters } from './unknown-parameters.js';

/**
 * A grammar of pages by `currentPage` and `pageSize` (or `limit` and `offset`), one sort field by `orderBy` and
 * `sortOrder`, search by `searchString`, and filters `ids`, `statusIn`, `statusNotIn`, `createdAfter`, `createdBefore`.
 *
 * The answer is `{ items, total, limit, offset }`.
 *
 * @public
 */
export const limitOffsetDialect: ListDialect = Object.freeze({
  reserved: RESERVED,
  parse,
  parameters: limitOffsetParameters,
  include: includeSyntax,
  envelope: (items: readonly unknown[], total: number | null, { pageSize, offset }: ListQuery) => ({
    items,
    ...(total !== null && { total }),
    limit: pageSize ?? items.length,
    offset,
  }),
  envelopeName: 'Slice',
  envelopeProperties: {
    total: { type: 'integer', minimum: 0 },
    limit: { type: 'integer', minimum: 0 },
    offset: { type: 'integer', minimum: 0 },
  },
});

function parse(sent: QueryParameters, grammar: ListGrammar): ParsedListQuery {
  const mistakes: Mistake[] = [];
  const { defaultSort, keyOrder } = grammar;
  const { filters, known, offered } = readingsFor(grammar);
  mistakes.push(...unknownParameters(sent, known));
  const include = includeSyntax.read(sent, grammar, mistakes);
  const condition = readFilters(sent, grammar, filters, offered, mistakes);
  const sort = readOrder(sent, grammar, mistakes) ?? defaultSort;
  const query: ListQuery = {
    ...(condition && { condition }),
    sort,
    keepsOrder: sort === keyOrder,
    ...readPage(sent, grammar, mistakes),
    includeTotal: true,
    ...(include.length > 0 && { include }),
    extra: extraValues(sent, grammar),
  };
  return { query: Object.freeze(query), mistakes };
}

/** What follows from a grammar alone. */
interface GrammarReadings {
  readonly filters: ReturnType<typeof limitOffsetFilters>;
  /** The parameters that are no mistake. */
  readonly known: ReadonlySet<string>;
  /** Those that suggestions name. */
  readonly offered: ReadonlySet<string>;
}

const readingsOf = new WeakMap<ListGrammar, GrammarReadings>();

function readingsFor(grammar: ListGrammar): GrammarReadings {
  const made = readingsOf.get(grammar);
  if (made) return made;
  const filters = limitOffsetFilters(grammar);
  const known = new Set([...RESERVED, ...filters.map(({ name }) => name), ...grammar.extraQueryParams]);
  if (grammar.searchFields.length === 0) for (const name of ['searchString', 'searchIgnoreCase']) known.delete(name);
  const offered = new Set(known);
  if (grammar.includable.length === 0) offered.delete(includeSyntax.parameter);
  const readings = { filters, known, offered };
  readingsOf.set(grammar, readings);
  return readings;
}

function readFilters(
  sent: QueryParameters,
  grammar: ListGrammar,
  filters: GrammarReadings['filters'],
  offered: ReadonlySet<string>,
  mistakes: Mistake[],
): Condition | undefined {
  const { fields, limits } = grammar;
  const reading: ConditionReading = { fields, limits, mistakes, parameters: offered, named: new Set(), count: 0 };
  const read = filters.flatMap(({ name, key, isList }) => {
    const values = sent.get(name);
    if (!values) return [];
    // A repeated parameter gives a list here, as this dialect has it.
    const [first = '', ...more] = values;
    return [readCondition(key, isList || more.length > 0 ? values : first, name, reading, name)];
  });
  const foldsCase = readFlag('searchIgnoreCase', sent, mistakes) ?? false;
  const text = grammar.searchFields.length === 0 ? undefined : singleValue('searchString', sent, mistakes);
  if (text !== undefined) read.push(readSearch('searchString', text, grammar, foldsCase, mistakes));
  return conditionOf([...read.filter((condition) => condition !== undefined), ...defaultConditions(grammar, reading)]);
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
  const name = singleValue('orderBy', sent, mistakes, limits);
  if (name === undefined) return undefined;
  if (/^-|,/.test(name)) {
    mistakes.push({ parameter: 'orderBy', code: 'unknown_field', detail: '"orderBy" takes one field.' });
    return undefined;
  }
  return readSort(order === 'asc' ? name : `-${name}`, 'orderBy', fields, keyOrder, limits, mistakes);
}

function readPage(
  sent: QueryParameters,
  { maxPageSize, defaultPageSize }: ListGrammar,
  mistakes: Mistake[],
): Pick<ListQuery, 'page' | 'offset' | 'pageSize'> {
  const byOffset = sent.has('limit') || sent.has('offset');
  if (byOffset && (sent.has('currentPage') || sent.has('pageSize'))) {
    const detail = 'Give either "limit" and "offset" or "currentPage" and "pageSize".';
    mistakes.push({ parameter: sent.has('limit') ? 'limit' : 'offset', code: 'conflict', detail });
  }
  const pageSize = readCount(byOffset ? 'limit' : 'pageSize', sent, [1, maxPageSize], mistakes) ?? defaultPageSize;
  const page = readCount('currentPage', sent, [1, highestPage(pageSize)], mistakes) ?? 1;
  const start = readCount('offset', sent, [0, Number.MAX_SAFE_INTEGER], mistakes) ?? 0;
  if (pageSize === null && (page > 1 || start > 0)) {
    const [parameter, needed] = byOffset ? ['offset', 'limit'] : ['currentPage', 'pageSize'];
    mistakes.push({ parameter, code: 'needs_page_size', detail: `"${parameter}" needs "${needed}" here.` });
  }
  if (pageSize === null) return { page: 1, offset: 0, pageSize };
  const offset = byOffset ? start : (page - 1) * pageSize;
  return { page: Math.floor(offset / pageSize) + 1, offset, pageSize };
}

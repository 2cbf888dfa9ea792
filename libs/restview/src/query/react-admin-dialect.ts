import type { Mistake } from '../errors/mistake.js';
import type { Condition } from './condition.js';
import type { HeaderDocument, ListDialect } from './list-dialect.js';
import type { ListGrammar } from './list-grammar.js';
import { filterParameters } from './list-parameters.js';
import type { ListQuery } from './list-query.js';
import type { ParsedListQuery } from './parse-list-query.js';
import type { QueryParameters } from './query-parameters.js';
import type { ConditionReading } from './read-condition.js';
import { conditionOf, defaultConditions } from './read-conditions.js';
import { embedSyntax } from './read-embed.js';
import { FilterReader } from './read-json-filter.js';
import { readJsonParameter } from './read-json-parameter.js';
import { readJsonSort } from './read-json-sort.js';
import { extraValues } from './read-page.js';
import { liftFromFilter } from './lift-from-filter.js';
import { reactAdminParameters, RESERVED } from './react-admin-parameters.js';
import { unknownParameters } from './unknown-parameters.js';

/** The header that tells which rows an answer has, and of how many. */
export const CONTENT_RANGE = 'Content-Range';

const HEADERS: Readonly<Record<string, HeaderDocument>> = Object.freeze({
  [CONTENT_RANGE]: {
    description: 'The places of the first and the last row of the answer, from 0, and the number of all rows.',
    schema: { type: 'string', pattern: String.raw`^\S+ \d+-\d+/(?:\d+|\*)$` },
  },
});

/**
 * What react-admin's `ra-data-simple-rest` speaks: `sort=["title","ASC"]&range=[0,24]&filter={"status":"open"}`, each in
 * JSON, and bare arrays with a `Content-Range`.
 */
export const reactAdminDialect: ListDialect = Object.freeze({
  reserved: RESERVED,
  parse,
  parameters: reactAdminParameters,
  lift: liftFromFilter,
  include: embedSyntax,
  filters: filterParameters,
  headers: HEADERS,
});

function parse(sent: QueryParameters, grammar: ListGrammar): ParsedListQuery {
  const mistakes: Mistake[] = [];
  mistakes.push(...unknownParameters(sent, knownParameters(grammar)));
  const include = embedSyntax.read(sent, grammar, mistakes);
  const sort = readJsonSort(sent, grammar, mistakes);
  const range = readRange(sent, mistakes);
  const { condition, ids } = readFilter(sent, grammar, range === undefined, mistakes);
  const query: ListQuery = {
    ...(condition && { condition }),
    sort: sort ?? grammar.defaultSort,
    keepsOrder: sort === undefined && grammar.defaultSort === grammar.keyOrder,
    ...pageOf(range, ids, grammar),
    includeTotal: true,
    ...(include.length > 0 && { include }),
    extra: extraValues(sent, grammar),
  };
  return { query: Object.freeze(query), mistakes };
}

const knownOf = new WeakMap<ListGrammar, ReadonlySet<string>>();

function knownParameters(grammar: ListGrammar): ReadonlySet<string> {
  const made = knownOf.get(grammar);
  if (made) return made;
  const known = new Set(reactAdminParameters(grammar).map(({ name }) => name));
  knownOf.set(grammar, known);
  return known;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function readRange(sent: QueryParameters, mistakes: Mistake[]): Range | undefined {
  const value = readJsonParameter('range', sent, LONGEST_RANGE, '[0,24]', mistakes);
  if (value === undefined) return undefined;
  const [start, end, ...more] = listIn(value);
  if (isPlace(start) && isPlace(end) && start <= end && more.length === 0) return { start: start + 0, end };
  const detail = '"range" must be two whole numbers from 0, the first and the last row, such as [0,24].';
  mistakes.push({ parameter: 'range', code: 'range', detail });
  return undefined;
}

const LONGEST_RANGE = 100;

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** @param mayAskById - a list of ids asks for just these rows, where no range says otherwise. */
function readFilter(
  sent: QueryParameters,
  grammar: ListGrammar,
  mayAskById: boolean,
  mistakes: Mistake[],
): { readonly condition: Condition | undefined; readonly ids: number | undefined } {
  const { fields, limits } = grammar;
  const reading: ConditionReading = {
    fields,
    limits,
    mistakes,
    parameters: new Set(grammar.searchFields.length > 0 ? ['q'] : []),
    named: new Set(),
    count: 0,
  };
  const reader = new FilterReader(grammar, reading);
  const conditions = reader.read(sent);
  const ids = mayAskById ? reader.ids : undefined;
  // Whoever asks for rows by their ids wants these, as with GET /:id.
  const defaults = ids === undefined ? defaultConditions(grammar, reading) : [];
  return { condition: conditionOf([...conditions, ...defaults]), ids };
}

function pageOf(
  range: Range | undefined,
  ids: number | undefined,
  { defaultPageSize, maxPageSize }: ListGrammar,
): Pick<ListQuery, 'page' | 'offset' | 'pageSize'> {
  if (range) {
    const pageSize = Math.min(range.end - range.start + 1, maxPageSize);
    return { page: Math.floor(range.start / pageSize) + 1, offset: range.start, pageSize };
  }
  const pageSize = ids === undefined || defaultPageSize === null ? defaultPageSize : Math.max(ids, defaultPageSize);
  return { page: 1, offset: 0, pageSize };
}

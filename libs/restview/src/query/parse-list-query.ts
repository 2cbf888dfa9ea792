import type { Mistake } from '../errors/mistake.js';
import type { Condition } from './condition.js';
import { processSecret } from './cursor.js';
import type { ListGrammar } from './list-grammar.js';
import { LIST_PARAMETERS } from './list-parameter-names.js';
import type { ListQuery } from './list-query.js';
import type { QueryParameters } from './query-parameters.js';
import type { ConditionReading } from './read-condition.js';
import { conditionOf, readConditions } from './read-conditions.js';
import { extraValues, highestPage, readCount, readFlag, singleValue } from './read-page.js';
import { readSearch } from './read-search.js';
import { readSort } from './read-sort.js';
import { readWalk } from './read-walk.js';
import { includedBy, INCLUDE_PARAMETER, readInclude, withWay } from './read-include.js';
import { type FieldSelection, readFields, selectedColumns } from './response-fields.js';

/**
 * The outcome of a parse: a query to use when `mistakes` is empty.
 *
 * @public
 */
export interface ParsedListQuery {
  /** The query; to be used only when there are no mistakes. */
  readonly query: ListQuery;
  /** What is wrong with the parameters, all of it. */
  readonly mistakes: readonly Mistake[];
}

/**
 * Reads a URL's parameters by a grammar; never throws, and collects every mistake.
 *
 * Knows nothing of TypeORM: see {@link applyListQuery} for what happens with the result.
 *
 * @param cursorSecret - signs the cursors of the list. Give every process of a deployment the same one; without it a
 * cursor is good until the process ends.
 * @public
 */
export function parseListQuery(
  parameters: QueryParameters,
  grammar: ListGrammar,
  cursorSecret = processSecret(),
): ParsedListQuery {
  const readings = readingsFor(grammar);
  if (parameters.size > 0) return parse(parameters, grammar, cursorSecret, readings.offered);
  if (readings.plain?.cursorSecret !== cursorSecret) {
    readings.plain = { cursorSecret, parsed: parse(parameters, grammar, cursorSecret, readings.offered) };
  }
  return readings.plain.parsed;
}

/** What follows from a grammar alone. */
interface GrammarReadings {
  /** The parameters that are no filters. */
  readonly offered: ReadonlySet<string>;
  /** What a URL without a query asks for, with the secret that signs its cursors; made when one comes. */
  plain?: { readonly cursorSecret: string; readonly parsed: ParsedListQuery };
}

const readingsOf = new WeakMap<ListGrammar, GrammarReadings>();

function readingsFor(grammar: ListGrammar): GrammarReadings {
  const known = readingsOf.get(grammar);
  if (known) return known;
  const made: GrammarReadings = { offered: offeredParameters(grammar) };
  readingsOf.set(grammar, made);
  return made;
}

function parse(
  parameters: QueryParameters,
  grammar: ListGrammar,
  cursorSecret: string,
  offered: ReadonlySet<string>,
): ParsedListQuery {
  const mistakes: Mistake[] = [];
  const condition = readCondition(parameters, grammar, offered, mistakes);
  const sort = readOrder(parameters, grammar, offered, mistakes);
  const text = walkStart(parameters, grammar, mistakes);
  const walk =
    text === undefined ? undefined : readWalk(text, { name: grammar.name, sort, condition }, cursorSecret, mistakes);

  const named = singleValue('fields', parameters, mistakes, grammar.limits);
  const fields =
    named === undefined ? undefined : readFields(named, grammar.responseFields, grammar.limits.maxPathDepth, mistakes);
  const columns = fields && selectedColumns(fields, grammar.responseFields);
  const include = includedRelations(parameters, grammar, fields, mistakes);

  const pageSize = readCount('page_size', parameters, [1, grammar.maxPageSize], mistakes) ?? grammar.defaultPageSize;
  const hasPage = offered.has('page');
  const page = (hasPage ? readCount('page', parameters, [1, highestPage(pageSize)], mistakes) : undefined) ?? 1;
  checkPaging(parameters, pageSize, page, mistakes);
  const query: { -readonly [Name in keyof ListQuery]: ListQuery[Name] } = {
    sort,
    // The very order of the key: it was not asked for, it is what is left.
    keepsOrder: sort === grammar.keyOrder && !walk,
    page,
    offset: (page - 1) * (pageSize ?? 0),
    pageSize: pageSize ?? (walk ? grammar.maxPageSize : null),
    includeTotal: readFlag('include_total', parameters, mistakes) ?? !walk,
    extra: extraValues(parameters, grammar),
  };
  // One by one: what is put together of parts that may be missing costs more than all that is read.
  if (condition) query.condition = condition;
  if (walk) query.walk = walk;
  if (columns) query.columns = columns;
  if (fields) query.fields = fields;
  if (include.length > 0) query.include = include;
  return { query: Object.freeze(query), mistakes: Object.freeze(mistakes) };
}

function includedRelations(
  parameters: QueryParameters,
  grammar: ListGrammar,
  fields: FieldSelection | undefined,
  mistakes: Mistake[],
): readonly string[] {
  const { includable, responseFields } = grammar;
  const included = readInclude(parameters, grammar, mistakes);
  return fields ? withWay([...included, ...includedBy(fields, responseFields, includable)], includable) : included;
}

function offeredParameters({
  pageKinds,
  searchFields,
  extraQueryParams,
  fields,
  includable,
}: ListGrammar): ReadonlySet<string> {
  const offered = new Set<string>([...LIST_PARAMETERS, ...extraQueryParams]);
  for (const kind of ['page', 'cursor'] as const) if (!pageKinds.includes(kind)) offered.delete(kind);
  if (searchFields.length === 0) offered.delete('q');
  if (includable.length === 0) offered.delete(INCLUDE_PARAMETER);
  if (fields.columns.size === 0) for (const name of ['and', 'or', 'not', 'sort']) offered.delete(name);
  return offered;
}

function readCondition(
  parameters: QueryParameters,
  grammar: ListGrammar,
  offered: ReadonlySet<string>,
  mistakes: Mistake[],
): Condition | undefined {
  const { fields, limits } = grammar;
  const reading: ConditionReading = { fields, limits, mistakes, parameters: offered, named: new Set(), count: 0 };
  const conditions = readConditions(parameters, grammar, offered, reading);
  const text = offered.has('q') ? singleValue('q', parameters, mistakes) : undefined;
  const search = text === undefined ? undefined : readSearch('q', text, grammar, true, mistakes);
  return conditionOf(search ? [...conditions, search] : conditions);
}

function readOrder(
  parameters: QueryParameters,
  { fields, keyOrder, limits, defaultSort }: ListGrammar,
  offered: ReadonlySet<string>,
  mistakes: Mistake[],
): ListQuery['sort'] {
  const text = offered.has('sort') ? singleValue('sort', parameters, mistakes, limits) : undefined;
  return text === undefined ? defaultSort : readSort(text, 'sort', fields, keyOrder, limits, mistakes);
}

/** The cursor; blank, the start of a walk, where a list has no other kind of pages. */
function walkStart(parameters: QueryParameters, { pageKinds }: ListGrammar, mistakes: Mistake[]): string | undefined {
  if (!pageKinds.includes('cursor')) return undefined;
  return singleValue('cursor', parameters, mistakes) ?? (pageKinds.includes('page') ? undefined : '');
}

function checkPaging(parameters: QueryParameters, pageSize: number | null, page: number, mistakes: Mistake[]): void {
  if (parameters.has('cursor') && parameters.has('page')) {
    mistakes.push({ parameter: 'page', code: 'conflict', detail: 'Give either "page" or "cursor".' });
  } else if (pageSize === null && page > 1) {
    mistakes.push({ parameter: 'page', code: 'needs_page_size', detail: '"page" needs "page_size" here.' });
  }
}

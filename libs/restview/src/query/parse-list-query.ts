import type { Mistake } from '../errors/mistake.js';
import { allOf, type Comparison, type Condition } from './condition.js';
import { type Cursor, fingerprint, readCursor, writeCursor } from './cursor.js';
import type { ListGrammar } from './list-grammar.js';
import type { CursorWalk, ListQuery } from './list-query.js';
import type { QueryParameters } from './query-parameters.js';
import { type ConditionReading, findKey, readCondition, wordsOf } from './read-condition.js';
import { readGroup } from './read-group.js';
import { readCount, readFlag, singleValue } from './read-page.js';
import { readSort } from './read-sort.js';
import { readFields, selectedColumns } from './response-fields.js';
import { searchCondition } from './search-condition.js';

/** The outcome of a parse: a query to use when `mistakes` is empty. */
export interface ParsedListQuery {
  readonly query: ListQuery;
  readonly mistakes: readonly Mistake[];
}

/** The parameters of a list that are no filters. */
export const LIST_PARAMETERS = [
  ...['page', 'page_size', 'cursor', 'include_total'],
  ...['sort', 'q', 'fields', 'and', 'or', 'not'],
] as const;

/**
 * Reads a URL's parameters by a grammar; never throws, and collects every mistake.
 *
 * Knows nothing of TypeORM: see {@link applyListQuery} for what happens with the result.
 *
 * @param cursorSecret - signs the cursors of the list; give every process of a deployment the same one.
 * @public
 */
export function parseListQuery(
  parameters: QueryParameters,
  grammar: ListGrammar,
  cursorSecret = 'restview',
): ParsedListQuery {
  const mistakes: Mistake[] = [];
  const { limits, keyOrder, fields } = grammar;
  const offered = offeredParameters(grammar);
  const reading: ConditionReading = { fields, limits, mistakes, parameters: offered, count: 0 };

  const condition = readConditions(parameters, grammar, offered, reading);
  const sorted = offered.has('sort') ? singleValue('sort', parameters, mistakes) : undefined;
  const sort =
    sorted === undefined ? grammar.defaultSort : readSort(sorted, 'sort', fields, keyOrder, limits, mistakes);
  const named = singleValue('fields', parameters, mistakes);
  const selection =
    named === undefined ? undefined : readFields(named, grammar.responseFields, limits.maxPathDepth, mistakes);
  const columns = selection && selectedColumns(selection, grammar.responseFields);

  const list = fingerprint([grammar.name, sort.map(({ name, direction }) => [name, direction]), plain(condition)]);
  const walk = offered.has('cursor') ? readWalk(parameters, list, cursorSecret, mistakes) : undefined;
  const pageSize = readCount('page_size', parameters, [1, grammar.maxPageSize], mistakes) ?? grammar.defaultPageSize;
  const page = offered.has('page')
    ? (readCount('page', parameters, [1, Math.floor(Number.MAX_SAFE_INTEGER / (pageSize ?? 1))], mistakes) ?? 1)
    : 1;
  checkPaging(parameters, pageSize, page, mistakes);

  const query: ListQuery = {
    ...(condition && { condition }),
    sort,
    page,
    offset: (page - 1) * (pageSize ?? 0),
    pageSize: pageSize ?? (walk ? grammar.maxPageSize : null),
    ...(walk && { walk }),
    includeTotal: readFlag('include_total', parameters, mistakes) ?? !walk,
    ...(selection && { fields: selection }),
    ...(columns && { columns }),
    extra: extraValues(parameters, grammar),
  };
  return { query: Object.freeze(query), mistakes };
}

function offeredParameters({ pageKinds, searchFields, extraQueryParams, fields }: ListGrammar): ReadonlySet<string> {
  const offered = new Set<string>([...LIST_PARAMETERS, ...extraQueryParams]);
  for (const kind of ['page', 'cursor'] as const) if (!pageKinds.includes(kind)) offered.delete(kind);
  if (searchFields.length === 0) offered.delete('q');
  if (fields.columns.size === 0) for (const name of ['and', 'or', 'not', 'sort']) offered.delete(name);
  return offered;
}

function readConditions(
  parameters: QueryParameters,
  grammar: ListGrammar,
  offered: ReadonlySet<string>,
  reading: ConditionReading,
): Condition | undefined {
  const conditions: (Condition | undefined)[] = [];
  const filtered = new Set<string>();
  for (const [key, values] of parameters) {
    if (offered.has(key)) continue;
    const known = findKey(grammar.fields, key);
    if (known) filtered.add(known.found.name);
    for (const value of values) conditions.push(readCondition(key, value, key, reading));
  }
  for (const [key, value] of grammar.defaultFilter) {
    const field = findKey(grammar.fields, key)?.found.name ?? key;
    if (!filtered.has(field)) conditions.push(readCondition(key, value, key, reading));
  }
  for (const kind of ['and', 'or', 'not'] as const) {
    if (!offered.has(kind)) continue;
    for (const text of parameters.get(kind) ?? []) conditions.push(readGroup(kind, text, reading));
  }
  if (offered.has('q'))
    for (const text of parameters.get('q') ?? []) conditions.push(readSearch(text, grammar, reading));
  const read = conditions.filter((condition) => condition !== undefined);
  return read.length === 0 ? undefined : allOf(read);
}

function readSearch(
  text: string,
  { searchFields, limits }: ListGrammar,
  { mistakes }: ConditionReading,
): Condition | undefined {
  const words = text.length > limits.maxValueLength ? [] : wordsOf(text.normalize());
  if (words.length > 0 && words.length <= limits.maxSearchWords && isText(text))
    return searchCondition(words, searchFields);
  const problem =
    words.length === 0 && text.length <= limits.maxValueLength
      ? 'blank'
      : isText(text)
        ? 'too_many'
        : 'invalid_character';
  mistakes.push({
    parameter: 'q',
    code: problem,
    detail: `"q" must have from 1 to ${String(limits.maxSearchWords)} words of ordinary text.`,
  });
  return undefined;
}

function isText(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- NUL is the one character that PostgreSQL's text cannot hold
  return !/\u0000|\p{Surrogate}/u.test(text);
}

function readWalk(
  parameters: QueryParameters,
  list: string,
  secret: string,
  mistakes: Mistake[],
): CursorWalk | undefined {
  const text = singleValue('cursor', parameters, mistakes);
  if (text === undefined) return undefined;
  const from = text === '' ? undefined : readCursor(text, list, secret);
  if (text !== '' && !from) {
    mistakes.push({
      parameter: 'cursor',
      code: 'cursor',
      detail: '"cursor" is not one of this list with this sort and these filters; start again with cursor=.',
    });
  }
  return Object.freeze({ ...(from && { from }), write: (cursor: Cursor) => writeCursor(cursor, list, secret) });
}

function checkPaging(parameters: QueryParameters, pageSize: number | null, page: number, mistakes: Mistake[]): void {
  if (parameters.has('cursor') && parameters.has('page')) {
    mistakes.push({ parameter: 'page', code: 'conflict', detail: 'Give either "page" or "cursor".' });
  } else if (pageSize === null && page > 1) {
    mistakes.push({ parameter: 'page', code: 'needs_page_size', detail: '"page" needs "page_size" here.' });
  }
}

function extraValues(parameters: QueryParameters, { extraQueryParams }: ListGrammar): ListQuery['extra'] {
  return Object.freeze(
    Object.fromEntries(
      extraQueryParams.flatMap((name) => {
        const values = parameters.get(name);
        return values ? [[name, Object.freeze([...values])] as const] : [];
      }),
    ),
  );
}

/** A condition without what does not belong to its meaning, for the fingerprint. */
function plain(condition: Condition | undefined): unknown {
  if (!condition) return null;
  switch (condition.kind) {
    case 'compare':
      return plainComparison(condition);
    case 'related':
      return [condition.relation.property, condition.quantifier, plain(condition.condition)];
    case 'not':
      return ['not', plain(condition.condition)];
    default:
      return [condition.kind, ...condition.conditions.map(plain)];
  }
}

function plainComparison({ column, operator, values }: Comparison): unknown {
  return [column.path.join('.'), operator, values];
}

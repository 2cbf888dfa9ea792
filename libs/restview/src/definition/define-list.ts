import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { Mistake } from '../errors/mistake.js';
import type { ModelDescription } from '../model/model-description.js';
import { type FoundField, findField, type ListFields } from '../query/list-fields.js';
import {
  DEFAULT_PAGE_SIZE,
  type DefaultCondition,
  type ListGrammar,
  MAX_PAGE_SIZE,
  type PageKind,
} from '../query/list-grammar.js';
import { DEFAULT_LIST_LIMITS, type ListLimits } from '../query/list-limits.js';
import type { SortTerm } from '../query/list-query.js';
import { standardDialect } from '../query/list-dialect.js';
import { plainPath } from '../query/list-fields.js';
import { findKey, readCondition } from '../query/read-condition.js';
import { readSort } from '../query/read-sort.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import { includableRelations } from './includable-relations.js';
import { listFieldsOf, responseFieldsOf } from './list-fields-of.js';
import type { ListOptions } from './list-options.js';

/** Makes the grammar of a list of a read schema; what the options have wrong is added to the mistakes. */
export function defineList(
  subject: string,
  options: ListOptions,
  model: ModelDescription,
  schema: SchemaDescription,
  mistakes: ConfigurationMistake[],
  standardPageSize = DEFAULT_PAGE_SIZE,
): ListGrammar {
  const wrong = (option: keyof ListOptions, problem: string, remedy: string): void => {
    mistakes.push({ subject: `${subject}: "${option}"`, problem, remedy });
  };
  const limits = readLimits(options, wrong);
  const policy = {
    filterable: options.filterable && new Set(options.filterable),
    sortable: options.sortable && new Set(options.sortable),
  };
  const fields = listFieldsOf(schema, policy, mistakes);
  checkPolicy(options, fields, wrong);
  const keyOrder = Object.freeze(model.primaryKey.map((column): SortTerm => keyTerm(schema, column.path, column)));
  const grammar: ListGrammar = {
    name: subject,
    fields,
    responseFields: responseFieldsOf(schema),
    includable: includableRelations(subject, schema, limits, mistakes),
    searchFields: readSearchFields(options, fields, wrong),
    defaultSort: readDefaultSort(options, fields, keyOrder, limits, wrong),
    keyOrder,
    defaultFilter: readDefaultFilter(options, fields, limits, wrong),
    pageKinds: readPageKinds(options, wrong),
    ...readPageSizes(options, standardPageSize, wrong),
    extraQueryParams: readExtraParameters(options, fields, wrong),
    limits,
  };
  return Object.freeze(grammar);
}

type Wrong = (option: keyof ListOptions, problem: string, remedy: string) => void;

function keyTerm(schema: SchemaDescription, path: readonly string[], column: SortTerm['column']): SortTerm {
  const field = schema.fields.find((one) => one.column?.path.join('.') === path.join('.'));
  return Object.freeze({
    name: field?.wireName ?? path.join('.'),
    direction: 'asc',
    relations: Object.freeze([]),
    column,
  });
}

function readLimits({ limits = {} }: ListOptions, wrong: Wrong): ListLimits {
  const valid = Object.entries(limits).filter(([name, value]) => {
    if (!Object.hasOwn(DEFAULT_LIST_LIMITS, name)) {
      const known = Object.keys(DEFAULT_LIST_LIMITS).join(', ');
      wrong('limits', `has "${name}", which is no limit.`, `Limits are ${known}.`);
      return false;
    }
    if (Number.isSafeInteger(value) && value >= 0) return true;
    wrong('limits', `sets ${name} to ${String(value)}.`, 'Give a whole number from 0.');
    return false;
  });
  return Object.freeze({ ...DEFAULT_LIST_LIMITS, ...Object.fromEntries(valid) });
}

function readPageKinds({ pageKinds = ['page', 'cursor'] }: ListOptions, wrong: Wrong): readonly PageKind[] {
  const unknown: readonly string[] = pageKinds.filter((kind: string) => kind !== 'page' && kind !== 'cursor');
  if (pageKinds.length === 0) wrong('pageKinds', 'is empty.', "Offer 'page', 'cursor', or both.");
  for (const kind of unknown) wrong('pageKinds', `names "${kind}".`, "Offer 'page', 'cursor', or both.");
  return Object.freeze([...pageKinds]);
}

function readPageSizes(
  { defaultPageSize: given, maxPageSize = MAX_PAGE_SIZE }: ListOptions,
  standard: number,
  wrong: Wrong,
): Pick<ListGrammar, 'defaultPageSize' | 'maxPageSize'> {
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1;
  if (!isCount(maxPageSize)) {
    wrong('maxPageSize', `is ${String(maxPageSize)}, which is not a number of rows.`, 'Give a whole number from 1.');
  }
  const defaultPageSize = given === undefined ? Math.min(standard, maxPageSize) : given;
  if (
    isCount(maxPageSize) &&
    defaultPageSize !== null &&
    (!isCount(defaultPageSize) || defaultPageSize > maxPageSize)
  ) {
    wrong(
      'defaultPageSize',
      `is ${String(defaultPageSize)}, which is not from 1 to maxPageSize (${String(maxPageSize)}).`,
      'Give a number in that range, or null for lists without a page size.',
    );
  }
  return { defaultPageSize, maxPageSize };
}

function readExtraParameters(
  { extraQueryParams = [], dialect = standardDialect }: ListOptions,
  fields: ListFields,
  wrong: Wrong,
): readonly string[] {
  const reserved = new Set(dialect.reserved);
  for (const name of extraQueryParams) {
    const isField = fields.columns.has(name) || fields.relations.has(name);
    if (!reserved.has(name) && !isField && /^[\w.-]+$/.test(name)) continue;
    wrong(
      'extraQueryParams',
      `names "${name}", which ${reserved.has(name) || isField ? 'the list itself uses' : 'is not a name for a parameter'}.`,
      'Choose another name of letters, digits, "_", "-" and ".".',
    );
  }
  return Object.freeze([...extraQueryParams]);
}

function readSearchFields({ searchFields = [] }: ListOptions, fields: ListFields, wrong: Wrong): readonly FoundField[] {
  return Object.freeze(
    searchFields.flatMap((name) => {
      const found = findField(fields, name);
      if (found?.field.operators.includes('icontains')) return [found];
      wrong(
        'searchFields',
        `names "${name}", which is no text field that the list can search.`,
        'Name public text fields.',
      );
      return [];
    }),
  );
}

function readDefaultSort(
  { defaultSort }: ListOptions,
  fields: ListFields,
  keyOrder: readonly SortTerm[],
  limits: ListLimits,
  wrong: Wrong,
): readonly SortTerm[] {
  if (defaultSort === undefined) return keyOrder;
  const found: Mistake[] = [];
  const terms = readSort(defaultSort, 'defaultSort', fields, keyOrder, limits, found);
  for (const { detail } of found)
    wrong('defaultSort', `is "${defaultSort}". ${detail}`, 'Write it as in a URL: "-createdAt,name".');
  return terms;
}

function readDefaultFilter(
  { defaultFilter = {} }: ListOptions,
  fields: ListFields,
  limits: ListLimits,
  wrong: Wrong,
): readonly DefaultCondition[] {
  const conditions = Object.entries(defaultFilter).flatMap(([key, value]): DefaultCondition[] => {
    const mistakes: Mistake[] = [];
    const reading = { fields, limits, mistakes, parameters: new Set<string>(), named: new Set<string>(), count: 0 };
    const condition = readCondition(key, value, key, reading);
    for (const { detail } of mistakes) {
      wrong('defaultFilter', `has "${key}". ${detail}`, "Write it as in a URL: { status: 'open' }.");
    }
    const found = findKey(fields, key)?.found;
    return condition && found ? [Object.freeze({ field: plainPath(found), condition })] : [];
  });
  return Object.freeze(conditions);
}

function checkPolicy(options: ListOptions, fields: ListFields, wrong: Wrong): void {
  for (const option of ['filterable', 'sortable'] as const) {
    for (const name of options[option] ?? []) {
      const field = findField(fields, name)?.field;
      if (option === 'filterable' ? field && field.operators.length > 0 : field?.isSortable) continue;
      wrong(
        option,
        `names "${name}", by which the list cannot be ${option === 'filterable' ? 'filtered' : 'sorted'}.`,
        'Name public fields of the read schema.',
      );
    }
  }
}

import { includeSyntax } from './include-syntax.js';
import type { ListGrammar } from './list-grammar.js';
import type { ListParameter } from './list-parameter.js';
import { pageSizeParameter } from './list-parameters.js';
import type { Operator } from './operators.js';

/** The parameters of the dialect that are no filters. */
export const RESERVED: readonly string[] = Object.freeze([
  ...['currentPage', 'pageSize', 'limit', 'offset'],
  ...['orderBy', 'sortOrder', 'searchString', 'searchIgnoreCase', 'include'],
]);

/** What a filter of this dialect means in conditions of the standard grammar. */
export interface LimitOffsetFilter {
  readonly name: string;
  readonly key: string;
  /** Each value of the parameter is one of a list. */
  readonly isList: boolean;
  readonly filter: NonNullable<ListParameter['filter']>;
}

/** The filters of the grammar's own columns, under the names of this dialect. */
export function limitOffsetFilters({ fields, keyOrder }: ListGrammar): readonly LimitOffsetFilter[] {
  const [key, ...more] = keyOrder;
  const found = new Map<string, LimitOffsetFilter>();
  for (const [name, { column, operators }] of fields.columns) {
    const offer = (offered: string, operator: Operator): void => {
      // A name that is taken means what it meant first.
      if (!operators.includes(operator) || RESERVED.includes(offered) || found.has(offered)) return;
      found.set(offered, {
        name: offered,
        key: operator === 'eq' ? name : `${name}__${operator}`,
        isList: operator === 'in' || operator === 'not_in',
        filter: { column, operator, field: name },
      });
    };
    const camel = name.replace(/[._](\w)/g, (_, letter: string) => letter.toUpperCase());
    offer(camel, 'eq');
    offer(`${camel}In`, 'in');
    offer(`${camel}NotIn`, 'not_in');
    if (key?.name === name && more.length === 0) offer('ids', 'in');
    if (column.kind === 'datetime' && /^(created|updated)At$/.test(camel)) {
      offer(camel.replace(/At$/, 'After'), 'gt');
      offer(camel.replace(/At$/, 'Before'), 'lt');
    }
  }
  return [...found.values()];
}

/** The parameters of the dialect, for the document. */
export function limitOffsetParameters(grammar: ListGrammar): readonly ListParameter[] {
  const { fields, searchFields, extraQueryParams } = grammar;
  const sortable = [...fields.columns].filter(([, { isSortable }]) => isSortable).map(([name]) => name);
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
    ...(searchFields.length > 0 ? SEARCH : []),
    ...(grammar.includable.length > 0 ? [includeSyntax.describe(grammar)] : []),
    ...limitOffsetFilters(grammar).map(({ name, filter }) => ({
      name,
      description: DESCRIPTIONS.get(filter.operator) ?? 'Equal to the value.',
      filter,
      isRepeated: true,
    })),
    ...extraQueryParams.map((name) => ({
      name,
      description: 'A parameter of this resource.',
      schema: { type: 'string' },
    })),
  ];
}

const SEARCH: readonly ListParameter[] = [
  { name: 'searchString', description: 'Words that all have to be found.', schema: { type: 'string' } },
  {
    name: 'searchIgnoreCase',
    description: 'Whether the search ignores case.',
    schema: { type: 'boolean', default: false },
  },
];

const DESCRIPTIONS: ReadonlyMap<Operator, string> = new Map<Operator, string>([
  ['in', 'One of the values; repeat the parameter for several.'],
  ['not_in', 'None of the values; repeat the parameter for several.'],
  ['gt', 'Later than the value.'],
  ['lt', 'Earlier than the value.'],
]);

import type { ColumnDescription } from '../model/model-description.js';
import { includeSyntax } from './include-syntax.js';
import { publicPaths } from './list-fields.js';
import type { ListGrammar } from './list-grammar.js';
import type { ListParameter } from './list-parameter.js';
import type { Operator } from './operators.js';

/** Relations on the way of the paths that the document lists; clients may go as deep as the limits say. */
const DOCUMENTED_DEPTH = 1;

/** The parameters of the standard grammar, in the order in which a reader wants them. */
export function listParameters(grammar: ListGrammar): readonly ListParameter[] {
  const { fields, limits, pageKinds, searchFields, extraQueryParams } = grammar;
  const sortable = publicPaths(fields, DOCUMENTED_DEPTH)
    .filter(({ field, isThroughMany }) => field.isSortable && !isThroughMany)
    .map(({ name }) => name);
  return [
    ...(pageKinds.includes('page') ? [PAGE] : []),
    ...(pageKinds.includes('cursor') ? [CURSOR] : []),
    pageSizeParameter('page_size', grammar),
    INCLUDE_TOTAL,
    ...(sortable.length > 0
      ? [
          {
            name: 'sort',
            description: `The order: at most ${String(limits.maxSortTerms)} fields, separated by commas, with "-" for descending. Rows without a value are last.`,
            schema: {
              type: 'array',
              items: { type: 'string', enum: sortable.flatMap((name) => [name, `-${name}`]) },
              minItems: 1,
              maxItems: limits.maxSortTerms,
            },
            isList: true,
          },
        ]
      : []),
    ...(searchFields.length > 0
      ? [
          text(
            'q',
            `Words that all have to be found, in ${searchFields.map(({ name }) => name).join(', ')}; "two words" in quotes are one.`,
          ),
        ]
      : []),
    {
      name: 'fields',
      description: `The fields that the answer has, separated by commas: ${[...grammar.responseFields.keys()].join(', ')}; of a nested object with a dot.`,
      schema: { type: 'array', items: { type: 'string' }, minItems: 1 },
      isList: true,
    },
    ...(grammar.includable.length > 0 ? [includeSyntax.describe(grammar)] : []),
    ...filterParameters(grammar),
    ...(fields.columns.size > 0
      ? [
          text(
            'or',
            'Conditions one of which has to hold: status=open,and(age__gte=18,age__lt=65). An empty one holds for no row.',
          ),
          text('and', 'Conditions that all have to hold. An empty one holds for every row.'),
          text('not', 'Leaves out the rows for which all of these conditions hold.'),
        ]
      : []),
    ...extraQueryParams.map((name) => text(name, 'A parameter of this resource.')),
  ];
}

/** One parameter for every field and operator. */
export function filterParameters({ fields }: ListGrammar): readonly ListParameter[] {
  return publicPaths(fields, DOCUMENTED_DEPTH).flatMap(({ name, field: { column, operators }, isThroughMany }) =>
    operators.map((operator) => ({
      name: operator === 'eq' ? name : `${name}__${operator}`,
      description: describe(operator, column) + (isThroughMany ? ' At least one related row has to fulfil it.' : ''),
      filter: { column, operator, field: name },
    })),
  );
}

const PAGE: ListParameter = {
  name: 'page',
  description: 'The page, counted from 1.',
  schema: { type: 'integer', minimum: 1, default: 1 },
};

const CURSOR: ListParameter = {
  name: 'cursor',
  description:
    'A place in the list: blank for its start, else `next` or `prev` of an answer with the same sort and filters.',
  schema: { type: 'string' },
};

const INCLUDE_TOTAL: ListParameter = {
  name: 'include_total',
  description: 'Whether rows are counted. Default: true for pages, false for cursors.',
  schema: { type: 'boolean' },
};

/** The parameter for the rows of a page. */
export function pageSizeParameter(name: string, { defaultPageSize, maxPageSize }: ListGrammar): ListParameter {
  return {
    name,
    description: `Rows of a page, at most ${String(maxPageSize)}${defaultPageSize === null ? '; without it the list has every row' : ''}.`,
    schema: {
      type: 'integer',
      minimum: 1,
      maximum: maxPageSize,
      ...(defaultPageSize === null ? {} : { default: defaultPageSize }),
    },
  };
}

function text(name: string, description: string): ListParameter {
  return { name, description, schema: { type: 'string' } };
}

const MEANINGS: Readonly<Record<Operator, string>> = {
  eq: 'Equal to the value.',
  ne: 'Different from the value.',
  in: 'One of the values, separated by commas.',
  not_in: 'None of the values, separated by commas.',
  gt: 'Greater than the value.',
  gte: 'Greater than the value, or equal to it.',
  lt: 'Less than the value.',
  lte: 'Less than the value, or equal to it.',
  between: 'From the first to the second of two values, separated by a comma; both included.',
  contains: 'Contains every word, with regard to case; "two words" in quotes are one.',
  icontains: 'Contains every word, regardless of case; "two words" in quotes are one.',
  startswith: 'Starts with the text, with regard to case; quotes around it are no part of it.',
  istartswith: 'Starts with the text, regardless of case; quotes around it are no part of it.',
  endswith: 'Ends with the text, with regard to case; quotes around it are no part of it.',
  iendswith: 'Ends with the text, regardless of case; quotes around it are no part of it.',
  isnull: 'true: has no value; false: has one.',
};

/** The operators that take what stands between commas for values. */
const SPLIT: ReadonlySet<Operator> = new Set<Operator>([
  ...(['eq', 'ne', 'in', 'not_in', 'gt', 'gte', 'lt', 'lte', 'between'] as const),
]);

/** How values are told apart, and what to do about characters that tell them. */
const QUOTING =
  'A value that has a comma, or a quote in front, stands in double quotes, and quotes in it are doubled: "Carol, ""CJ""".';

function describe(operator: Operator, { nullable, kind, enumValues = [] }: ColumnDescription): string {
  const leavesNullsOut = nullable && (operator === 'ne' || operator === 'not_in');
  const mayHaveCommas = kind === 'string' || enumValues.some((value) => /^"|,/.test(String(value)));
  return [
    MEANINGS[operator],
    ...(leavesNullsOut ? ['Rows without a value are not among them.'] : []),
    ...(mayHaveCommas && SPLIT.has(operator) ? [QUOTING] : []),
  ].join(' ');
}

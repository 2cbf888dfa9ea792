import type { ColumnDescription } from '../model/model-description.js';

/** The filter operators: the suffix of a key after `__`; `eq` is the key alone. */
export const OPERATORS = [
  'eq',
  'ne',
  'in',
  'not_in',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'contains',
  'icontains',
  'startswith',
  'istartswith',
  'endswith',
  'iendswith',
  'isnull',
] as const;

/** @public */
export type Operator = (typeof OPERATORS)[number];

const EQUALITY: readonly Operator[] = ['eq', 'ne', 'in', 'not_in', 'isnull'];
const RANGE: readonly Operator[] = ['gt', 'gte', 'lt', 'lte', 'between'];
const TEXT: readonly Operator[] = ['contains', 'icontains', 'startswith', 'istartswith', 'endswith', 'iendswith'];
const PRESENCE: readonly Operator[] = ['isnull'];

/** Column types of text that the databases compare, order and search as text. */
const TEXT_TYPES = /char|text|^string$|^clob$|^simple-enum$/;
/** Column types whose values arrive as text, but which have no equality of their own. */
const WITHOUT_EQUALITY = /^(xml|json|tsvector|tsquery|point|line|lseg|box|path|polygon|circle)$/;

/**
 * The operators that can really be executed on a column; only these are offered and documented.
 *
 * A transformer may store what has another order and another text than the value, so equality is all that is left.
 */
export function operatorsOf(column: ColumnDescription): readonly Operator[] {
  switch (column.kind) {
    case 'json':
    case 'binary':
    case 'array':
      return PRESENCE;
    case 'unknown':
      return [];
    case 'boolean':
    case 'uuid':
      return EQUALITY;
    default:
      break;
  }
  if (column.transformed) return EQUALITY;
  if (column.kind === 'enum') return EQUALITY;
  if (column.kind !== 'string') return [...EQUALITY, ...RANGE];
  if (TEXT_TYPES.test(column.type)) return [...EQUALITY, ...RANGE, ...TEXT];
  return WITHOUT_EQUALITY.test(column.type) ? PRESENCE : EQUALITY;
}

/** Whether rows can be ordered by a column. */
export function isSortable(column: ColumnDescription): boolean {
  const { kind, transformed, type } = column;
  if (transformed || kind === 'json' || kind === 'binary' || kind === 'array' || kind === 'unknown') return false;
  return kind !== 'string' || !WITHOUT_EQUALITY.test(type);
}

export function isOperator(name: string): name is Operator {
  return OPERATORS.some((operator) => operator === name);
}

import type { ColumnDescription } from '../model/model-description.js';

/**
 * The filter operators: the suffix of a key after `__`; `eq` is the key alone.
 *
 * @public
 */
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

/**
 * A filter operator: the suffix of a key after `__`; `eq` is the key alone.
 *
 * @public
 */
export type Operator = (typeof OPERATORS)[number];

const EQUALITY: readonly Operator[] = ['eq', 'ne', 'in', 'not_in', 'isnull'];
const RANGE: readonly Operator[] = ['gt', 'gte', 'lt', 'lte', 'between'];
const TEXT: readonly Operator[] = ['contains', 'icontains', 'startswith', 'istartswith', 'endswith', 'iendswith'];
const PRESENCE: readonly Operator[] = ['isnull'];

/** Column types of text that the databases compare, order and search as text. */
const TEXT_TYPES = /char|text|^string$|^clob$|^simple-enum$/;
/** Column types whose values arrive as text and have an order, though only the database knows what text is a value. */
const ORDERED_TYPES =
  /^(inet[46]?|cidr|macaddr8?|money|interval|timetz|time with time zone|varbit|bit|bit varying|ltree)$/;

/**
 * The operators that can really be executed on a column, whatever the value; only these are offered and documented.
 *
 * A transformer may store what has another order and another text than the value, so equality is all that is left. What
 * only the database can read, such as `inet`, can be present or absent.
 */
export function operatorsOf({ kind, transformed, type }: ColumnDescription): readonly Operator[] {
  switch (kind) {
    case 'unknown':
      return [];
    case 'json':
    case 'binary':
    case 'array':
      return PRESENCE;
    case 'boolean':
    case 'uuid':
    case 'enum':
      return EQUALITY;
    case 'string':
      if (transformed) return EQUALITY;
      return TEXT_TYPES.test(type) ? [...EQUALITY, ...RANGE, ...TEXT] : PRESENCE;
    default:
      return transformed ? EQUALITY : [...EQUALITY, ...RANGE];
  }
}

/** Whether rows can be ordered by a column. */
export function isSortable({ kind, transformed, type }: ColumnDescription): boolean {
  if (transformed || kind === 'json' || kind === 'binary' || kind === 'array' || kind === 'unknown') return false;
  return kind !== 'string' || TEXT_TYPES.test(type) || ORDERED_TYPES.test(type);
}

export function isOperator(name: string): name is Operator {
  return OPERATORS.some((operator) => operator === name);
}

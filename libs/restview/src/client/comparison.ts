import { isPlainObject } from './is-record.js';
import { UsageError } from './usage-error.js';
import { valueText } from './value-text.js';

/** What a comparison is written like. */
export type ComparisonKind = 'values' | 'words' | 'phrases' | 'text';

/** One condition: a parameter of the grammar with its values as text. */
export interface Comparison {
  /** The name with its operator, such as `age__gte`. */
  readonly key: string;
  readonly kind: ComparisonKind;
  readonly values: readonly string[];
  /** What it means to have no values; `undefined` where there are some. */
  readonly constant?: 'every row' | 'no row';
}

/** The conditions on one field. */
export function comparisonsOn(field: string, condition: unknown): readonly Comparison[] {
  // An object of a class, such as a date, has no operators; valueText() says that it is no value either.
  if (!isPlainObject(condition)) return [comparison(field, 'eq', condition)];
  const operators = Object.entries(condition);
  if (operators.length === 0)
    throw new UsageError(`"${field}" is a condition without an operator. Leave the name out.`);
  return operators.map(([operator, operand]) => comparison(field, operator, operand));
}

function comparison(field: string, operator: string, operand: unknown): Comparison {
  const key = operator === 'eq' ? field : `${field}__${operator}`;
  const given: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const values = given.map((value) => valueText(value, key));
  if (values.length > 0) return { key, kind: kindOf(operator, Array.isArray(operand)), values };
  switch (operator) {
    case 'eq':
    case 'in':
      return { key, kind: 'values', values, constant: 'no row' };
    case 'ne':
    case 'not_in':
      return { key, kind: 'values', values, constant: 'every row' };
    default:
      throw new UsageError(`"${key}" is a list without values.`);
  }
}

function kindOf(operator: string, isList: boolean): ComparisonKind {
  switch (operator) {
    case 'contains':
    case 'icontains':
      return isList ? 'phrases' : 'words';
    case 'startswith':
    case 'istartswith':
    case 'endswith':
    case 'iendswith':
      return 'text';
    default:
      return 'values';
  }
}

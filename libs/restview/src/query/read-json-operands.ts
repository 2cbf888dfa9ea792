import { parseText, readValue } from '../model/column-values.js';
import type { ColumnDescription, ColumnKind } from '../model/model-description.js';
import { refused, type ValueReading } from '../model/value-reading.js';
import type { ListLimits } from './list-limits.js';
import type { Operator } from './operators.js';
import { readOperands } from './read-operands.js';
import { textSearchOf } from './text-search.js';

/** A comparison that a JSON value asks for. */
export interface JsonComparison {
  readonly operator: Operator;
  readonly values: readonly unknown[];
}

interface Refusal {
  readonly code: string;
  readonly problem: string;
}

/** How much a value may have. */
export interface JsonLimits {
  readonly limits: ListLimits;
  readonly maxValues: number;
}

/**
 * Reads what an operator compares a column with, by JSON type and by the column's type.
 *
 * @returns comparisons one of which has to hold: none for an empty array, two for an array with `null` beside values.
 */
export function readJsonOperands(
  operator: Operator,
  column: ColumnDescription,
  value: unknown,
  { limits, maxValues }: JsonLimits,
): readonly JsonComparison[] | Refusal {
  if (operator === 'isnull') return readPresence(value);
  if (textSearchOf(operator)) return readSearched(operator, column, value, limits);
  const isList = Array.isArray(value);
  const given: readonly unknown[] = isList ? value : [value];
  if (given.length > maxValues) return { code: 'too_many', problem: `may have ${String(maxValues)} values at most.` };
  if (operator === 'between' && given.length !== 2) {
    return { code: 'type', problem: 'takes an array of two values, such as [1,5].' };
  }
  if (isList && !LISTED.has(operator)) return { code: 'type', problem: 'takes one value, and no array.' };
  const isNegative = operator === 'ne' || operator === 'not_in';
  const takesNull = isNegative || operator === 'eq' || operator === 'in';
  if (given.some((one) => typeof one === 'string' && one.length > limits.maxValueLength)) {
    return { code: 'too_long', problem: `may have ${String(limits.maxValueLength)} characters at most.` };
  }
  const values: unknown[] = [];
  for (const one of given) {
    if (one === null && takesNull) continue;
    const reading = readScalar(column, one);
    if (!reading.ok) {
      return { code: reading.code, problem: `has a value that is not valid: ${lowerFirst(reading.detail)}` };
    }
    values.push(reading.value);
  }
  const hasNull = given.includes(null);
  // What is not null is not in an empty list either; a comparison with values leaves the rows without one out anyway.
  if (isNegative) return values.length > 0 ? [{ operator: 'not_in', values }] : [...presence(!hasNull)];
  return [
    ...(values.length > 0 ? [{ operator: operator === 'eq' && isList ? 'in' : operator, values } as const] : []),
    ...(hasNull ? [{ operator: 'isnull', values: [true] } as const] : []),
  ];
}

/** The rows that have a value, and if `all` those that have none too. */
function presence(all: boolean): readonly JsonComparison[] {
  return [{ operator: 'isnull', values: [false] }, ...(all ? [{ operator: 'isnull', values: [true] } as const] : [])];
}

/** The operators that take several values; equality with an array is being one of it. */
const LISTED: ReadonlySet<Operator> = new Set<Operator>(['eq', 'ne', 'in', 'not_in', 'between']);

const NUMERIC: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['integer', 'bigint', 'decimal', 'float']);

function readScalar(column: ColumnDescription, value: unknown): ValueReading {
  switch (typeof value) {
    case 'string':
      // A text stands for any value, as in a path: react-admin takes ids from its own addresses.
      return parseText(column, value);
    case 'number':
      return NUMERIC.has(column.kind) ? readValue(column, value) : refused('type', 'It must be no number.');
    case 'boolean':
      return column.kind === 'boolean' ? readValue(column, value) : refused('type', 'It must not be true or false.');
    default:
      return refused('type', value === null ? 'It must not be null.' : 'It must be one value.');
  }
}

function readPresence(value: unknown): readonly JsonComparison[] | Refusal {
  const isTrue = value === true || value === 'true';
  if (isTrue || value === false || value === 'false') return [{ operator: 'isnull', values: [isTrue] }];
  return { code: 'type', problem: 'takes true or false.' };
}

function readSearched(
  operator: Operator,
  column: ColumnDescription,
  value: unknown,
  limits: ListLimits,
): readonly JsonComparison[] | Refusal {
  if (typeof value !== 'string') return { code: 'type', problem: 'takes a text.' };
  const operands = readOperands(operator, column, value, limits);
  return 'problem' in operands ? operands : [{ operator, values: operands.values }];
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

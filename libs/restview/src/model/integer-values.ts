import type { ColumnDescription } from './model-description.js';
import { accepted, refused, type ValueReading } from './value-reading.js';

const digits = /^-?\d+$/;
const safe = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * A JSON number as the value of an integer column.
 *
 * @internal
 */
export function readInteger(column: ColumnDescription, value: unknown): ValueReading {
  if (typeof value !== 'number' || !Number.isInteger(value)) return refused('type', 'It must be an integer.');
  // -0 is an integer to JSON, and no integer to a database.
  return Number.isSafeInteger(value) ? inRange(column, BigInt(value), value + 0) : outOfRange(column);
}

/** The same from text: decimal digits only, so not `1e0`, `0x1`, `1.0` or ` 1`. */
export function parseInteger(column: ColumnDescription, text: string): ValueReading {
  if (!digits.test(text)) return refused('type', 'It must be an integer.');
  return hasMoreDigitsThanAny(text) ? outOfRange(column) : inRange(column, BigInt(text), Number(text) + 0);
}

/**
 * Digits in a JSON string, or a JSON number that is exact, as the value of a 64-bit column: exact digits.
 *
 * @internal
 */
export function readBigint(column: ColumnDescription, value: unknown): ValueReading {
  if (typeof value === 'string') return parseBigint(column, value);
  if (typeof value === 'bigint') return parseBigint(column, String(value));
  if (typeof value === 'number' && Number.isSafeInteger(value)) return parseBigint(column, String(value));
  return refused('type', 'It must be an integer, as digits in a string.');
}

/** The same from text. */
export function parseBigint(column: ColumnDescription, text: string): ValueReading {
  if (!digits.test(text)) return refused('type', 'It must be an integer, as digits in a string.');
  if (hasMoreDigitsThanAny(text)) return outOfRange(column);
  const number = BigInt(text);
  // Behind a transformer the kind says what the property is: a JavaScript bigint.
  return inRange(column, number, column.transformed ? number : String(number));
}

/** Leading zeros count too: a thousand of them are no number that anyone means. */
function hasMoreDigitsThanAny(text: string): boolean {
  return text.length > 40;
}

function inRange(column: ColumnDescription, number: bigint, value: unknown): ValueReading {
  const { minimum, maximum } = rangeOf(column);
  return number < minimum || number > maximum ? outOfRange(column) : accepted(value);
}

function outOfRange(column: ColumnDescription): ValueReading {
  const { minimum, maximum } = rangeOf(column);
  return refused('out_of_range', `It must be between ${String(minimum)} and ${String(maximum)}.`);
}

function rangeOf(column: ColumnDescription): { readonly minimum: bigint; readonly maximum: bigint } {
  const widest = column.kind === 'bigint' ? (1n << 63n) - 1n : safe;
  const { minimum = column.kind === 'bigint' ? -widest - 1n : -widest, maximum = widest } = column;
  return { minimum, maximum };
}

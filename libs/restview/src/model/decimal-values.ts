import type { ColumnDescription } from './model-description.js';
import { accepted, refused, type ValueReading } from './value-reading.js';

const plain = /^-?\d+(\.\d+)?$/;
const scientific = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/;

/**
 * Digits in a JSON string, or a JSON number, as the value of a decimal column: exact digits, never rounded.
 *
 * A number with more digits than a JavaScript number keeps has lost some before it comes here.
 *
 * @internal
 */
export function readDecimal(column: ColumnDescription, value: unknown): ValueReading {
  if (typeof value === 'string') return parseDecimal(column, value);
  if (typeof value === 'number' && Number.isFinite(value)) {
    return keepsDigits(value)
      ? parseDecimal(column, plainDigits(value))
      : refused('out_of_range', `It has more than ${String(KEPT_DIGITS)} digits: send them in a string.`);
  }
  return refused('type', 'It must be a decimal number, as digits in a string.');
}

/** So many digits of a decimal come back out of every JavaScript number. */
const KEPT_DIGITS = 15;

/** Whether a number is what was sent, and not the one that comes closest. */
function keepsDigits(value: number): boolean {
  const { whole, fraction } = partsOf(plainDigits(value));
  const significant = (whole + fraction).replace(/^0+|0+$/g, '');
  return significant.length <= KEPT_DIGITS || Number.isSafeInteger(value);
}

/** The same from text. */
export function parseDecimal(column: ColumnDescription, text: string): ValueReading {
  if (!plain.test(text)) return refused('type', 'It must be a decimal number, as digits in a string.');
  const { sign, whole, fraction } = partsOf(text);
  const { precision, scale } = column;
  const significant = fraction.replace(/0+$/, '');
  if (scale !== undefined && significant.length > scale) {
    return refused('out_of_range', `It must have at most ${digits(scale)} after the point.`);
  }
  // Without a scale, the precision bounds the digits on both sides of the point together.
  const room = precision === undefined ? Infinity : precision - (scale ?? significant.length);
  if (whole.length > room) {
    return refused('out_of_range', `It must have at most ${digits(Math.max(room, 0))} before the point.`);
  }
  const kept = scale === undefined ? fraction : fraction.slice(0, scale);
  return accepted(sign + (whole || '0') + (kept && `.${kept}`));
}

/**
 * A decimal in the one form that equal numbers share: without an exponent, leading zeros or trailing zeros.
 *
 * @internal
 */
export function canonicalDecimal(value: unknown): unknown {
  const text = typeof value === 'number' ? plainDigits(value) : value;
  if (typeof text !== 'string' || !plain.test(text)) return value;
  const { sign, whole, fraction } = partsOf(text);
  const significant = fraction.replace(/0+$/, '');
  return sign + (whole || '0') + (significant && `.${significant}`);
}

/**
 * A decimal that the driver hands over, as exact digits with the column's scale.
 *
 * SQLite hands over a number; it prints with the digits that its column declares.
 *
 * @internal
 */
export function writeDecimal(scale: number | undefined): (value: unknown) => unknown {
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return value;
    const { sign, whole, fraction } = partsOf(plainDigits(value));
    // More digits than the column declares are there only if someone else wrote them: they are shown, not rounded.
    const shown = fraction.padEnd(scale ?? 0, '0');
    return sign + (whole || '0') + (shown && `.${shown}`);
  };
}

/** The shortest digits that are this number, never in exponent form. */
function plainDigits(value: number): string {
  const text = String(value);
  const parts = scientific.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = ''] = parts;
  const all = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${all}`;
  return point >= all.length ? sign + all.padEnd(point, '0') : `${sign}${all.slice(0, point)}.${all.slice(point)}`;
}

function partsOf(text: string): { readonly sign: string; readonly whole: string; readonly fraction: string } {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const isZero = /^0*$/.test(whole + fraction);
  return { sign: text.startsWith('-') && !isZero ? '-' : '', whole: whole.replace(/^0+/, ''), fraction };
}

function digits(count: number): string {
  return count === 1 ? '1 digit' : `${String(count)} digits`;
}

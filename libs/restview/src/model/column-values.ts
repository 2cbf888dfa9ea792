import { parseDatetime, readDate, readDatetime, readTime, writeDate, writeDatetime, writeTime } from './date-values.js';
import { parseDecimal, readDecimal, writeDecimal } from './decimal-values.js';
import { parseBigint, parseInteger, readBigint, readInteger } from './integer-values.js';
import { readJson } from './json-values.js';
import type { ColumnDescription, ColumnKind } from './model-description.js';
import { parseEnum, readBinary, readEnum, readString, readUuid } from './text-values.js';
import { accepted, refused, type ValueReading } from './value-reading.js';

export type { ValueReading } from './value-reading.js';

type Reader = (column: ColumnDescription, value: unknown) => ValueReading;
type Parser = (column: ColumnDescription, text: string) => ValueReading;
type Writer = (value: unknown) => unknown;

const noWireForm: Reader = () => refused('type', 'It cannot be sent.');
const noTextForm: Parser = () => refused('type', 'It cannot be written as text.');

const readers: Record<ColumnKind, Reader> = {
  string: readString,
  enum: readEnum,
  uuid: (_, value) => readUuid(value),
  integer: readInteger,
  bigint: readBigint,
  decimal: readDecimal,
  float: (_, value) => (typeof value === 'number' ? readFloat(value) : refused('type', 'It must be a number.')),
  boolean: (_, value) => (typeof value === 'boolean' ? accepted(value) : refused('type', 'It must be true or false.')),
  date: (_, value) => readDate(value),
  time: (_, value) => readTime(value),
  datetime: (_, value) => readDatetime(value),
  json: (_, value) => readJson(value),
  binary: readBinary,
  array: readArray,
  unknown: noWireForm,
};

const parsers: Record<ColumnKind, Parser> = {
  string: readString,
  enum: parseEnum,
  uuid: (_, text) => readUuid(text),
  integer: parseInteger,
  bigint: parseBigint,
  decimal: parseDecimal,
  float: (_, text) => parseFloatText(text),
  boolean: (_, text) => parseBoolean(text),
  date: (_, text) => readDate(text),
  time: (_, text) => readTime(text),
  datetime: (_, text) => parseDatetime(text),
  json: noTextForm,
  binary: readBinary,
  array: noTextForm,
  unknown: noTextForm,
};

/**
 * Converts a value of a JSON body to the value that the column's property has on the entity, strictly.
 *
 * Nothing is coerced: `"5"` is no integer, `1` no boolean, and no number is rounded to fit. `bigint` and `decimal` give
 * exact digits, `datetime` a `Date`, `binary` bytes. A value that a hook has converted already is taken as it is.
 * Whether `null` may stand is the caller's question, before this one.
 *
 * @example
 * const reading = readValue(column, body.price);
 * if (reading.ok) user.price = reading.value;
 * @internal
 */
export function readValue(column: ColumnDescription, value: unknown): ValueReading {
  return readers[column.kind](column, value);
}

/**
 * The same from the text of a URL: a key in the path, a value in the query.
 *
 * @internal
 */
export function parseText(column: ColumnDescription, text: string): ValueReading {
  return parsers[column.kind](column, text);
}

/**
 * Chooses, once for a column, the function that turns a value on the entity into its JSON value.
 *
 * `bigint` and `decimal` become exact digits in a string, a `Date` ISO 8601 in UTC or `YYYY-MM-DD`, bytes base64.
 * `null` and `undefined` stay what they are.
 *
 * @example
 * const write = wireWriter(column);
 * body.price = write(user.price);
 * @internal
 */
export function wireWriter(column: ColumnDescription): (value: unknown) => unknown {
  const write = writerOf(column);
  if (write === asIs) return asIs;
  return (value) => (value === null || value === undefined ? value : write(value));
}

function writerOf(column: ColumnDescription): Writer {
  switch (column.kind) {
    case 'bigint':
      return (value) => (typeof value === 'number' || typeof value === 'bigint' ? String(value) : value);
    case 'decimal':
      return writeDecimal(column.scale);
    case 'integer':
      // CockroachDB hands over 64-bit integers as text.
      return (value) => (typeof value === 'string' && Number.isSafeInteger(Number(value)) ? Number(value) : value);
    case 'boolean':
      return (value) => (typeof value === 'number' ? value !== 0 : value);
    case 'date':
      return writeDate;
    case 'time':
      return writeTime;
    case 'datetime':
      return writeDatetime;
    case 'binary':
      return writeBytes;
    case 'array': {
      const write = wireWriter(elementOf(column));
      return (value) => (Array.isArray(value) ? (value as unknown[]).map(write) : value);
    }
    case 'json':
      return (value) => (typeof value === 'bigint' ? String(value) : writeBytes(value));
    default:
      return column.type === 'interval' ? writeInterval : asIs;
  }
}

/** What {@link wireWriter} chooses where there is nothing to do. */
export function asIs(value: unknown): unknown {
  return value;
}

/** The column that an element of an array column would have. */
function elementOf(column: ColumnDescription): ColumnDescription {
  return { ...column, kind: column.element ?? 'unknown' };
}

function readArray(column: ColumnDescription, value: unknown): ValueReading {
  if (!Array.isArray(value)) return refused('type', 'It must be a list.');
  const element = elementOf(column);
  const items: unknown[] = [];
  for (const [index, item] of value.entries()) {
    const reading = readValue(element, item);
    if (!reading.ok) return refused(reading.code, `Item ${String(index + 1)}: ${reading.detail}`);
    items.push(reading.value);
  }
  // A simple-array is stored as one text with commas between its items, and one empty item as no items.
  if (column.type === 'simple-array' && items.some((item) => String(item).includes(','))) {
    return refused('invalid_character', 'Its items must not contain commas.');
  }
  if (column.type === 'simple-array' && items.length === 1 && items[0] === '') {
    return refused('type', 'Its only item must not be empty.');
  }
  return accepted(items);
}

function readFloat(value: number): ValueReading {
  return Number.isFinite(value) ? accepted(value) : refused('out_of_range', 'It is too large.');
}

function parseFloatText(text: string): ValueReading {
  const isNumber = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text);
  return isNumber ? readFloat(Number(text)) : refused('type', 'It must be a number.');
}

function parseBoolean(text: string): ValueReading {
  if (text === 'true') return accepted(true);
  return text === 'false' ? accepted(false) : refused('type', 'It must be true or false.');
}

function writeBytes(value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
}

/** The PostgreSQL driver makes an object of an interval; PostgreSQL reads ISO 8601 and so may clients. */
function writeInterval(value: unknown): unknown {
  return isInterval(value) ? value.toISOString() : value;
}

function isInterval(value: unknown): value is { toISOString(): string } {
  return typeof value === 'object' && value !== null && 'toISOString' in value;
}

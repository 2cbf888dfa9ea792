import type { ColumnDescription } from './model-description.js';
import { accepted, refused, type ValueReading } from './value-reading.js';

/** Half of a surrogate pair: with the `u` flag a whole pair is one character and does not match. */
const loneSurrogate = /\p{Surrogate}/u;
const base64Form = /^[A-Za-z0-9+/]*={0,2}$/;
const uuidForm = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/;
const uuidWrapping = /^(?:urn:uuid:(?<urn>.*)|\{(?<braced>.*)\})$/;

/**
 * Text that every database stores: no NUL character and no half of a surrogate pair, which PostgreSQL refuses.
 *
 * @internal
 */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && !loneSurrogate.test(text);
}

/**
 * A JSON string as the value of a text column; its length counts characters, not UTF-16 units.
 *
 * @internal
 */
export function readString(column: ColumnDescription, value: unknown): ValueReading {
  if (typeof value !== 'string') return refused('type', 'It must be a string.');
  if (!isStorableText(value)) return refused('invalid_character', 'It has a character that cannot be stored.');
  const { maxLength } = column;
  // A string has never more characters than UTF-16 units, so most are counted for free.
  if (maxLength !== undefined && value.length > maxLength && characterCount(value, maxLength) > maxLength) {
    return refused('too_long', `It must have at most ${String(maxLength)} characters.`);
  }
  return accepted(value);
}

/**
 * One of the column's enum values.
 *
 * @internal
 */
export function readEnum(column: ColumnDescription, value: unknown): ValueReading {
  const { enumValues = [] } = column;
  const member = enumValues.find((candidate) => candidate === value);
  return member === undefined ? notOneOf(enumValues) : accepted(member);
}

/** The same from text: a number among the values is meant by its digits. */
export function parseEnum(column: ColumnDescription, text: string): ValueReading {
  const { enumValues = [] } = column;
  const member = enumValues.find((candidate) => String(candidate) === text);
  return member === undefined ? notOneOf(enumValues) : accepted(member);
}

/**
 * A UUID in any of its spellings (capitals, braces, no hyphens, `urn:uuid:`) as the canonical one.
 *
 * @internal
 */
export function readUuid(value: unknown): ValueReading {
  const text = typeof value === 'string' ? value.toLowerCase().replace(uuidWrapping, '$<urn>$<braced>') : '';
  const parts = uuidForm.exec(text);
  return parts === null ? refused('type', 'It must be a UUID.') : accepted(parts.slice(1).join('-'));
}

/**
 * Base64 in a JSON string as the bytes of a binary column.
 *
 * @internal
 */
export function readBinary(column: ColumnDescription, value: unknown): ValueReading {
  const bytes = bytesOf(value);
  if (bytes === undefined) return refused('type', 'It must be base64 in a string.');
  const { maxLength } = column;
  if (maxLength !== undefined && bytes.length > maxLength) {
    return refused('too_long', `It must have at most ${String(maxLength)} bytes.`);
  }
  return accepted(bytes);
}

function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'string' || !base64Form.test(value)) return undefined;
  const bytes = Buffer.from(value, 'base64');
  // Buffer.from skips what it does not understand; only an exact round trip was base64.
  return bytes.toString('base64') === value ? bytes : undefined;
}

function notOneOf(members: readonly (string | number)[]): ValueReading {
  return refused('enum', `It must be one of ${members.map((member) => JSON.stringify(member)).join(', ')}.`);
}

/** Counts no further than it has to. */
function characterCount(text: string, limit: number): number {
  let count = 0;
  for (let index = 0; index < text.length && count <= limit; count++) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }
  return count;
}

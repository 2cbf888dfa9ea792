import { parseText, wireWriter } from './column-values.js';
import type { ColumnDescription } from './model-description.js';
import { accepted, refused, type ValueReading } from './value-reading.js';

/**
 * Writes a key as one text: in `Location`, as the id of a reference, as the id for an admin page.
 *
 * A key of one column is its value as text. A key of several is `first/second`, each part percent-encoded as in a path
 * (RFC 3986, section 2.1), so that no part can look like two.
 *
 * @example
 * keyText(orderLineKey, [7, 'a/b']); // '7/a%2Fb'
 * @internal
 */
export function keyText(columns: readonly ColumnDescription[], values: readonly unknown[]): string {
  const parts = partsOf(columns, values);
  return parts.length === 1 ? (parts[0] ?? '') : parts.map(encodeURIComponent).join('/');
}

/**
 * Writes a key as the segments of a path: {@link keyText}, with the only part percent-encoded too.
 *
 * @returns `undefined` for a key that no path leads to: a part is empty, `.` or `..`, which clients resolve, or missing.
 * @internal
 */
export function keySegments(columns: readonly ColumnDescription[], values: readonly unknown[]): string | undefined {
  if (columns.some((_, index) => values[index] === undefined || values[index] === null)) return undefined;
  const parts = partsOf(columns, values);
  return parts.some((part) => /^\.{0,2}$/.test(part)) ? undefined : parts.map(encodeURIComponent).join('/');
}

function partsOf(columns: readonly ColumnDescription[], values: readonly unknown[]): readonly string[] {
  return columns.map((column, index) => String(wireWriter(column)(values[index])));
}

/**
 * Reads a key that {@link keyText} wrote: the value of each column, in order.
 *
 * @internal
 */
export function parseKeyText(columns: readonly ColumnDescription[], text: string): ValueReading {
  const parts = columns.length === 1 ? [text] : decodedParts(text);
  if (parts?.length !== columns.length) {
    return refused('type', `It must be a key of ${String(columns.length)} parts, such as "1/2".`);
  }
  const values: unknown[] = [];
  for (const [index, column] of columns.entries()) {
    const reading = parseText(column, parts[index] ?? '');
    if (!reading.ok) return reading;
    values.push(reading.value);
  }
  return accepted(values);
}

function decodedParts(text: string): readonly string[] | undefined {
  try {
    return text.split('/').map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

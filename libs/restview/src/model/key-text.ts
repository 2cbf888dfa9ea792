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
  const parts = columns.map((column, index) => String(wireWriter(column)(values[index])));
  return parts.length === 1 ? (parts[0] ?? '') : parts.map(encodeURIComponent).join('/');
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

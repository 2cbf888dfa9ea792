import type { RawRow } from './row-plan.js';
import type { ColumnMetadata } from './type-orm-metadata.js';

/**
 * The values of some columns of a row, as the driver has them.
 *
 * @internal
 */
export function rawKeyOf(columns: readonly ColumnMetadata[], row: RawRow): readonly unknown[] {
  return columns.map(({ databaseName }) => row[databaseName]);
}

/**
 * The values of a key as one text: equal for equal keys, whether numbers come as such or as digits, and to be read again
 * by {@link parseRawKey}.
 *
 * @internal
 */
export function rawKeyText(values: readonly unknown[]): string {
  return JSON.stringify(values.map(plainPart));
}

/**
 * Reads what {@link rawKeyText} wrote; numbers come back as their digits, which every database takes for a number.
 *
 * @internal
 */
export function parseRawKey(text: string): readonly unknown[] {
  const parts: unknown = JSON.parse(text);
  return Array.isArray(parts) ? parts.map(rawPart) : [];
}

function plainPart(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) return { time: value.toISOString() };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  return value;
}

function rawPart(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if ('time' in part && typeof part.time === 'string') return new Date(part.time);
  return 'bytes' in part && typeof part.bytes === 'string' ? Buffer.from(part.bytes, 'base64') : part;
}

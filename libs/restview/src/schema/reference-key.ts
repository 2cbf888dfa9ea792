import { parseText, readValue, wireWriter } from '../model/column-values.js';
import { keyText, parseKeyText } from '../model/key-text.js';
import type { ColumnDescription } from '../model/model-description.js';
import { refused, type ValueReading } from '../model/value-reading.js';

/** The values of the columns that stand for a row, in their order. */
export type KeyValues = readonly unknown[];

/** Reads what a client sends for a row: a value of the column, or the text of a key of several. */
export function readKeyValue(by: readonly ColumnDescription[], value: unknown): ValueReading {
  const [column, ...more] = by;
  if (!column) return refused('type', 'It must be a key.');
  if (more.length === 0) return readValue(column, value);
  if (typeof value !== 'string') return refused('type', 'It must be a key of several parts, such as "1/2".');
  const reading = parseKeyText(by, value);
  // Written anew, so that one row has one name.
  return reading.ok ? { ok: true, value: keyText(by, valuesIn(reading.value)) } : reading;
}

/**
 * The values by which a row is looked up, of a reference in its declared form, or of a plain value that holds a key.
 *
 * @returns `undefined` for what cannot be a key of the target: no row has it.
 */
export function keyValuesOf(by: readonly ColumnDescription[], reference: unknown): KeyValues | undefined {
  const id = idOf(reference);
  const [column, ...more] = by;
  if (!column) return undefined;
  if (more.length > 0) {
    const reading = typeof id === 'string' ? parseKeyText(by, id) : refused('type', '');
    return reading.ok ? valuesIn(reading.value) : undefined;
  }
  const direct = readValue(column, id);
  const reading = direct.ok || typeof id !== 'string' ? direct : parseText(column, id);
  return reading.ok ? [reading.value] : undefined;
}

/** The id of a reference, whether bare or in an object. */
export function idOf(reference: unknown): unknown {
  return isIdObject(reference) ? reference.id : reference;
}

/** One row as it stands on the wire: the value of its column, or the text of a key of several. */
export function wireKey(by: readonly ColumnDescription[], values: KeyValues): unknown {
  const [column, ...more] = by;
  if (!column) return undefined;
  return more.length === 0 ? wireWriter(column)(values[0]) : keyText(by, values);
}

/** An object that may have an id: a plain one, or an instance of a class that a hook has made. */
function isIdObject(value: unknown): value is { readonly id: unknown } {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && 'id' in value;
}

function valuesIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

import { ConfigurationError } from '../errors/configuration-error.js';
import { NotFound } from '../errors/problems.js';
import { parseText, wireWriter } from '../model/column-values.js';
import { keyText, parseKeyText } from '../model/key-text.js';
import type { ColumnDescription } from '../model/model-description.js';
import { valuesAt } from '../model/row-key.js';
import type { BoundView } from './bound-view.js';

/**
 * A key of several columns: the value of each part by the property of its column.
 *
 * @example
 * const key: CompositeKey = { orderId: 7, lineNo: 2 };
 *
 * @public
 */
export type CompositeKey = Readonly<Record<string, string | number>>;

/**
 * What finds a row: a number or, for big numbers, UUIDs and text, a string; for a key of several columns its parts, or
 * the text that stands for them on the wire, such as `7/2`.
 *
 * @public
 */
export type Key = string | number | CompositeKey;

/** A part of a key as one value: exact, also where the entity has a big number. */
export function keyPart(value: unknown): string | number {
  return typeof value === 'number' ? value : String(value);
}

/** The key of several columns that has these parts, in the order of the columns. */
export function compositeKey(columns: readonly ColumnDescription[], parts: readonly unknown[]): CompositeKey {
  return Object.freeze(Object.fromEntries(columns.map(({ path }, index) => [path.join('.'), keyPart(parts[index])])));
}

/** The value of each column that finds a row, as the entity has it. */
export interface KeyValues {
  readonly columns: readonly ColumnDescription[];
  readonly values: readonly unknown[];
}

/**
 * Reads a key that a request or the application's own code gives.
 *
 * @throws {@link NotFound} for what can be no key of a row: a number out of the column's range, a text that is no UUID.
 * @throws {@link ConfigurationError} for a key without one of its parts.
 */
export function readKeyValues<Entity extends object>(bound: BoundView<Entity>, key: Key): KeyValues {
  const { key: defined, model } = bound;
  const columns = defined?.columns ?? model.description.primaryKey;
  if (columns.length === 0) throw unknownKey(bound, 'has no primary key, and a row is asked for by one.');
  const parts = partsOf(bound, columns, key);
  // A key that no path can carry has no text form to read it by.
  if (!defined) return { columns, values: parts };
  const values = columns.map((column, index) => {
    const reading = parseText(column, String(parts[index]));
    if (!reading.ok) throw noSuchRow(bound, keyText(columns, parts));
    return reading.value;
  });
  return { columns, values };
}

/** There is no row with this key that the caller may see; told by the key as it is on the wire. */
export function noSuchRow<Entity extends object>({ model }: BoundView<Entity>, key: string): NotFound {
  return new NotFound(`There is no ${model.description.name} with the id ${key}.`);
}

/** The primary key of a row, as handlers and verbs take it; `undefined` for a row that has none yet. */
export function primaryKeyOf<Entity extends object>({ model }: BoundView<Entity>, entity: Entity): Key | undefined {
  const { primaryKey } = model.description;
  const values = valuesAt(model.metadata, primaryKey, entity);
  if (values.some((value) => value === undefined || value === null)) return undefined;
  const parts = primaryKey.map((column, index) => wireWriter(column)(values[index]));
  return parts.length === 1 ? keyPart(parts[0]) : compositeKey(primaryKey, parts);
}

function partsOf<Entity extends object>(
  bound: BoundView<Entity>,
  columns: readonly ColumnDescription[],
  // Code may give the id of a row that is not stored yet.
  given: Key | null | undefined,
): readonly unknown[] {
  if (typeof given === 'object' && given !== null) {
    const names = columns.map(({ path }) => path.join('.'));
    const missing = names.filter((name) => valueIn(given, name) === undefined);
    if (missing.length === 0) return names.map((name) => valueIn(given, name));
    throw unknownKey(bound, `was asked for a row by a key without ${missing.join(', ')}.`);
  }
  if (given === undefined || given === null) throw unknownKey(bound, 'was asked for a row without a key.');
  if (columns.length === 1) return [given];
  const reading = parseKeyText(columns, String(given));
  if (reading.ok && Array.isArray(reading.value)) return reading.value;
  throw noSuchRow(bound, String(given));
}

function valueIn(key: object, name: string): unknown {
  const value: unknown = Object.hasOwn(key, name) ? Reflect.get(key, name) : undefined;
  return value ?? undefined;
}

function unknownKey<Entity extends object>({ definition, key, model }: BoundView<Entity>, problem: string): Error {
  const names = (key?.columns ?? model.description.primaryKey).map(({ path }) => path.join('.'));
  const [first = 'id', ...more] = names;
  return new ConfigurationError({
    subject: definition.name,
    problem,
    remedy: more.length === 0 ? `Give the value of ${first}.` : `Give { ${names.join(', ')} }.`,
  });
}

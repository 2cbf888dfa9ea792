import { describeModel } from '../model/describe-model.js';
import { wireWriter } from '../model/column-values.js';
import { isEntityClass } from '../model/entity-class.js';

/** How far a value without a schema is followed; what lies deeper, or leads back to itself, is left out. */
const DEEPEST = 8;

/**
 * A value that no column or schema describes, as JSON.
 *
 * Dates become ISO 8601, big integers and bytes strings; functions and symbols are left out. An entity shows its own
 * columns without those that `select: false` hides, and no relations: what is not described must not leak.
 */
export function jsonValue(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case 'bigint':
      return String(value);
    case 'function':
    case 'symbol':
      return undefined;
    case 'object':
      return value === null ? null : jsonObject(value, depth);
    default:
      return value;
  }
}

function jsonObject(value: object, depth: number): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) return value.map((item) => jsonValue(item, depth + 1) ?? null);
  if (value instanceof Set) return [...value].map((item) => jsonValue(item, depth + 1) ?? null);
  if (value instanceof Map)
    return members(
      [...value].map(([key, item]) => [String(key), item]),
      depth,
    );
  const entity: unknown = value.constructor;
  if (isEntityClass(entity)) return jsonEntity(value, entity);
  return hasToJson(value) ? jsonValue(value.toJSON(), depth + 1) : members(Object.entries(value), depth);
}

function members(entries: readonly (readonly [string, unknown])[], depth: number): Record<string, unknown> {
  const json = entries.map(([key, item]): [string, unknown] => [key, jsonValue(item, depth + 1)]);
  return Object.fromEntries(json.filter(([, item]) => item !== undefined));
}

function jsonEntity(value: object, entity: Parameters<typeof describeModel>[0]): Record<string, unknown> {
  const shown = describeModel(entity).columns.filter(({ selected }) => selected);
  const json = shown.map((column): [string, unknown] => {
    const property = column.path.at(-1) ?? '';
    return [property, jsonValue(wireWriter(column)(Reflect.get(value, property)))];
  });
  return Object.fromEntries(json.filter(([, item]) => item !== undefined));
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

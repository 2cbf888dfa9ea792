import type { ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from './type-orm-metadata.js';

/**
 * The value of a column's own property, without a look at a relation that shares the column.
 *
 * TypeORM's `getEntityValue` prefers the key of a loaded relation, and so misses a foreign key that was set beside it.
 *
 * @internal
 */
export function propertyValue(column: ColumnMetadata, entity: ObjectLiteral): unknown {
  let value: unknown = entity;
  for (const property of column.propertyPath.split('.')) {
    // An embedded that is null has nothing but null columns.
    if (value === null) return null;
    value = typeof value === 'object' ? (Reflect.get(value, property) as unknown) : undefined;
  }
  return value;
}

/**
 * The same as {@link propertyValue}, for a column that is read again and again.
 *
 * @internal
 */
export function propertyReader(column: ColumnMetadata): (entity: ObjectLiteral) => unknown {
  const { propertyPath } = column;
  if (propertyPath.includes('.')) return (entity) => propertyValue(column, entity);
  return (entity) => entity[propertyPath] as unknown;
}

/**
 * The key that a loaded relation object gives to a join column; `undefined` when the relation is not loaded.
 *
 * @internal
 */
export function relationKey(column: ColumnMetadata, entity: ObjectLiteral): unknown {
  const { relationMetadata, referencedColumn } = column;
  if (relationMetadata === undefined || referencedColumn === undefined) return undefined;
  const related: unknown = relationMetadata.getEntityValue(entity);
  if (typeof related !== 'object' || related === null) return related;
  return referencedColumn.getEntityValue(related) as unknown;
}

/**
 * Where a snapshot keeps the key of a relation: `org.id`.
 *
 * @internal
 */
export function relationKeyPath(column: ColumnMetadata): string {
  return `${column.relationMetadata?.propertyPath ?? ''}.${column.referencedColumn?.propertyPath ?? ''}`;
}

/**
 * A copy of plain data (JSON, dates, bytes), so that a change of it in place is noticed.
 *
 * Objects of other classes are value objects of a transformer's making; they are kept as they are.
 *
 * @internal
 */
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return new Date(value);
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (Array.isArray(value)) return value.map(copyOf);
  // fromEntries defines properties instead of assigning them, so that a "__proto__" key stays a key.
  return isPlainObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, part]: [string, unknown]) => [key, copyOf(part)]))
    : value;
}

/**
 * Whether two values are the same data: dates by time, bytes by content, objects by their properties.
 *
 * @internal
 */
export function sameData(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime();
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other) === 0;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameData(Reflect.get(one, key), Reflect.get(other, key)))
  );
}

/**
 * Whether a value is an object literal (of any realm), not an instance of some class.
 *
 * @internal
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Whether two values are the same key; one may be a number and the other its digits, depending on who made them.
 *
 * @internal
 */
export function sameKey(one: unknown, other: unknown): boolean {
  return sameData(keyText(one), keyText(other));
}

function keyText(key: unknown): unknown {
  return typeof key === 'number' || typeof key === 'bigint' ? String(key) : key;
}

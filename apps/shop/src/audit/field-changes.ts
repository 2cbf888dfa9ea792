import type { Snapshot } from 'nestjs-restview';
import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { centsOf, decimalOf } from '../orders/money.js';

/** The fields that a write changed, each with its value before and after. */
export type FieldChanges = Readonly<Record<string, readonly [before: unknown, after: unknown]>>;

/** Known from elsewhere, or of no interest. */
const UNTOLD = new Set(['id', 'storeId', 'createdAt', 'updatedAt']);

/**
 * What differs between two states of a row; `null` stands for no row.
 *
 * Columns with `select: false`, such as the hash of a password, are secrets and never part of it.
 */
export function fieldChanges<Entity extends object>(
  { columns }: EntityMetadata,
  before: Snapshot<Entity> | null,
  after: Entity | null,
): FieldChanges {
  const told = columns.filter(({ isSelect, propertyName }) => isSelect && !UNTOLD.has(propertyName));
  const changes = told.map((column): [string, readonly [unknown, unknown]] => [
    column.propertyName,
    [valueOf(before, column), valueOf(after, column)],
  ]);
  return Object.fromEntries(changes.filter(([, [old, now]]) => JSON.stringify(old) !== JSON.stringify(now)));
}

function valueOf(row: object | null, { propertyName, type }: ColumnMetadata): unknown {
  const value: unknown = row ? Reflect.get(row, propertyName) : null;
  const isMoney = type === 'decimal' && (typeof value === 'string' || typeof value === 'number');
  return isMoney ? decimalOf(centsOf(value)) : (value ?? null);
}

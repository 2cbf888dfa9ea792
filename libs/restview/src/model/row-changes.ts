import type { ObjectLiteral } from 'typeorm';
import { allColumns } from './all-columns.js';
import { wireWriter } from './column-values.js';
import { canonicalDecimal } from './decimal-values.js';
import { describeModel } from './describe-model.js';
import { isEntityClass } from './entity-class.js';
import type { ColumnDescription } from './model-description.js';
import type { RowSnapshot } from './row-snapshot.js';
import { isPlainObject, propertyValue, relationKey, relationKeyPath, sameData, sameKey } from './row-values.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/** A column whose value is another one than the snapshot's. */
export interface RowChange {
  readonly column: ColumnMetadata;
  readonly value: unknown;
  /** Where the query builder finds the value: the property, or the relation and the key in it. */
  readonly path: readonly string[];
}

type Sameness = (one: unknown, other: unknown) => boolean;

const samenessByMetadata = new WeakMap<EntityMetadata, ReadonlyMap<ColumnMetadata, Sameness>>();

/**
 * Tells which columns an UPDATE has to write.
 *
 * Values are compared as what they mean: `1.50` is `1.5`, a date its instant, JSON its content. A foreign key may be
 * changed by its own property or by another object in the relation; the property wins where both were changed.
 *
 * @internal
 */
export function changesOf(metadata: EntityMetadata, entity: ObjectLiteral, before: RowSnapshot): RowChange[] {
  const sameness = samenessOf(metadata);
  return metadata.columns.flatMap((column) => {
    const same = sameness.get(column);
    if (same === undefined) return [];
    return ownChange(column, entity, before, same) ?? relationChange(column, entity, before) ?? [];
  });
}

function ownChange(
  column: ColumnMetadata,
  entity: ObjectLiteral,
  before: RowSnapshot,
  same: Sameness,
): RowChange | undefined {
  if (column.isVirtual) return undefined;
  const { propertyPath } = column;
  const value = propertyValue(column, entity);
  if (value === undefined || same(before[propertyPath], value)) return undefined;
  return { column, value, path: propertyPath.split('.') };
}

function relationChange(column: ColumnMetadata, entity: ObjectLiteral, before: RowSnapshot): RowChange | undefined {
  const key = relationKey(column, entity);
  if (key === undefined) return undefined;
  const keyPath = relationKeyPath(column);
  const known = keyPath in before ? before[keyPath] : before[column.propertyPath];
  if (known !== undefined && sameKey(known, key)) return undefined;
  const path = column.isVirtual ? keyPath : column.propertyPath;
  return { column, value: key, path: path.split('.') };
}

/** How to compare each column that an UPDATE may write. */
function samenessOf(metadata: EntityMetadata): ReadonlyMap<ColumnMetadata, Sameness> {
  const known = samenessByMetadata.get(metadata);
  if (known !== undefined) return known;
  const descriptions = descriptionsOf(metadata);
  const written = metadata.columns.filter(
    (column) => column.isUpdate && !column.isVirtualProperty && column.asExpression === undefined,
  );
  const sameness = new Map(
    written.map((column) => [column, samenessOfColumn(column, descriptions.get(column.propertyPath))]),
  );
  samenessByMetadata.set(metadata, sameness);
  return sameness;
}

function descriptionsOf({ target }: EntityMetadata): ReadonlyMap<string, ColumnDescription> {
  if (!isEntityClass(target)) return new Map();
  return new Map(allColumns(describeModel(target)).map((column) => [column.path.join('.'), column]));
}

function samenessOfColumn(column: ColumnMetadata, description: ColumnDescription | undefined): Sameness {
  if (column.transformer !== undefined) return (one, other) => sameTransformed(column, one, other);
  if (description === undefined) return sameKey;
  const canonical = canonicalOf(description);
  return (one, other) => sameData(canonical(one), canonical(other));
}

function canonicalOf(description: ColumnDescription): (value: unknown) => unknown {
  if (description.kind === 'decimal') return canonicalDecimal;
  if (description.kind === 'uuid') return (value) => (typeof value === 'string' ? value.toLowerCase() : value);
  return wireWriter(description);
}

/** Plain values speak for themselves; what is inside another object, only its transformer knows. */
function sameTransformed(column: ColumnMetadata, one: unknown, other: unknown): boolean {
  if (one === undefined) return false;
  if (isReadable(one) && isReadable(other)) return sameData(one, other);
  const { driver } = column.entityMetadata.dataSource;
  return sameData(driver.preparePersistentValue(one, column), driver.preparePersistentValue(other, column));
}

function isReadable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return isPlainObject(value) || Array.isArray(value) || value instanceof Date || value instanceof Uint8Array;
}

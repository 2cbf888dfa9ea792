import type { ObjectLiteral } from 'typeorm';
import { allColumns } from './all-columns.js';
import { wireWriter } from './column-values.js';
import { canonicalDecimal } from './decimal-values.js';
import { describeModel } from './describe-model.js';
import { isEntityClass } from './entity-class.js';
import type { ColumnDescription } from './model-description.js';
import type { RowSnapshot } from './row-snapshot.js';
import { isPlainObject, propertyReader, relationKey, relationKeyPath, sameData, sameKey } from './row-values.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/** A column whose value is another one than the snapshot's. */
export interface RowChange {
  readonly column: ColumnMetadata;
  readonly value: unknown;
  /** Where the query builder finds the value: the property, or the relation and the key in it. */
  readonly path: readonly string[];
}

type Sameness = (one: unknown, other: unknown) => boolean;

/** What is asked of a row about one column. */
type Comparison = (entity: ObjectLiteral, before: RowSnapshot) => RowChange | undefined;

const comparisonsByMetadata = new WeakMap<EntityMetadata, readonly Comparison[]>();

/**
 * Tells which columns an UPDATE has to write.
 *
 * Values are compared as what they mean: `1.50` is `1.5`, a date its instant, JSON its content. A foreign key may be
 * changed by its own property or by another object in the relation; the property wins where both were changed.
 *
 * @internal
 */
export function changesOf(metadata: EntityMetadata, entity: ObjectLiteral, before: RowSnapshot): RowChange[] {
  const changes: RowChange[] = [];
  for (const compare of comparisonsOf(metadata)) {
    const change = compare(entity, before);
    if (change) changes.push(change);
  }
  return changes;
}

/** How to compare each column that an UPDATE may write. */
function comparisonsOf(metadata: EntityMetadata): readonly Comparison[] {
  const known = comparisonsByMetadata.get(metadata);
  if (known !== undefined) return known;
  const descriptions = descriptionsOf(metadata);
  const comparisons = metadata.columns
    .filter((column) => column.isUpdate && !column.isVirtualProperty && column.asExpression === undefined)
    .map((column) => comparisonOf(column, samenessOfColumn(column, descriptions.get(column.propertyPath))));
  comparisonsByMetadata.set(metadata, comparisons);
  return comparisons;
}

function comparisonOf(column: ColumnMetadata, same: Sameness): Comparison {
  const own = column.isVirtual ? undefined : ownComparison(column, same);
  const related = column.relationMetadata && column.referencedColumn ? relationComparison(column) : undefined;
  if (!own || !related) return own ?? related ?? (() => undefined);
  return (entity, before) => own(entity, before) ?? related(entity, before);
}

function ownComparison(column: ColumnMetadata, same: Sameness): Comparison {
  const { propertyPath } = column;
  const path = propertyPath.split('.');
  const read = propertyReader(column);
  return (entity, before) => {
    const value = read(entity);
    if (value === undefined || same(before[propertyPath], value)) return undefined;
    return { column, value, path };
  };
}

function relationComparison(column: ColumnMetadata): Comparison {
  const keyPath = relationKeyPath(column);
  const path = (column.isVirtual ? keyPath : column.propertyPath).split('.');
  return (entity, before) => {
    const key = relationKey(column, entity);
    if (key === undefined) return undefined;
    const known = keyPath in before ? before[keyPath] : before[column.propertyPath];
    if (known !== undefined && sameKey(known, key)) return undefined;
    return { column, value: key, path };
  };
}

function descriptionsOf({ target }: EntityMetadata): ReadonlyMap<string, ColumnDescription> {
  if (!isEntityClass(target)) return new Map();
  return new Map(allColumns(describeModel(target)).map((column) => [column.path.join('.'), column]));
}

function samenessOfColumn(column: ColumnMetadata, description: ColumnDescription | undefined): Sameness {
  if (column.transformer !== undefined) return (one, other) => sameTransformed(column, one, other);
  if (description === undefined) return sameKey;
  const canonical = canonicalOf(description);
  return (one, other) => one === other || isSameInstant(one, other) || sameData(canonical(one), canonical(other));
}

function isSameInstant(one: unknown, other: unknown): boolean {
  return one instanceof Date && other instanceof Date && one.getTime() === other.getTime();
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

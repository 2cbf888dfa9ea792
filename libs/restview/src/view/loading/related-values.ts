import type { ObjectLiteral } from 'typeorm';
import { columnSql } from '../../model/key-batches.js';
import { propertyValue, relationKey } from '../../model/row-values.js';
import type { ColumnMetadata, RelationMetadata } from '../../model/type-orm-metadata.js';

/** A row as the driver hands it over. */
export type RawRow = Readonly<Record<string, unknown>>;

/** Puts related rows on a row in the place of those that are there; TypeORM's own way merges the two. */
export function putRelated(relation: RelationMetadata, owner: object, related: unknown): void {
  const { propertyName, isLazy, embeddedMetadata } = relation;
  if (embeddedMetadata) relation.setEntityValue(owner, related);
  else Reflect.set(owner, isLazy ? `__${propertyName}__` : propertyName, related);
}

/** The rows that a row has in a relation. */
export function relatedTo(relation: RelationMetadata, owner: object): readonly object[] {
  const related: unknown = relation.getEntityValue(owner);
  return [related].flat().filter(isObject);
}

/** A row that has nothing but the columns that a foreign key refers to. */
export function rowNamedBy(relation: RelationMetadata, values: readonly unknown[]): object | null {
  if (values.some((value) => value === null || value === undefined)) return null;
  const { joinColumns, inverseEntityMetadata } = relation;
  const row = inverseEntityMetadata.create(undefined, { fromDeserializer: true }) as ObjectLiteral;
  joinColumns.forEach((column, index) => column.referencedColumn?.setEntityValue(row, values[index]));
  return row;
}

/** The value of a column of a row, also of one that only a relation stands for. */
export function columnValue(column: ColumnMetadata, row: object): unknown {
  const own = column.isVirtual ? undefined : propertyValue(column, row);
  return own === undefined ? relationKey(column, row) : own;
}

function valueText(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : typeof value === 'bigint' ? String(value) : JSON.stringify(value ?? null);
}

/** A column to be selected under a name of its own; in brackets the query builder leaves it as it is. */
export function selectableColumn(column: ColumnMetadata, alias: string): string {
  return `(${columnSql(column, alias)})`;
}

/** The raw rows by entity: the first one of each, in the order in which TypeORM makes entities of them. */
export function firstRawRows(raw: readonly RawRow[], names: readonly string[]): readonly RawRow[] {
  const first = new Map<string, RawRow>();
  for (const row of raw) {
    const text = groupOf(row, names);
    if (!first.has(text)) first.set(text, row);
  }
  return [...first.values()];
}

/** What TypeORM groups raw rows by. */
export function groupOf(row: RawRow, names: readonly string[]): string {
  return names.map((name) => valueText(row[name])).join('_');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

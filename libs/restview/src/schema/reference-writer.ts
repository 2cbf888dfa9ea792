import type { ColumnDescription, RelationDescription } from '../model/model-description.js';
import { wireKey } from './reference-key.js';
import { type PropertyValues, propertyValues } from './property-values.js';
import type { FieldDescription, FieldReference } from './schema-description.js';

/** What a response shows of a reference, from what the entity has. */
export type ReferenceWriter = (entity: PropertyValues) => unknown;

/** Writes the value of one reference: a related row, a stub with its key only, or the key itself. */
type OneWriter = (value: unknown) => unknown;

/**
 * Compiles what a response shows of a relation or a foreign key that is a reference.
 *
 * Where the relation is not loaded, the foreign key that the entity declares beside it tells.
 *
 * @returns `undefined` for a plain value, which its column writes.
 */
export function compileReferenceWriter({
  property,
  reference,
  relation,
}: FieldDescription): ReferenceWriter | undefined {
  if (!reference || reference.form === 'value') return undefined;
  let write: OneWriter | undefined;
  const writeOne = (value: unknown): unknown => {
    write ??= compileOne(reference.form, reference.columns());
    return write(value);
  };
  let foreignKey: readonly string[] | undefined;
  return (entity) => {
    const value = entity[property];
    if (Array.isArray(value)) return value.map(writeOne);
    if (value !== undefined || !relation) return writeOne(value);
    foreignKey ??= foreignKeyFor(reference.columns(), relation);
    return writeOne(keyIn(entity, foreignKey, reference.columns()));
  };
}

function compileOne(form: FieldReference['form'], by: readonly ColumnDescription[]): OneWriter {
  return (value) => {
    if (value === null || value === undefined) return value;
    const id = isObject(value) ? keyOfRow(by, propertyValues(value)) : rawKey(by, value);
    if (id === null || id === undefined) return id;
    return form === 'object' ? { id } : id;
  };
}

/** The key of a related row; an instance of the schema has its reference on the wire already. */
function keyOfRow(by: readonly ColumnDescription[], row: PropertyValues): unknown {
  const values = by.map((column) => valueAt(row, column.path));
  if (values.every((value) => value !== undefined && value !== null)) return wireKey(by, values);
  return isObject(row.id) ? undefined : row.id;
}

/** A key that stands for itself; that of several columns is written already. */
function rawKey(by: readonly ColumnDescription[], value: unknown): unknown {
  return by.length === 1 ? wireKey(by, [value]) : value;
}

/** The declared foreign key columns in the order of the columns that stand for a row; none where they do not tell it. */
function foreignKeyFor(by: readonly ColumnDescription[], relation: RelationDescription): readonly string[] {
  const keys = by.flatMap(
    ({ path }) => relation.foreignKey.find(({ references }) => references === path.join('.'))?.property ?? [],
  );
  return keys.length === by.length ? keys : [];
}

/** The key that the foreign key columns of a row hold. */
function keyIn(entity: PropertyValues, foreignKey: readonly string[], by: readonly ColumnDescription[]): unknown {
  const values = foreignKey.map((property) => entity[property]);
  if (values.length === 0 || values.includes(undefined)) return undefined;
  return values.includes(null) ? null : wireKey(by, values);
}

function valueAt(row: PropertyValues, path: readonly string[]): unknown {
  let value: unknown = row;
  for (const property of path) value = isObject(value) ? propertyValues(value)[property] : undefined;
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

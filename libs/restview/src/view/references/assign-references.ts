import { ConfigurationError } from '../../errors/configuration-error.js';
import { describeModel } from '../../model/describe-model.js';
import { isEntityClass } from '../../model/entity-class.js';
import type { RelationDescription } from '../../model/model-description.js';
import { idOf } from '../../schema/reference-key.js';
import type { FieldDescription } from '../../schema/schema-description.js';
import { planLinks } from './plan-links.js';
import { type FieldReferences, foundReferencesOf } from './resolved-references.js';

/**
 * Puts a reference of a body on an entity.
 *
 * A to-one relation gets the real row and its foreign key columns the row's key, so that both say the same. A list
 * becomes the relation, and what that changes in the database is done when the entity is saved.
 */
export function assignReference(entity: object, data: object, field: FieldDescription): void {
  const { property, relation, column } = field;
  if (!relation) {
    // A value without a column is the verb's to use.
    if (column) Reflect.set(entity, property, field.isList ? Reflect.get(data, property) : idIn(data, property));
    return;
  }
  const references = foundReferencesOf(data)?.get(property);
  if (!references) throw notLookedFor(entity, field);
  if (field.isList) assignList(entity, relation, references);
  else assignRow(entity, relation, references.found?.[0]?.row ?? null);
}

function idIn(data: object, property: string): unknown {
  return idOf(Reflect.get(data, property));
}

function assignList(entity: object, { property }: RelationDescription, references: FieldReferences): void {
  const loaded: unknown = Reflect.get(entity, property);
  Reflect.set(
    entity,
    property,
    (references.found ?? []).map(({ row }) => row),
  );
  planLinks(entity, property, references, Array.isArray(loaded) ? loaded : undefined);
}

function assignRow(entity: object, { property, foreignKey }: RelationDescription, row: object | null): void {
  const present: unknown = Reflect.get(entity, property);
  if (!row && present === null && isNamed(entity, foreignKey)) return;
  if (row && isSameRow(present, row)) {
    // What is loaded of the row beyond its columns is still right.
    Object.assign(present, row);
  } else {
    Reflect.set(entity, property, row);
  }
  const cleared = row ? foreignKey : clearable(entity, foreignKey);
  for (const key of cleared) Reflect.set(entity, key.property, row ? valueAt(row, key.references) : null);
  // Part of the key belongs to the row whatever it refers to: the relation must not clear that too.
  if (cleared.length < foreignKey.length) Reflect.set(entity, property, undefined);
}

/** The row has a foreign key that was loaded as no row: who was not shown it does not take it away. */
function isNamed(entity: object, foreignKey: RelationDescription['foreignKey']): boolean {
  const values = foreignKey.map((key) => valueAt(entity, key.property));
  return values.length > 0 && values.every((value) => value !== null && value !== undefined);
}

/** The columns that a foreign key without a row sets to NULL: those that can be, or all where none can. */
function clearable(entity: object, foreignKey: RelationDescription['foreignKey']): RelationDescription['foreignKey'] {
  const nullable = foreignKey.filter((key) => isNullable(entity, key.property));
  return nullable.length > 0 ? nullable : foreignKey;
}

function isNullable(entity: object, property: string): boolean {
  const { constructor } = entity;
  if (!isEntityClass(constructor)) return true;
  return describeModel(constructor).columns.find(({ path }) => path.join('.') === property)?.nullable ?? true;
}

function isSameRow(present: unknown, row: object): present is object {
  if (typeof present !== 'object' || present === null || !isEntityClass(row.constructor)) return false;
  return describeModel(row.constructor).primaryKey.every(({ path }) => {
    const property = path.join('.');
    return valueAt(present, property) !== undefined && valueAt(present, property) === valueAt(row, property);
  });
}

function valueAt(row: object, path: string): unknown {
  let value: unknown = row;
  for (const property of path.split('.')) {
    value = typeof value === 'object' && value !== null ? (Reflect.get(value, property) as unknown) : undefined;
  }
  return value;
}

function notLookedFor(entity: object, { property }: FieldDescription): ConfigurationError {
  return new ConfigurationError({
    subject: `${entity.constructor.name}.${property}`,
    problem: 'is assigned from a body whose references nobody has looked up.',
    remedy: 'Make and change entities by makeNewObject and updateObject, which do.',
  });
}

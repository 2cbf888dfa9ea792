import type { ColumnDescription, EmbeddedDescription } from '../../model/model-description.js';
import { isFromColumn } from '../column-validators.js';
import { initialValues } from '../declared-fields.js';
import { hasPartner } from './reference-pairs.js';
import type { SchemaClass } from '../schema-class.js';
import type { FieldDescription, InputRole } from '../schema-description.js';
import { saidDocument } from '../document/swagger-metadata.js';
import { isCondition, isOptional, isRule, validatorsOf, type ValidatorMetadata } from '../validator-metadata.js';

/** What an input class says of its fields, read once. */
export interface InputFacts {
  readonly schema: SchemaClass;
  readonly validators: ReadonlyMap<string, readonly ValidatorMetadata[]>;
  readonly initial: ReadonlyMap<string, unknown>;
}

/** Reads what an input class says of its fields. */
export function inputFacts(schema: SchemaClass): InputFacts {
  return Object.freeze({ schema, validators: validatorsOf(schema), initial: initialValues(schema) });
}

/** The validators of a field that somebody wrote, not its column. */
export function writtenRules(facts: InputFacts, property: string): readonly ValidatorMetadata[] {
  return (facts.validators.get(property) ?? []).filter((metadata) => isRule(metadata) && !isFromColumn(metadata));
}

/**
 * Whether a body must have the field.
 *
 * Validators decide where there are any: they are fulfilled or the field is `@IsOptional()`. Else the column decides.
 * An initialiser and `required: false` make any field optional.
 *
 * @param siblings - the fields of the same body: a foreign key and its relation can stand for each other.
 */
export function isRequired(
  field: FieldDescription,
  role: InputRole,
  facts: InputFacts,
  siblings: readonly FieldDescription[],
): boolean {
  const { property } = field;
  if (facts.initial.has(property) || saidDocument(facts.schema, property).required === false) return false;
  if ((facts.validators.get(property) ?? []).some(isCondition)) return false;
  if (writtenRules(facts, property).length > 0) return true;
  return role === 'create' && isNeeded(field) && !hasPartner(field, siblings);
}

/** Whether `null` can be a value of the field in a body. */
export function acceptsNull(field: FieldDescription, facts: InputFacts): boolean {
  if (!field.nullable) return false;
  return (
    writtenRules(facts, field.property).length === 0 || (facts.validators.get(field.property) ?? []).some(isOptional)
  );
}

/** Whether a row cannot do without the field. */
export function isNeeded({ column, embedded, relation, nullable }: FieldDescription): boolean {
  if (column) return isColumnNeeded(column) && !nullable;
  if (embedded) return isEmbeddedNeeded(embedded);
  if (relation) return relation.kind.endsWith('to-one') && !nullable;
  return !nullable;
}

function isColumnNeeded({ nullable, hasDefault, serverOwned, insertable }: ColumnDescription): boolean {
  return !nullable && !hasDefault && !serverOwned && insertable;
}

function isEmbeddedNeeded({ columns, embeddeds, isArray }: EmbeddedDescription): boolean {
  return !isArray && (columns.some(isColumnNeeded) || embeddeds.some(isEmbeddedNeeded));
}

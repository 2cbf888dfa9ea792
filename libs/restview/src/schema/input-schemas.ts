import { PartialType, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { applyColumnValidators, applyNestedValidation, applyOptionality } from './column-validators.js';
import { fieldDocument } from './field-document.js';
import { mappable, namedClass, type MappableClass } from './named-class.js';
import { acceptsNull, inputFacts, isRequired, type InputFacts } from './requirement.js';
import { documentResourceRef } from './resource-refs.js';
import type { SchemaClass } from './schema-class.js';
import type { FieldDescription, InputRole, SchemaDescription } from './schema-description.js';
import {
  copySaidDocument,
  designType,
  documentProperty,
  prototypeOf,
  type PropertyDocument,
} from './swagger-metadata.js';
import { writableFields } from './writable-fields.js';

/**
 * Derives the class of a create body: the read schema without its read-only fields, at every depth.
 *
 * Validators, transformers, initialisers and what `@ApiProperty` says are kept. `UserRead` gives `UserCreate`.
 *
 * @internal
 */
export function deriveCreateSchema(description: SchemaDescription): SchemaClass {
  return inputSchema(description, 'create');
}

/**
 * Derives the class of an update body: as for create, with each field optional and without initialisers.
 *
 * `UserRead` gives `UserUpdate`.
 *
 * @internal
 */
export function deriveUpdateSchema(description: SchemaDescription): SchemaClass {
  return inputSchema(description, 'update');
}

/**
 * The class that reads a nested field of an input.
 *
 * An embedded is changed by what is sent of it, so that its update is partial; a JSON value is replaced as a whole. The
 * nested class of an explicit input stands for itself.
 */
export function nestedInputSchema(field: FieldDescription, nested: SchemaDescription, role: InputRole): SchemaClass {
  if (nested.role !== 'read') return nested.schema;
  return inputSchema(nested, nestedRole(field, role));
}

/** What a nested field's body is: a change of an embedded, or a new value. */
export function nestedRole(field: FieldDescription, role: InputRole): InputRole {
  return field.embedded && !field.isList ? role : 'create';
}

const DERIVED = {
  create: new WeakMap<SchemaDescription, SchemaClass>(),
  update: new WeakMap<SchemaDescription, SchemaClass>(),
};

function inputSchema(description: SchemaDescription, role: InputRole): SchemaClass {
  const derived = DERIVED[role].get(description) ?? derive(description, role);
  DERIVED[role].set(description, derived);
  return derived;
}

function derive(description: SchemaDescription, role: InputRole): SchemaClass {
  const fields = writableFields(description, role);
  const picked = PickType(
    mappable(description.schema),
    fields.map(({ property }) => property),
  );
  for (const field of fields) {
    copySaidDocument(description.schema, picked, field.property);
    validateField(picked, field, role);
  }
  const name = description.name.replace(/(?<=.)Read$/, '');
  // A subclass of the mapped type: what is said of it stays when the Swagger plugin refreshes mapped types.
  const schema =
    role === 'create'
      ? namedClass(`${name}Create`, picked)
      : namedClass(`${name}Update`, withoutInitialisers(PartialType(picked, { skipNullProperties: false })));
  documentFields(schema, description, fields, role);
  return schema;
}

function validateField(picked: MappableClass, field: FieldDescription, role: InputRole): void {
  const { property, column } = field;
  const prototype = prototypeOf(picked);
  if (field.nested) {
    const { nested } = field;
    applyNestedValidation(prototype, property, field.isList);
    Type(() => nestedInputSchema(field, nested(), role))(prototype, property);
  } else if (field.fromColumn && column) applyColumnValidators(prototype, property, column);
  if (field.fromColumn && column) applyOptionality(prototype, property, field.nullable, column.hasDefault);
}

function documentFields(
  schema: SchemaClass,
  description: SchemaDescription,
  fields: readonly FieldDescription[],
  role: InputRole,
): void {
  const facts = inputFacts(schema);
  for (const field of fields) {
    const { property, nested } = field;
    const type = designType(description.schema, property);
    if (type !== undefined) Reflect.defineMetadata('design:type', type, prototypeOf(schema), property);
    documentProperty(
      schema,
      property,
      fieldDocument(field, {
        schema: description.schema,
        validators: facts.validators.get(property) ?? [],
        required: isRequired(field, role, facts, fields),
        nullable: acceptsNull(field, facts),
        ...(nested && { nested: () => nestedInputSchema(field, nested(), role) }),
        keywords: { ...(field.access === 'write-only' && { writeOnly: true }), ...defaultKeyword(field, role, facts) },
      }),
    );
    documentResourceRef(schema, field, description);
  }
}

/** The value that a create gets when the client leaves the field out, where JSON can show it. */
function defaultKeyword({ property, column }: FieldDescription, role: InputRole, facts: InputFacts): PropertyDocument {
  if (role === 'update') return {};
  const value = facts.initial.get(property) ?? column?.defaultValue;
  return ['string', 'number', 'boolean'].includes(typeof value) ? { default: value } : {};
}

/** A change has no defaults: what the client leaves out stays as it is. */
function withoutInitialisers(base: MappableClass): MappableClass {
  return class extends base {
    constructor() {
      super();
      for (const property of Object.keys(this)) Reflect.deleteProperty(this, property);
    }
  };
}

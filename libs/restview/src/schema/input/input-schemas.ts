import { ApiExtraModels, ApiSchema, getSchemaPath, PartialType, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { type ChildInput, childInputOf, itemName, takesChanges } from './child-input.js';
import { MOST_ITEMS } from './child-reader.js';
import { applyColumnValidators, applyNestedValidation, applyOptionality } from '../column-validators.js';
import { fieldDocument } from '../document/field-document.js';
import { mappable, namedClass, type MappableClass } from '../named-class.js';
import { canonicalDecimal } from '../../model/decimal-values.js';
import { acceptsNull, inputFacts, isRequired, type InputFacts } from './requirement.js';
import { documentLimits } from '../document/narrowed-document.js';
import { documentResourceRef } from '../document/resource-refs.js';
import type { SchemaClass } from '../schema-class.js';
import type { FieldDescription, InputRole, SchemaDescription } from '../schema-description.js';
import {
  copySaidDocument,
  designType,
  documentProperty,
  prototypeOf,
  type PropertyDocument,
} from '../document/swagger-metadata.js';
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

/** Documents an explicit class of a body, such as that of an action, by its own marks and validators. */
export function documentInput(description: SchemaDescription, role: InputRole): void {
  if (DOCUMENTED.has(description)) return;
  // Set first: nested classes may lead back here.
  DOCUMENTED.add(description);
  documentFields(description.schema, description, writableFields(description, role), role);
}

const DOCUMENTED = new WeakSet<SchemaDescription>();

/** The class of a nested field; one that stands for itself is documented when the document asks for it. */
function documentedNestedSchema(
  owner: SchemaDescription,
  field: FieldDescription,
  nested: SchemaDescription,
  role: InputRole,
): SchemaClass {
  const schema = nestedInputSchema(owner, field, nested, role);
  if (DOCUMENTED.has(owner) && schema === nested.schema) documentInput(nested, nestedRole(field, role));
  return schema;
}

/**
 * The class that stands for a nested field in an input.
 *
 * An embedded is changed by what is sent of it, so that its update is partial; a JSON value is replaced as a whole. The
 * nested class of an explicit input stands for itself. Rows of a relation have a class to make and one to change them.
 */
export function nestedInputSchema(
  owner: SchemaDescription,
  field: FieldDescription,
  nested: SchemaDescription,
  role: InputRole,
): SchemaClass {
  const input = childInputOf(field, owner);
  if (input) return childSchema(input, role);
  if (nested.role !== 'read') return nested.schema;
  return inputSchema(nested, nestedRole(field, role));
}

/** The class of what changes a row of a nested write: as for update, and the key that names the row. */
export function childChangeSchema(input: ChildInput): SchemaClass {
  const known = CHANGES.get(input);
  if (known) return known;
  const schema = inputSchema(input.change, 'update');
  CHANGES.set(input, schema);
  for (const { property } of input.keys) documentProperty(schema, property, { required: !input.changesInPlace });
  // The document of a field names both classes; a lazy type brings the one, and this one the other.
  if (!input.changesInPlace) bring(schema, () => deriveCreateSchema(input.create));
  return schema;
}

const CHANGES = new WeakMap<ChildInput, SchemaClass>();
const EITHER = new WeakMap<ChildInput, SchemaClass>();

function childSchema(input: ChildInput, role: InputRole): SchemaClass {
  if (!takesChanges(input, role)) return deriveCreateSchema(input.create);
  return input.isList || input.changesInPlace ? childChangeSchema(input) : eitherSchema(input);
}

/** A single row that is made, or changed if its key is there: Swagger has `anyOf` beside a lazy type for lists only. */
function eitherSchema(input: ChildInput): SchemaClass {
  const { name } = input.create;
  const schema = EITHER.get(input) ?? namedClass(name);
  if (EITHER.has(input)) return schema;
  EITHER.set(input, schema);
  ApiSchema({ name, ...anyOf(name) })(schema);
  bring(schema, () => childChangeSchema(input));
  return schema;
}

function anyOf(name: string): { anyOf: { $ref: string }[] } {
  return { anyOf: [{ $ref: getSchemaPath(`${name}Create`) }, { $ref: getSchemaPath(`${name}Update`) }] };
}

/** Puts a class into the document along with another one; Nest takes a function as lazy only if it is called `type`. */
function bring(schema: SchemaClass, other: () => SchemaClass): void {
  const type = (): SchemaClass => other();
  ApiExtraModels(type)(schema);
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
  const picked = pickedClass(description, fields, role);
  const name = description.name.replace(/(?<=.)Read$/, '');
  // A subclass of the mapped type: what is said of it stays when the Swagger plugin refreshes mapped types.
  const schema =
    role === 'create'
      ? namedClass(`${name}Create`, picked)
      : namedClass(`${name}Update`, withoutInitialisers(PartialType(picked, { skipNullProperties: false })));
  documentFields(schema, description, fields, role);
  return schema;
}

/** Of fields that both bodies have and that nest nothing; one class is then the base of both. */
const PICKED = new WeakMap<SchemaDescription, { readonly fields: string; readonly picked: MappableClass }>();

/** The fields of a body as the read schema has them, with the validators of their columns. */
function pickedClass(
  description: SchemaDescription,
  fields: readonly FieldDescription[],
  role: InputRole,
): MappableClass {
  const properties = fields.map(({ property }) => property);
  const names = properties.join();
  const known = PICKED.get(description);
  if (known?.fields === names) return known.picked;
  const picked = PickType(mappable(description.schema), properties);
  for (const field of fields) {
    copySaidDocument(description.schema, picked, field.property);
    validateField(picked, description, field, role);
  }
  if (!fields.some(({ nested }) => nested)) PICKED.set(description, { fields: names, picked });
  return picked;
}

function validateField(
  picked: MappableClass,
  owner: SchemaDescription,
  field: FieldDescription,
  role: InputRole,
): void {
  const { property, column } = field;
  const prototype = prototypeOf(picked);
  if (field.nested) {
    const { nested } = field;
    applyNestedValidation(prototype, property, field.isList);
    Type(() => nestedInputSchema(owner, field, nested(), role))(prototype, property);
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
    const document = fieldDocument(field, {
      schema: description.schema,
      validators: facts.validators.get(property) ?? [],
      required: isRequired(field, role, facts, fields),
      nullable: acceptsNull(field, facts),
      ...(nested && { nested: () => documentedNestedSchema(description, field, nested(), role) }),
      keywords: {
        ...(field.access === 'write-only' && { writeOnly: true }),
        ...defaultKeyword(field, role, facts),
        ...itemsKeyword(field, description, role),
      },
    });
    documentProperty(schema, property, document);
    documentResourceRef(schema, field, description);
    documentLimits(schema, field, description.schema, document);
  }
}

/** The rows of a nested write; their classes are not known yet, but their names are. */
function itemsKeyword(field: FieldDescription, owner: SchemaDescription, role: InputRole): PropertyDocument {
  if (!field.write || !field.relation || !field.isList) return {};
  const isEither = role === 'update' && field.write !== 'append';
  return { maxItems: MOST_ITEMS, ...(isEither && { items: anyOf(itemName(field, owner)) }) };
}

/** The value that a create gets when the client leaves the field out, where JSON can show it. */
function defaultKeyword({ property, column }: FieldDescription, role: InputRole, facts: InputFacts): PropertyDocument {
  if (role === 'update') return {};
  const given = facts.initial.get(property) ?? column?.defaultValue;
  // Numbers that are text on the wire are text here.
  const isText = column?.kind === 'bigint' || column?.kind === 'decimal';
  const value = isText && typeof given === 'number' ? canonicalDecimal(given) : given;
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

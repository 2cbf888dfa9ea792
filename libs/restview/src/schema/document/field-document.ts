import { columnDocument } from './column-document.js';
import { isFromColumn } from '../column-validators.js';
import { bigintPattern } from './number-patterns.js';
import { referenceDocument } from './reference-document.js';
import type { SchemaClass } from '../schema-class.js';
import type { FieldDescription } from '../schema-description.js';
import { designType, saidDocument, type PropertyDocument } from './swagger-metadata.js';
import { validatorDocument } from './validator-document.js';
import type { ValidatorMetadata } from '../validator-metadata.js';

/** Where a field is documented, and what holds there. */
export interface FieldPlace {
  /** The class that the schema's author wrote; what it says with `@ApiProperty` wins. */
  readonly schema: SchemaClass;
  readonly validators: readonly ValidatorMetadata[];
  readonly required: boolean;
  readonly nullable: boolean;
  /** It is a field of an answer: rows have all values of their column, whatever a body may say. */
  readonly isAnswer?: boolean;
  /** The class that documents a nested field here. */
  readonly nested?: () => SchemaClass;
  /** Keywords that only this place has. */
  readonly keywords?: PropertyDocument;
}

/** What the document says of a field: what its author says, else what validators and column say. */
export function fieldDocument(field: FieldDescription, place: FieldPlace): PropertyDocument {
  const said = saidDocument(place.schema, field.property);
  const shaped = shape(field, place, said);
  return {
    ...shaped,
    ...(place.nullable && { nullable: true }),
    ...(field.description !== undefined && { description: field.description }),
    ...place.keywords,
    ...spokenWords(field, place, said),
    ...(field.wireName !== field.property && { name: field.wireName }),
    // Nest's own word for it, where the type has a list of required members.
    ...(Array.isArray(shaped.required)
      ? { required: shaped.required as readonly string[], selfRequired: place.required }
      : { required: place.required }),
  };
}

function shape(
  field: FieldDescription,
  { schema, validators, nested, isAnswer = false }: FieldPlace,
  said: PropertyDocument,
): PropertyDocument {
  // Nest takes a function as lazy only if it is called `type`.
  if (nested && typeof said.type !== 'string') return { type: () => nested(), isArray: field.isList };
  if (speaksOfType(said, schema, field.property)) return {};
  const reference = referenceDocument(field);
  if (reference) return reference;
  const written = validatorDocument(validators.filter((metadata) => !isFromColumn(metadata)));
  if (!field.column) return { ...designDocument(designType(schema, field.property)), ...written };
  // How the value is written is the column's affair; validators narrow it.
  const { type: _type, format, ...narrowing } = written;
  const column = columnDocument(field.column);
  return {
    ...(format !== undefined && field.column.kind === 'string' && { format }),
    ...column,
    ...narrowing,
    ...(isAnswer && column.enum !== undefined && { enum: column.enum }),
  };
}

/** The author's own words; a type is one of them only if it is more than what TypeScript had written down. */
function spokenWords(
  field: FieldDescription,
  { schema, nested }: FieldPlace,
  said: PropertyDocument,
): PropertyDocument {
  const { type, isArray, required: _required, ...words } = said;
  if (nested && typeof type !== 'string') return words;
  if (!speaksOfType(said, schema, field.property)) return words;
  return { ...words, ...(type !== undefined && { type }), ...(isArray !== undefined && { isArray }) };
}

const SHAPE_WORDS = [
  'enum',
  'items',
  'oneOf',
  'anyOf',
  'allOf',
  'properties',
  'additionalProperties',
  'format',
  '$ref',
];

function speaksOfType(said: PropertyDocument, schema: SchemaClass, property: string): boolean {
  const { type } = said;
  // The plugin writes a function that gives the type, and only for what TypeScript says anyway.
  const isDesigned = type === undefined || type === designType(schema, property) || isPluginType(type);
  return !isDesigned || said.isArray === true || SHAPE_WORDS.some((word) => said[word] !== undefined);
}

function isPluginType(type: unknown): boolean {
  return typeof type === 'function' && type.name === 'type';
}

function designDocument(type: unknown): PropertyDocument {
  switch (type) {
    case String:
      return { type: 'string' };
    case Number:
      return { type: 'number' };
    case Boolean:
      return { type: 'boolean' };
    case Date:
      return { type: 'string', format: 'date-time' };
    case BigInt:
      return { type: 'string', format: 'int64', pattern: bigintPattern };
    case Array:
      return { type: 'array', items: {} };
    case Object:
    case undefined:
      return { type: 'object' };
    default:
      return { type };
  }
}

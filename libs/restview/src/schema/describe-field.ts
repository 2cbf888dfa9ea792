import { ConfigurationError } from '../errors/configuration-error.js';
import type { ColumnDescription } from '../model/model-description.js';
import { computation } from './declared-fields.js';
import type { FieldMarks, ReferenceMark } from './marks.js';
import { type MarkedField, referenceColumns, resolveReference } from './resolve-reference.js';
import type { SchemaClass } from './schema-class.js';
import type {
  FieldAccess,
  FieldDescription,
  FieldReference,
  ResolvedReference,
  SchemaDescription,
} from './schema-description.js';
import type { SchemaSource } from './schema-source.js';
import { designType, saidDocument } from './document/swagger-metadata.js';
import { exposedName, transformerVisibility, typedClass } from './transformer-metadata.js';
import { isOptional, type ValidatorMetadata } from './validator-metadata.js';

/** What a field is described by. */
export interface FieldContext {
  readonly schema: SchemaClass;
  readonly role: SchemaDescription['role'];
  readonly source: SchemaSource | undefined;
  readonly marks: FieldMarks;
  readonly validators: readonly ValidatorMetadata[];
  /** Describes the nested schema of a field. */
  readonly describeNested: (field: FieldDescription, nested: SchemaClass) => SchemaDescription;
}

/** Ties one property of a schema to what it stands for on the entity. */
export function describeField(property: string, context: FieldContext): FieldDescription {
  const { schema, source, marks } = context;
  const column = source?.columns.get(property);
  const relation = source?.relations.get(property);
  const embedded = source?.embeddeds.get(property);
  const resolveNested = nestedClass(property, context);
  const field: FieldDescription = {
    property,
    wireName: exposedName(schema, property) ?? property,
    access: fieldAccess(property, context, resolveNested !== undefined),
    ...(column && { column }),
    ...(relation && { relation }),
    ...(embedded && { embedded }),
    ...(marks.nestedOptions?.write && { write: marks.nestedOptions.write }),
    isIncludable: marks.nestedOptions?.include === 'optional',
    ...(marks.reference && {
      reference: referenceOf(marks.reference, { subject: `${schema.name}.${property}`, column, relation, source }),
    }),
    isList: isList(property, context, resolveNested !== undefined),
    fromColumn: (marks.field !== undefined || holdsKey(marks)) && column !== undefined,
    virtual: marks.field?.virtual ?? false,
    nullable: isNullable(property, context),
    ...(marks.field?.description !== undefined && { description: marks.field.description }),
  };
  if (!resolveNested) return Object.freeze(field);
  let nested: SchemaDescription | undefined;
  return Object.freeze({ ...field, nested: () => (nested ??= context.describeNested(field, resolveNested())) });
}

function fieldAccess(property: string, { schema, role, source, marks }: FieldContext, isNested: boolean): FieldAccess {
  const visibility = transformerVisibility(schema, property);
  if (marks.isReadOnly || visibility === 'output' || computation(schema, property)) return 'read-only';
  // Rows of other tables are written through their own view.
  if (isNested && source?.relations.has(property) && !marks.nestedOptions?.write) return 'read-only';
  if (marks.isWriteOnly || visibility === 'input') return 'write-only';
  // What the server makes is written only by an explicit input schema that lists it.
  return role === 'read' && source?.columns.get(property)?.serverOwned ? 'read-only' : 'read-write';
}

function referenceOf(mark: ReferenceMark, field: MarkedField): FieldReference {
  const { form, target, scoped, by } = mark;
  let resolved: ResolvedReference | undefined;
  let columns: readonly ColumnDescription[] | undefined;
  return Object.freeze({
    form,
    target: () => target?.(),
    scoped: scoped ?? true,
    ...(by !== undefined && { by }),
    columns: () => (columns ??= referenceColumns(mark, field)),
    resolve: () => (resolved ??= resolveReference(mark, field)),
  });
}

/** A reference that is in its column as it is on the wire, so that the column speaks for it. */
function holdsKey({ reference }: FieldMarks): boolean {
  return reference !== undefined && reference.form !== 'object';
}

function isNullable(property: string, { schema, source, marks, validators }: FieldContext): boolean {
  const relation = source?.relations.get(property);
  // A list of rows is replaced or left alone, and no rows are an empty list; it is never without a value.
  if ((marks.reference || marks.nestedOptions?.write) && relation?.kind.endsWith('to-many')) return false;
  return (
    marks.field?.nullable ??
    source?.columns.get(property)?.nullable ??
    (relation && relation.kind.endsWith('to-one') ? relation.nullable : undefined) ??
    saidDocument(schema, property).nullable ??
    validators.some(isOptional)
  );
}

function isList(property: string, context: FieldContext, isNested: boolean): boolean {
  const { schema, source, marks } = context;
  if (source?.relations.get(property)?.kind.endsWith('to-many') || source?.embeddeds.get(property)?.isArray)
    return true;
  if (marks.reference && !isNested) return isListOfKeys(property, context);
  return isNested && (designType(schema, property) === Array || Array.isArray(whenLoaded(marks.nested)));
}

function isListOfKeys(property: string, { schema, source, validators }: FieldContext): boolean {
  const column = source?.columns.get(property);
  if (column) return column.kind === 'array' || column.kind === 'json';
  if (source?.relations.has(property)) return false;
  // Some compilers write no type for `number[] | null`; its validator or its document tells then.
  const isSaidToBe =
    saidDocument(schema, property).isArray === true || validators.some(({ name }) => name === 'isArray');
  return designType(schema, property) === Array || isSaidToBe;
}

/** The class that a field nests: by `@Nested`, or by `@Type` over what has a structure of its own. */
function nestedClass(property: string, { schema, source, marks }: FieldContext): (() => SchemaClass) | undefined {
  const { nested } = marks;
  const subject = `${schema.name}.${property}`;
  if (nested) return () => resolved(subject, nested());
  const isStructured =
    source?.embeddeds.has(property) ||
    source?.relations.has(property) ||
    source?.columns.get(property)?.kind === 'json';
  if (!isStructured || !whenLoaded(() => typedClass(schema, property))) return undefined;
  return () => resolved(subject, typedClass(schema, property));
}

function resolved(subject: string, schema: SchemaClass | readonly [SchemaClass] | undefined): SchemaClass {
  const single = typeof schema === 'function' ? schema : schema?.[0];
  if (single) return single;
  throw new ConfigurationError({
    subject,
    problem: '@Nested names no class: its module was not loaded when it was asked for.',
    remedy: 'Give a function, `@Nested(() => X)`, and check that the two files do not import each other in vain.',
  });
}

/** Modules that import each other are not loaded yet when the first of them describes its schema. */
function whenLoaded<Value>(read: (() => Value) | undefined): Value | undefined {
  try {
    return read?.();
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import { describeModel } from '../model/describe-model.js';
import type { ModelDescription } from '../model/model-description.js';
import { declaredFields } from './declared-fields.js';
import { describeField } from './describe-field.js';
import { fieldMarks, type FieldMarks } from './marks.js';
import { fieldMistakes } from './field-mistakes.js';
import type { SchemaClass } from './schema-class.js';
import type { FieldDescription, InputRole, SchemaDescription } from './schema-description.js';
import { askedSource, embeddedSource, modelSource, type SchemaSource } from './schema-source.js';
import { componentName } from './document/swagger-metadata.js';
import { validatorsOf } from './validator-metadata.js';
import { ambiguousNames, unspeakableNames } from './wire-names.js';

/** A schema class as data, and what is wrong with it. */
export interface DescribedSchema {
  readonly description: SchemaDescription;
  readonly mistakes: readonly ConfigurationMistake[];
}

/**
 * Reads what a read schema declares and ties each field to its column, relation or embedded.
 *
 * Fields stand in the order of the entity's columns, the rest after them. Nested schemas are described when they are
 * asked for, since their modules may not be loaded yet; {@link nestedMistakes} finds what is wrong with them.
 *
 * @param model - absent for a schema that stands for no entity: then every field is free.
 * @example
 * const { description, mistakes } = describeSchema(UserRead, describeModel(User));
 * @internal
 */
export function describeSchema(schema: SchemaClass, model: ModelDescription | undefined): DescribedSchema {
  const { description, mistakes } = describe(schema, 'read', model && modelSource(model), model);
  return { description, mistakes: [...mistakes, ...subjects(schema, unspeakableNames(description.fields))] };
}

/**
 * Reads an explicit `schemaCreate` or `schemaUpdate`, which its own marks rule: what is not `@ReadOnly()` is writable.
 *
 * @internal
 */
export function describeInput(
  schema: SchemaClass,
  model: ModelDescription | undefined,
  role: InputRole,
): DescribedSchema {
  return describe(schema, role, model && modelSource(model), model);
}

/**
 * Reads the class of an action's body, which its own marks rule.
 *
 * A field stands for a column of the entity only if it asks for it: by `@Field()`, or by a reference whose target the
 * column tells. All others are the action's own, whatever they are called.
 *
 * @internal
 */
export function describeActionBody(schema: SchemaClass, model: ModelDescription): DescribedSchema {
  const source = askedSource(model);
  return describe(schema, 'create', source, source);
}

/**
 * Reads the class of an action's answer, which stands for no entity.
 *
 * @internal
 */
export function describeActionResponse(schema: SchemaClass): DescribedSchema {
  return describe(schema, 'read', undefined, undefined);
}

/**
 * What is wrong with the schemas that a described one nests, at any depth.
 *
 * Call it at start, when all modules are loaded.
 *
 * @internal
 */
export function nestedMistakes(description: SchemaDescription): readonly ConfigurationMistake[] {
  const seen = new Set([description]);
  const mistakes: ConfigurationMistake[] = [];
  for (const current of seen) {
    if (current !== description) mistakes.push(...(MISTAKES.get(current) ?? []));
    for (const field of current.fields) {
      try {
        if (field.nested) seen.add(field.nested());
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        mistakes.push(...error.mistakes);
      }
    }
  }
  return mistakes;
}

const MISTAKES = new WeakMap<SchemaDescription, readonly ConfigurationMistake[]>();

/** One description for one schema in one role over one source: schemas that nest each other then close their ring. */
const DESCRIBED = new WeakMap<SchemaClass, Map<unknown, Map<SchemaDescription['role'], DescribedSchema>>>();

function describe(
  schema: SchemaClass,
  role: SchemaDescription['role'],
  source: SchemaSource | undefined,
  identity: unknown,
): DescribedSchema {
  const bySource = DESCRIBED.get(schema) ?? new Map<unknown, Map<SchemaDescription['role'], DescribedSchema>>();
  const byRole = bySource.get(identity) ?? new Map<SchemaDescription['role'], DescribedSchema>();
  DESCRIBED.set(schema, bySource.set(identity, byRole));
  const described = byRole.get(role) ?? readSchema(schema, role, source);
  byRole.set(role, described);
  return described;
}

const UNMARKED: FieldMarks = Object.freeze({ isReadOnly: false, isWriteOnly: false });

function readSchema(
  schema: SchemaClass,
  role: SchemaDescription['role'],
  source: SchemaSource | undefined,
): DescribedSchema {
  const marks = fieldMarks(schema);
  const validators = validatorsOf(schema);
  const { decorated, undecorated } = declaredFields(schema, marks, validators);
  const sourceOf = (property: string): SchemaSource | undefined =>
    source?.isAsked && !asksForColumn(marks.get(property) ?? UNMARKED) ? undefined : source;
  const fields = inColumnOrder(decorated, source).map((property) =>
    describeField(property, {
      schema,
      role,
      source: sourceOf(property),
      marks: marks.get(property) ?? UNMARKED,
      validators: validators.get(property) ?? [],
      describeNested: (field, nested) => describeNested(field, nested, role, source),
    }),
  );
  const description: SchemaDescription = Object.freeze({
    schema,
    name: componentName(schema),
    role,
    ...(source?.model && { model: source.model }),
    fields: Object.freeze(fields),
  });
  const mistakes = Object.freeze(
    subjects(schema, [
      ...undecorated.map(bare),
      ...fields.flatMap((field) =>
        fieldMistakes(field, marks.get(field.property) ?? UNMARKED, role, sourceOf(field.property)),
      ),
      ...ambiguousNames(fields),
    ]),
  );
  MISTAKES.set(description, mistakes);
  return Object.freeze({ description, mistakes });
}

function asksForColumn({ field, reference }: FieldMarks): boolean {
  return (field !== undefined && !(field.virtual ?? false)) || (reference !== undefined && !reference.target);
}

function describeNested(
  field: FieldDescription,
  nested: SchemaClass,
  role: SchemaDescription['role'],
  owner: SchemaSource | undefined,
): SchemaDescription {
  if (field.relation) {
    const model = describeModel(field.relation.target());
    return describe(nested, 'read', modelSource(model), model).description;
  }
  const source = field.embedded && owner && embeddedSource(field.embedded, owner);
  return describe(nested, role, source, field.embedded).description;
}

function inColumnOrder(properties: readonly string[], source: SchemaSource | undefined): readonly string[] {
  const declared = new Set(properties);
  const columns = [...(source?.columns.keys() ?? [])].filter((column) => declared.has(column));
  return [...new Set([...columns, ...properties])];
}

function bare(property: string): ConfigurationMistake {
  return {
    subject: property,
    problem: 'carries no decorator, so that it is no field of the schema.',
    remedy: 'Add @Field() for a column, @ReadOnly() for what the view computes, or @Exclude() to leave it out.',
  };
}

function subjects(schema: SchemaClass, mistakes: readonly ConfigurationMistake[]): ConfigurationMistake[] {
  return mistakes.map((mistake) => Object.freeze({ ...mistake, subject: `${schema.name}.${mistake.subject}` }));
}

import type { DataSource } from 'typeorm';
import { ConfigurationError, type ConfigurationMistake } from '../../errors/configuration-error.js';
import { isUniqueColumn } from '../../model/constraint-columns.js';
import type { RelationMetadata } from '../../model/type-orm-metadata.js';
import type {
  FieldDescription,
  FieldReference,
  ResolvedReference,
  SchemaDescription,
} from '../../schema/schema-description.js';

/** What is wrong with a field, as a sentence and its remedy. */
type Finding = readonly [problem: string, remedy: string];

/** What references are held against when the application starts. */
export interface ReferenceSurroundings {
  readonly dataSource: DataSource;
  /** Whether the application has a view. */
  readonly hasView: (view: object) => boolean;
}

/** What is wrong with the references of a schema and of those that it nests, at any depth. */
export function referenceMistakes(
  description: SchemaDescription,
  surroundings: ReferenceSurroundings,
): readonly ConfigurationMistake[] {
  return schemasWithin(description).flatMap((schema) =>
    schema.fields.flatMap((field) => (field.reference ? mistakesOf(schema, field, field.reference, surroundings) : [])),
  );
}

function schemasWithin(description: SchemaDescription): readonly SchemaDescription[] {
  const found = new Set([description]);
  for (const { fields } of found) {
    for (const { nested } of fields) {
      // One that cannot be described is a mistake of its own.
      const inner = nested && withoutMistakes(nested);
      if (inner) found.add(inner);
    }
  }
  return [...found];
}

function mistakesOf(
  schema: SchemaDescription,
  field: FieldDescription,
  reference: FieldReference,
  surroundings: ReferenceSurroundings,
): ConfigurationMistake[] {
  const subject = `${schema.schema.name}.${field.property}`;
  if (field.nested) {
    const remedy = 'Keep @Nested to show or write the related row, or the reference to name it.';
    return [{ subject, problem: 'is marked as a reference and as @Nested.', remedy }];
  }
  try {
    const resolved = reference.resolve();
    const findings = [
      unserved(resolved, surroundings),
      unstored(resolved, surroundings) ??
        ambiguous(resolved, surroundings) ??
        misfit(field, resolved) ??
        unwritable(schema, field, surroundings),
    ];
    return findings.flatMap((finding) => (finding ? [{ subject, problem: finding[0], remedy: finding[1] }] : []));
  } catch (error) {
    if (error instanceof ConfigurationError) return [...error.mistakes];
    if (!(error instanceof ReferenceError)) throw error;
    const remedy = 'Give a function, @IdRef(() => X), and check that the files do not import each other in vain.';
    return [{ subject, problem: 'refers to a class whose module was never loaded.', remedy }];
  }
}

function unserved({ view }: ResolvedReference, { hasView }: ReferenceSurroundings): Finding | undefined {
  if (!view || hasView(view)) return undefined;
  return [
    `refers to ${view.name}, which is no view of this application.`,
    'List it among the controllers of a module, or name the entity.',
  ];
}

function unstored({ entity, by }: ResolvedReference, { dataSource }: ReferenceSurroundings): Finding | undefined {
  if (!dataSource.hasMetadata(entity)) {
    return [`refers to ${entity.name}, which is no entity of the DataSource.`, 'Add it to its "entities".'];
  }
  const { primaryColumns } = dataSource.getMetadata(entity);
  if (!by.every(({ primary }) => primary) || by.length === primaryColumns.length) return undefined;
  return [
    `refers to ${entity.name}, whose primary key has a column without a property.`,
    'Declare a column beside each relation that is part of the key.',
  ];
}

function ambiguous({ entity, by }: ResolvedReference, { dataSource }: ReferenceSurroundings): Finding | undefined {
  const [column, ...more] = by;
  const metadata = dataSource.getMetadata(entity);
  if (!column || more.length > 0) return undefined;
  const name = column.path.join('.');
  if (isUniqueColumn(metadata, name)) return undefined;
  return [
    `is by "${name}", and several rows of ${entity.name} may have the same.`,
    `Make the column unique, or leave { by } out.`,
  ];
}

const WHOLE_NUMBERS: ReadonlySet<string> = new Set(['integer', 'bigint']);
const TEXTS: ReadonlySet<string> = new Set(['string', 'uuid', 'enum']);

/** The field's own column has to be able to hold what stands for a row of the target. */
function misfit({ column }: FieldDescription, { entity, by }: ResolvedReference): Finding | undefined {
  if (!column || column.kind === 'json') return undefined;
  const own = column.element ?? column.kind;
  const key = by.length === 1 ? by[0]?.kind : 'string';
  const fits =
    own === key ||
    (WHOLE_NUMBERS.has(own) && WHOLE_NUMBERS.has(key ?? '')) ||
    (TEXTS.has(own) && TEXTS.has(key ?? '')) ||
    // Which stores everything as text.
    column.type === 'simple-array';
  if (fits) return undefined;
  return [
    `stands for a column of type ${column.type}, which cannot hold what ${entity.name} is known by (${String(key)}).`,
    'Give the column the type of the key, or name another property by { by }.',
  ];
}

function unwritable(
  { model }: SchemaDescription,
  field: FieldDescription,
  { dataSource }: ReferenceSurroundings,
): Finding | undefined {
  if (field.access === 'read-only' || !field.relation || !model || !dataSource.hasMetadata(model.entity)) {
    return undefined;
  }
  const relation = dataSource.getMetadata(model.entity).findRelationWithPropertyPath(field.relation.property);
  if (!relation) return undefined;
  if (relation.isOneToOneNotOwner) {
    return [
      `is a one-to-one relation whose foreign key is in ${relation.inverseEntityMetadata.name}.`,
      'Add @ReadOnly(), and write it from the other side or by @Nested with { write }.',
    ];
  }
  return relation.isOneToMany && !canLetGo(relation)
    ? [
        `is a list of rows whose foreign key in ${relation.inverseEntityMetadata.name} cannot be NULL: none could be taken off it.`,
        'Make the foreign key nullable, add @ReadOnly(), or write the rows by @Nested with { write }.',
      ]
    : undefined;
}

function canLetGo({ inverseRelation }: RelationMetadata): boolean {
  return (inverseRelation?.joinColumns ?? []).every(({ isNullable }) => isNullable);
}

function withoutMistakes(nested: () => SchemaDescription): SchemaDescription | undefined {
  try {
    return nested();
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof ReferenceError) return undefined;
    throw error;
  }
}

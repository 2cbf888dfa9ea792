import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import type { ColumnDescription, EmbeddedDescription, ModelDescription } from '../model/model-description.js';
import { Field, Nested, ReadOnly } from './field-marks.js';
import { namedClass } from './named-class.js';
import type { SchemaClass } from './schema-class.js';
import { prototypeOf } from './document/swagger-metadata.js';

/** What both an entity and an embedded consist of. */
type Structure = Pick<ModelDescription, 'columns' | 'embeddeds'>;

const MADE = new WeakMap<ModelDescription, Map<string, SchemaClass>>();

/**
 * Makes the read schema of an entity for which none is written: a class called `<name>Read` with a field per column.
 *
 * What the server makes is read-only, what `select: false` hides and relations are left out, foreign keys are scalars,
 * embeddeds are nested schemas of their own. Every field behaves as one with `@Field()`.
 *
 * @param name - the name of the resource; the entity's, unless several resources show the entity.
 * @throws {@link ConfigurationError} when columns have a type without a form in JSON; it names all of them.
 * @example
 * schemaFromModel(describeModel(User));   // class UserRead { id; name; email; createdAt }
 * @internal
 */
export function schemaFromModel(model: ModelDescription, name = model.name): SchemaClass {
  const made = MADE.get(model) ?? new Map<string, SchemaClass>();
  MADE.set(model, made);
  const known = made.get(name);
  if (known) return known;
  const mistakes = unknownColumns(model, model.name);
  if (mistakes.length > 0) throw new ConfigurationError(...mistakes);
  const schema = structureSchema(model, name);
  made.set(name, schema);
  return schema;
}

function structureSchema(structure: Structure, name: string): SchemaClass {
  const schema = namedClass(`${name}Read`);
  const prototype = prototypeOf(schema);
  for (const column of structure.columns.filter(({ selected }) => selected)) {
    const property = propertyOf(column);
    Field()(prototype, property);
    if (column.serverOwned) ReadOnly()(prototype, property);
  }
  for (const embedded of structure.embeddeds) {
    const nested = structureSchema(embedded, `${name}${capitalized(embedded.property)}`);
    Nested(() => (embedded.isArray ? [nested] : nested))(prototype, embedded.property);
  }
  return schema;
}

function unknownColumns({ columns, embeddeds }: Structure, owner: string): ConfigurationMistake[] {
  return [
    ...columns
      .filter(({ kind, selected }) => kind === 'unknown' && selected)
      .map((column) => ({
        subject: `${owner}.${propertyOf(column)}`,
        problem: `is a column of type "${column.type}", which has no form in JSON.`,
        remedy: 'Write a schema without it, hide it with select: false, or give the column a transformer.',
      })),
    ...embeddeds.flatMap((embedded: EmbeddedDescription) => unknownColumns(embedded, `${owner}.${embedded.property}`)),
  ];
}

function propertyOf(column: ColumnDescription): string {
  return column.path.at(-1) ?? column.path.join('.');
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

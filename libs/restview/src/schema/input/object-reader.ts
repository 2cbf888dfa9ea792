import { closestName } from '../../errors/closest-name.js';
import type { ColumnDescription } from '../../model/model-description.js';
import { checkField } from './check-field.js';
import { childInputOf } from './child-input.js';
import { compileChildReader } from './child-reader.js';
import { initialValues } from '../declared-fields.js';
import type { RuleSubject } from './compile-rules.js';
import { compileFieldReader, type FieldReader } from './field-reader.js';
import { isPlainObject } from './forbidden-keys.js';
import { childChangeSchema, deriveCreateSchema, nestedInputSchema, nestedRole } from './input-schemas.js';
import { isPromise } from './maybe-promise.js';
import { pointerTo, type MistakeList } from './mistake-list.js';
import { readNested } from './nested-reader.js';
import { dropDefaultsOfPartners, referencePairs, requireOneOfPartners } from './reference-pairs.js';
import { inputFacts, isNeeded } from './requirement.js';
import { propertyValues } from '../property-values.js';
import type { SchemaClass } from '../schema-class.js';
import type { FieldDescription, InputRole, SchemaDescription } from '../schema-description.js';
import { prototypeOf } from '../document/swagger-metadata.js';
import { writableFields } from './writable-fields.js';

/** Reads JSON objects of one input class. */
export interface ObjectReader {
  /** An instance without any property. */
  blank(): object;
  /** The instance, or `undefined` if the value is no object; mistakes are added to the list. */
  readonly read: (value: unknown, pointer: string, mistakes: MistakeList) => Promise<object | undefined>;
}

/** What an object reader is compiled from. */
export interface ObjectReaderSource {
  readonly schema: SchemaClass;
  readonly description: SchemaDescription;
  readonly role: InputRole;
  /** The read schema beside an explicit input: its read-only keys are dropped too. */
  readonly readDescription?: SchemaDescription | undefined;
  /** Further names that are dropped. */
  readonly ignored?: readonly string[] | undefined;
  /** The column with the limits of the database that stores it. */
  readonly narrow: (column: ColumnDescription) => ColumnDescription;
  /** Whether answers may show `null` in a field that has none: a body of a change may send it back. */
  readonly mayShowNull: (field: FieldDescription) => boolean;
}

/** Compiles the reader of the objects of an input class; nested classes are compiled when their first value comes. */
export function compileObjectReader(source: ObjectReaderSource): ObjectReader {
  const { schema, description, role, narrow, mayShowNull } = source;
  const fields = writableFields(description, role);
  const pairs = referencePairs(fields);
  const { readers, hasInitialValues } = compileFields(source, fields, lazyNestedReader);
  const known = new Set(readers.map(({ field }) => field.wireName));
  const dropped = droppedNames(source, known);
  const prototype = prototypeOf(schema);
  return { blank, read };

  function blank(): object {
    return Object.create(prototype) as object;
  }

  async function read(body: unknown, pointer: string, mistakes: MistakeList): Promise<object | undefined> {
    if (!isPlainObject(body)) {
      mistakes.add(pointer, 'type', pointer === '' ? 'The body must be a JSON object.' : 'It must be an object.');
      return undefined;
    }
    refuseUnknown(body, pointer, mistakes);
    const instance = propertyValues(blank());
    const initial = hasInitialValues ? initialValues(schema) : undefined;
    const unsent = new Set<string>();
    const valid: FieldReader[] = [];
    for (const reader of readers) {
      const { property, wireName } = reader.field;
      const raw = Object.hasOwn(body, wireName) ? body[wireName] : undefined;
      const conversion = reader.convert(raw, body, pointer + reader.segment, mistakes);
      const converted = isPromise(conversion) ? await conversion : conversion;
      if (!converted.ok) continue;
      if (converted.value === undefined) unsent.add(property);
      const value = converted.value === undefined ? initial?.get(property) : converted.value;
      if (value !== undefined) instance[property] = value;
      valid.push(reader);
    }
    dropDefaultsOfPartners(pairs, instance, unsent);
    // Only now, so that a validator which looks at other fields finds them.
    const subject: RuleSubject = {
      object: instance,
      unsent: role === 'update' && unsent.size > 0 ? unsent : undefined,
      onStumble: (error) => {
        mistakes.addStumble(error);
      },
    };
    for (const reader of valid) {
      const check = checkField(reader, instance, subject, pointer, mistakes);
      if (isPromise(check)) await check;
    }
    if (role === 'create') requireOneOfPartners(pairs, isNeeded, instance, unsent, pointer, mistakes);
    return instance;
  }

  function refuseUnknown(body: Readonly<Record<string, unknown>>, pointer: string, mistakes: MistakeList): void {
    for (const key of Object.keys(body)) {
      if (known.has(key) || dropped.has(key) || mistakes.isFull) continue;
      const meant = closestName(key, known);
      const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
      mistakes.add(pointerTo(pointer, key), 'unknown_field', `There is no field "${key.slice(0, 100)}".${hint}`);
    }
  }

  function lazyNestedReader(field: FieldDescription, nested: () => SchemaDescription): NestedReading {
    let read: NestedReading | undefined;
    return (value, pointer, mistakes) => (read ??= childReader(field) ?? nestedReader())(value, pointer, mistakes);

    function nestedReader(): NestedReading {
      const reader = compileObjectReader({
        schema: nestedInputSchema(description, field, nested(), role),
        description: nested(),
        role: nestedRole(field, role),
        narrow,
        mayShowNull,
      });
      return (value, pointer, mistakes) => readNested(reader.read, value, field.isList, pointer, mistakes);
    }
  }

  function childReader(field: FieldDescription): NestedReading | undefined {
    const input = childInputOf(field, description);
    if (!input) return undefined;
    const create = compileObjectReader({
      schema: deriveCreateSchema(input.create),
      description: input.create,
      role: 'create',
      narrow,
      mayShowNull,
    });
    const change = compileObjectReader({
      schema: childChangeSchema(input),
      description: input.change,
      role: 'update',
      narrow,
      mayShowNull,
    });
    return compileChildReader(input, role, { create: create.read, change: change.read, narrow });
  }
}

type NestedReading = (value: unknown, pointer: string, mistakes: MistakeList) => Promise<unknown>;

/** The readers of the fields; apart from what reads, so that what they are compiled from does not live as long. */
function compileFields(
  { schema, role, narrow, mayShowNull }: ObjectReaderSource,
  fields: readonly FieldDescription[],
  nestedReader: (field: FieldDescription, nested: () => SchemaDescription) => NestedReading,
): { readonly readers: readonly FieldReader[]; readonly hasInitialValues: boolean } {
  const facts = inputFacts(schema);
  const readers = fields.map((field) =>
    compileFieldReader(field, role, facts, {
      narrow,
      mayShowNull,
      siblings: fields,
      readNested: field.nested && nestedReader(field, field.nested),
    }),
  );
  return { readers, hasInitialValues: facts.initial.size > 0 };
}

/** The keys that a client may send back as it read them. */
function droppedNames(
  { description, readDescription, ignored = [] }: ObjectReaderSource,
  known: ReadonlySet<string>,
): ReadonlySet<string> {
  const shown = [...description.fields, ...(readDescription?.fields ?? [])].filter(
    ({ access }) => access !== 'write-only',
  );
  const readOnly = shown.filter(({ access }) => access === 'read-only' || description.role === 'read');
  return new Set([...readOnly.map(({ wireName }) => wireName), ...ignored].filter((name) => !known.has(name)));
}

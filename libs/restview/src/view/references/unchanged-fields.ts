import { sameKey } from '../../model/row-values.js';
import { referencePairs } from '../../schema/input/reference-pairs.js';
import { idOf } from '../../schema/reference-key.js';
import type { FieldDescription, SchemaDescription } from '../../schema/schema-description.js';

/** What a body says of references and is so already, by the object of the body that says it. */
const unchanged = new WeakMap<object, ReadonlySet<string>>();

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Notes which references and foreign keys of a body are those that the row has already and that its answers show: clients
 * send back what they read. They are as good as not sent. The rows that they name need not be there for the caller, who
 * has been told of them before, and they contradict no reference beside them.
 *
 * To be asked anew for every row and whenever somebody may have changed the body: a bracket that runs again has loaded
 * another state of the row. Only what the read schema shows counts, or guesses would tell of a reference that no answer has.
 */
export function noteUnchanged(input: SchemaDescription, read: SchemaDescription, data: object, entity: object): void {
  const comparable = comparableFields(input, read);
  if (comparable.length === 0) return;
  const properties = new Set<string>();
  for (const { field, shown } of comparable) {
    if (!Object.hasOwn(data, field.property)) continue;
    const sent: unknown = Reflect.get(data, field.property);
    if (sent === undefined) continue;
    if (isSame(field, sent, entity, read)) properties.add(field.property);
    else noteWithin(field, shown, sent, entity);
  }
  if (!wholeRecords.has(data)) keepContradictions(input, data, properties);
  unchanged.set(data, properties);
}

/** A field of a body that may be what an answer shows already. */
interface ComparableField {
  readonly field: FieldDescription;
  readonly shown: FieldDescription;
}

const comparableOf = new WeakMap<SchemaDescription, WeakMap<SchemaDescription, readonly ComparableField[]>>();

/** The references, foreign keys and embeddeds among the fields of a body that answers show too. */
function comparableFields(input: SchemaDescription, read: SchemaDescription): readonly ComparableField[] {
  const byRead = comparableOf.get(input) ?? new WeakMap<SchemaDescription, readonly ComparableField[]>();
  comparableOf.set(input, byRead);
  const known = byRead.get(read);
  if (known) return known;
  const found = input.fields.flatMap((field): ComparableField[] => {
    const { reference, relation, embedded } = field;
    if (!embedded && !(reference && relation) && !isForeignKey(field)) return [];
    const shown = read.fields.find(({ property, access }) => property === field.property && access !== 'write-only');
    return shown ? [{ field, shown }] : [];
  });
  byRead.set(read, found);
  return found;
}

function isForeignKey({ reference, column }: FieldDescription): boolean {
  return column !== undefined && (reference !== undefined || column.foreignKeyOf !== undefined);
}

/** Bodies that have every field of a record, whether or not the client cares for it. */
const wholeRecords = new WeakSet<object>();

/** Says of a body that a client sends all of a record to change a part of it. */
export function noteWholeRecord(data: object): void {
  wholeRecords.add(data);
}

/** A change of one of two fields that say the same contradicts the other, where the client chose to send that too. */
function keepContradictions({ fields }: SchemaDescription, data: object, same: Set<string>): void {
  for (const { relation, columns } of referencePairs(fields)) {
    const sent = [relation, ...columns].map(({ property }) => property).filter((name) => Object.hasOwn(data, name));
    if (sent.some((name) => !same.has(name))) for (const name of sent) same.delete(name);
  }
}

/** The properties of an object of a body that say nothing new. */
export function unchangedIn(data: object): ReadonlySet<string> {
  return unchanged.get(data) ?? NOTHING;
}

/** The fields of an embedded are columns of the same row. */
function noteWithin(field: FieldDescription, shown: FieldDescription, sent: unknown, entity: object): void {
  const present: unknown = field.embedded && Reflect.get(entity, field.property);
  if (!field.nested || !shown.nested || !isObject(sent) || !isObject(present)) return;
  noteUnchanged(field.nested(), shown.nested(), sent, present);
}

function isSame(field: FieldDescription, sent: unknown, entity: object, read: SchemaDescription): boolean {
  const { reference, relation, isList, property } = field;
  if (isList) return false;
  if (relation) return reference !== undefined && isSameRow(field, sent, entity, read);
  return isForeignKey(field) && sameKey(idOf(sent), valueAt(entity, property));
}

/** The row that an answer shows, or, where it shows the foreign key, the one that this names. */
function isSameRow(
  { reference, relation, property }: FieldDescription,
  sent: unknown,
  entity: object,
  read: SchemaDescription,
): boolean {
  const [by, ...more] = reference?.resolve().by ?? [];
  // A key of several columns in one text: its relation is looked up.
  if (!by || more.length > 0) return false;
  const loaded = valueAt(entity, property);
  if (sent === null) return loaded === null;
  if (isObject(loaded)) return sameKey(idOf(sent), valueAt(loaded, by.path.join('.')));
  const [key, ...others] = relation?.foreignKey ?? [];
  if (!key || others.length > 0 || key.references !== by.path.join('.')) return false;
  const isShown = read.fields.some((one) => one.column?.path.join('.') === key.property && one.access !== 'write-only');
  return isShown && sameKey(idOf(sent), valueAt(entity, key.property));
}

function valueAt(row: object, path: string): unknown {
  let value: unknown = row;
  for (const property of path.split('.'))
    value = isObject(value) ? (Reflect.get(value, property) as unknown) : undefined;
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

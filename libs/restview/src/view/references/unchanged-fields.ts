import { sameKey } from '../../model/row-values.js';
import { childInputOf, takesChanges } from '../../schema/input/child-input.js';
import { referencePairs } from '../../schema/input/reference-pairs.js';
import { idOf } from '../../schema/reference-key.js';
import type { FieldDescription, SchemaDescription } from '../../schema/schema-description.js';
import { rowOfItem } from '../nested-writes/row-of-item.js';

/** What an object of a body says of references and is so already, and by which schemas that was found. */
interface Noted {
  readonly properties: ReadonlySet<string>;
  readonly input: SchemaDescription;
  readonly read: SchemaDescription;
}

const unchanged = new WeakMap<object, Noted>();

const NOTHING: ReadonlySet<string> = new Set();

/** In the place of a row that is not there, or not for the caller: nothing is as it is in that one. */
const NO_ROW: object = Object.freeze({});

/**
 * Notes which references and foreign keys of a body are those that the row has already and that its answers show: clients
 * send back what they read. They are as good as not sent. The rows that they name need not be there for the caller, who
 * has been told of them before, and they contradict no reference beside them. Items of nested writes are compared with
 * the rows that are loaded of their relation, which are those that the caller sees.
 *
 * To be asked anew for every row and whenever somebody may have changed the body: a bracket that runs again has loaded
 * another state of the row. Only what the read schema shows counts, or guesses would tell of a reference that no answer has.
 */
export function noteUnchanged(input: SchemaDescription, read: SchemaDescription, data: object, entity: object): void {
  noteRow(input, read, data, entity);
  for (const { field, shown } of comparableFields(input, read)) {
    if (field.write) noteItems(input, field, shown, data, entity);
  }
}

/**
 * Compares an item again, with the row as it was locked.
 *
 * @param row - `undefined` where the row is not there any more.
 * @returns the objects of the item with references that were unchanged and are not any more: nobody has looked those up.
 */
export function noteAgain(item: object, row: object | undefined): readonly object[] {
  const noted = unchanged.get(item);
  return noted ? noteRow(noted.input, noted.read, item, row ?? NO_ROW) : [];
}

/** Notes what an object says of its own row, embeddeds included; gives the objects of which less is unchanged than before. */
function noteRow(input: SchemaDescription, read: SchemaDescription, data: object, entity: object): object[] {
  const comparable = comparableFields(input, read);
  if (comparable.length === 0) return [];
  const properties = new Set<string>();
  const changed: object[] = [];
  for (const { field, shown } of comparable) {
    if (field.write || !Object.hasOwn(data, field.property)) continue;
    const sent: unknown = Reflect.get(data, field.property);
    if (sent === undefined) continue;
    if (isSame(field, sent, entity, read)) properties.add(field.property);
    else changed.push(...noteWithin(field, shown, sent, entity));
  }
  if (!wholeRecords.has(data)) keepContradictions(input, data, properties);
  if ([...unchangedIn(data)].some((property) => !properties.has(property))) changed.push(data);
  unchanged.set(data, { properties, input, read });
  return changed;
}

function noteItems(
  input: SchemaDescription,
  field: FieldDescription,
  shown: FieldDescription,
  data: object,
  entity: object,
): void {
  const child = childInputOf(field, input);
  if (!child || !shown.nested || !takesChanges(child, 'update')) return;
  const rowOf = rowOfItem(child, objectsIn(valueAt(entity, field.property)));
  for (const item of objectsIn(Reflect.get(data, field.property))) {
    if (wholeRecords.has(data)) wholeRecords.add(item);
    noteUnchanged(child.change, shown.nested(), item, rowOf(item) ?? NO_ROW);
  }
}

/** A field of a body that may be what an answer shows already. */
interface ComparableField {
  readonly field: FieldDescription;
  readonly shown: FieldDescription;
}

const comparableOf = new WeakMap<SchemaDescription, WeakMap<SchemaDescription, readonly ComparableField[]>>();

/** The references, foreign keys, embeddeds and nested writes among the fields of a body that answers show too. */
function comparableFields(input: SchemaDescription, read: SchemaDescription): readonly ComparableField[] {
  const byRead = comparableOf.get(input) ?? new WeakMap<SchemaDescription, readonly ComparableField[]>();
  comparableOf.set(input, byRead);
  const known = byRead.get(read);
  if (known) return known;
  const found = input.fields.flatMap((field): ComparableField[] => {
    const { reference, relation, embedded, write } = field;
    if (!embedded && !write && !(reference && relation) && !isForeignKey(field)) return [];
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
  return unchanged.get(data)?.properties ?? NOTHING;
}

/** The fields of an embedded are columns of the same row. */
function noteWithin(field: FieldDescription, shown: FieldDescription, sent: unknown, entity: object): object[] {
  if (!field.embedded || !field.nested || !shown.nested || !isObject(sent)) return [];
  const present: unknown = Reflect.get(entity, field.property);
  return noteRow(field.nested(), shown.nested(), sent, isObject(present) ? present : NO_ROW);
}

function isSame(field: FieldDescription, sent: unknown, entity: object, read: SchemaDescription): boolean {
  const { reference, relation, isList, property } = field;
  if (isList) return !relation && isForeignKey(field) && isSameList(sent, valueAt(entity, property));
  if (relation) return reference !== undefined && isSameRow(field, sent, entity, read);
  return isForeignKey(field) && sameKey(idOf(sent), valueAt(entity, property));
}

/** A list of keys in a column is shown as it is. */
function isSameList(sent: unknown, present: unknown): boolean {
  if (!Array.isArray(sent) || !Array.isArray(present) || sent.length !== present.length) return false;
  return sent.every((key, index) => sameKey(idOf(key), present[index]));
}

/** The row that an answer shows, or, where it shows the foreign key, the one that this names. */
function isSameRow(
  { reference, relation, property }: FieldDescription,
  sent: unknown,
  entity: object,
  read: SchemaDescription,
): boolean {
  const loaded = valueAt(entity, property);
  if (sent === null) return loaded === null;
  const [by, ...more] = reference?.resolve().by ?? [];
  // A key of several columns in one text: its relation is looked up.
  if (!by || more.length > 0) return false;
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

function objectsIn(value: unknown): readonly object[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter(isObject);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

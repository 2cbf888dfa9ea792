import { type ChildLink, childLinkOf } from '../../model/child-link.js';
import { keyText } from '../../model/key-text.js';
import type { ColumnDescription } from '../../model/model-description.js';
import type { NestedWrite } from '../marks.js';
import type { FieldDescription, InputRole, SchemaDescription } from '../schema-description.js';

/** A part of a child's key, as bodies name it. */
export interface ChildKeyPart {
  readonly property: string;
  readonly wireName: string;
  readonly column: ColumnDescription;
  /** The client never chooses it: the database makes it, or the child's schema has it as read-only. */
  readonly isServerMade: boolean;
}

/** The bodies of the rows that a `@Nested` field with `write` makes and changes. */
export interface ChildInput {
  readonly write: NestedWrite;
  readonly isList: boolean;
  readonly link: ChildLink;
  /** What names a row among those of its parent; empty for a row that shares its parent's key. */
  readonly keys: readonly ChildKeyPart[];
  /** A row with a key that is not there is a mistake; else it is made. */
  readonly isServerKeyed: boolean;
  /** A one-to-one relation whose row is changed when the body does not name it, instead of being replaced. */
  readonly changesInPlace: boolean;
  /** The body of a row to make: without what says whose it is, since its place says so. */
  readonly create: SchemaDescription;
  /** The body of a row to change: the same, and its key. */
  readonly change: SchemaDescription;
  /** What a change puts on the row. */
  readonly changes: SchemaDescription;
}

const INPUTS = new WeakMap<FieldDescription, ChildInput>();

/** The schema that an item's body was made of. */
const ORIGIN = new WeakMap<SchemaDescription, SchemaDescription>();

/**
 * The bodies of a field's rows; `undefined` for a field that writes none.
 *
 * Reads the nested schema, so it is to be called when all modules are loaded.
 *
 * @param owner - the schema that has the field; it names the components of the document.
 */
export function childInputOf(field: FieldDescription, owner: SchemaDescription): ChildInput | undefined {
  const { write, relation, nested } = field;
  if (!write || !relation || !nested) return undefined;
  const known = INPUTS.get(field);
  if (known) return known;
  const link = childLinkOf(relation);
  const schema = nested();
  const keys = Object.freeze(link.ownKey.map((column) => keyPart(column, schema)));
  const named: SchemaDescription = {
    ...schema,
    name: itemName(field, ORIGIN.get(owner) ?? owner),
    fields: schema.fields.map((one) => (link.backReference.includes(one.property) ? readOnly(one) : one)),
  };
  const input: ChildInput = Object.freeze({
    write,
    isList: field.isList,
    link,
    keys,
    isServerKeyed: keys.some(({ isServerMade }) => isServerMade),
    changesInPlace: !field.isList && (write === 'merge' || keys.length === 0),
    create: described(schema, named, named.fields),
    change: described(
      schema,
      named,
      named.fields.map((one) => (partOf(keys, one) ? asPlainValue(one) : one)),
    ),
    changes: described(
      schema,
      named,
      named.fields.filter((one) => !partOf(keys, one)),
    ),
  });
  INPUTS.set(field, input);
  return input;
}

/** The name of the components: `OrderRead.lines` gives `OrderLinesItem`, and so `OrderLinesItemCreate` and `…Update`. */
export function itemName({ property }: FieldDescription, owner: SchemaDescription): string {
  const { name } = ORIGIN.get(owner) ?? owner;
  return `${name.replace(/(?<=.)Read$/, '')}${property.charAt(0).toUpperCase()}${property.slice(1)}Item`;
}

/** Whether an item of a body says which row it is. */
export function namesRow({ keys }: ChildInput, item: Readonly<Record<string, unknown>>): boolean {
  const isSent = ({ wireName }: ChildKeyPart): boolean => Object.hasOwn(item, wireName) && item[wireName] !== undefined;
  const made = keys.filter(({ isServerMade }) => isServerMade);
  return made.length > 0 ? made.some(isSent) : keys.length > 0 && keys.every(isSent);
}

/** The key of a row or of a checked item, as text; `undefined` where a part of it is missing. */
export function childKeyOf({ keys }: ChildInput, values: object): string | undefined {
  const parts = keys.map(({ property }): unknown => Reflect.get(values, property));
  if (parts.length === 0 || parts.some((part) => part === undefined || part === null)) return undefined;
  return keyText(
    keys.map(({ column }) => column),
    parts,
  );
}

/** Whether a body of this role may name the rows that it changes. */
export function takesChanges({ write }: ChildInput, role: InputRole): boolean {
  return role === 'update' && write !== 'append';
}

function keyPart(column: ColumnDescription, schema: SchemaDescription): ChildKeyPart {
  const property = column.path.join('.');
  const field = schema.fields.find((one) => one.property === property);
  return Object.freeze({
    property,
    wireName: field?.wireName ?? property,
    column,
    isServerMade: column.serverOwned || field === undefined || field.access === 'read-only',
  });
}

function partOf(keys: readonly ChildKeyPart[], { property }: FieldDescription): boolean {
  return keys.some((key) => key.property === property);
}

function described(
  origin: SchemaDescription,
  named: SchemaDescription,
  fields: readonly FieldDescription[],
): SchemaDescription {
  const description = Object.freeze({ ...named, fields: Object.freeze(fields) });
  ORIGIN.set(description, origin);
  return description;
}

function readOnly(field: FieldDescription): FieldDescription {
  return Object.freeze<FieldDescription>({ ...field, access: 'read-only' });
}

/** In the body of a change the key only names the row. */
function asPlainValue(field: FieldDescription): FieldDescription {
  const { column } = field;
  return Object.freeze<FieldDescription>({
    ...field,
    access: 'read-write',
    ...(column && { column: Object.freeze({ ...column, primary: false, updatable: true, serverOwned: false }) }),
  });
}

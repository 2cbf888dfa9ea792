import { pointerTo } from '../../schema/input/mistake-list.js';
import { initialValuesOf } from '../../schema/input/possible-creation.js';
import type { FieldDescription, FieldReference, SchemaDescription } from '../../schema/schema-description.js';
import { unchangedIn } from './unchanged-fields.js';
import { sentPosition } from '../../schema/input/sent-positions.js';

/** One row that a body names. */
export interface SentReference {
  /** The bare key, or `{ id }`. */
  readonly value: unknown;
  /** Where it stands in the body. */
  readonly pointer: string;
}

/** A field of a body that names rows. */
export interface SentField {
  readonly field: FieldDescription;
  readonly reference: FieldReference;
  readonly pointer: string;
  /** `null` where the field is `null`. */
  readonly sent: readonly SentReference[] | null;
}

/** An object of a body, the body itself or a nested one, with the fields of it that name rows. */
export interface ReferringObject {
  readonly data: object;
  readonly description: SchemaDescription;
  readonly pointer: string;
  readonly fields: readonly SentField[];
}

/** The objects of a body that can name rows, at every depth. */
export function referringObjects(
  description: SchemaDescription,
  data: object,
  pointer = '',
): readonly ReferringObject[] {
  const fields: SentField[] = [];
  const unchanged = unchangedIn(data);
  const nestedObjects: ReferringObject[] = [];
  for (const field of description.fields) {
    const { property, wireName, reference, nested, access } = field;
    if ((!reference && !nested) || access === 'read-only' || !Object.hasOwn(data, property)) continue;
    if (unchanged.has(property)) continue;
    const value: unknown = Reflect.get(data, property);
    if (value === undefined) continue;
    const place = pointerTo(pointer, wireName);
    if (nested) nestedObjects.push(...nestedIn(nested(), value, place));
    else if (reference) fields.push({ field, reference, pointer: place, sent: sentIn(value, place) });
  }
  return fields.length > 0 ? [{ data, description, pointer, fields }, ...nestedObjects] : nestedObjects;
}

/** The same for what a body nests: an object, or a list of them. */
export function nestedIn(description: SchemaDescription, value: unknown, pointer: string): readonly ReferringObject[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => nestedIn(description, item, `${pointer}/${String(index)}`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const initial = initialValuesOf(value);
  return [
    ...referringObjects(description, value, pointer),
    ...(initial ? referringObjects(description, initial, pointer) : []),
  ];
}

function sentIn(value: unknown, pointer: string): readonly SentReference[] | null {
  if (value === null) return null;
  if (!Array.isArray(value)) return [{ value, pointer }];
  const list: readonly unknown[] = value;
  return list.map((item, index) => ({ value: item, pointer: `${pointer}/${String(sentPosition(list, index))}` }));
}

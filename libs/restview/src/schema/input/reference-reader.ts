import type { ColumnDescription } from '../../model/model-description.js';
import { isPlainObject } from './forbidden-keys.js';
import { pointerTo, type MistakeList } from './mistake-list.js';
import { idOf, readKeyValue } from '../reference-key.js';
import type { FieldDescription, FieldReference } from '../schema-description.js';
import { noteSentPositions } from './sent-positions.js';

/** Reads the references of a field to the form that the mark declares; `undefined` for what is none. */
export type ReferenceReader = (value: unknown, pointer: string, mistakes: MistakeList) => unknown;

/** How the reader of one reference reads. */
interface OneReference {
  readonly form: FieldReference['form'];
  readonly wireName: string;
  readonly by: () => readonly ColumnDescription[];
}

/**
 * Compiles the reader of a reference field.
 *
 * @returns `undefined` where the field's own column says all: a plain value in a column.
 */
export function compileReferenceReader(
  { reference, column, isList, wireName, relation }: FieldDescription,
  narrow: (column: ColumnDescription) => ColumnDescription,
): ReferenceReader | undefined {
  if (!reference || (reference.form === 'value' && column && !isJsonList(column, isList))) return undefined;
  let by: readonly ColumnDescription[] | undefined;
  // At the first body: the target's module may be loaded after this one.
  const one: OneReference = {
    form: reference.form,
    wireName,
    by: () => (by ??= reference.columns().map(narrow)),
  };
  if (!isList) return (value, pointer, mistakes) => readOne(one, value, pointer, mistakes);
  // A plain list is stored as it is sent; what a relation is made of has each row once.
  const isSet = relation !== undefined;
  return (value, pointer, mistakes) => readList(one, isSet, value, pointer, mistakes);
}

function isJsonList({ kind }: ColumnDescription, isList: boolean): boolean {
  return isList && kind === 'json';
}

function readList(
  one: OneReference,
  isSet: boolean,
  value: unknown,
  pointer: string,
  mistakes: MistakeList,
): unknown[] | undefined {
  if (!Array.isArray(value)) {
    mistakes.add(pointer, 'type', `${one.wireName} must be a list.`);
    return undefined;
  }
  const items: unknown[] = [];
  const positions: number[] = [];
  const known = new Set<unknown>();
  for (const [index, item] of value.entries()) {
    const read = readOne(one, item, `${pointer}/${String(index)}`, mistakes);
    if (mistakes.isFull) break;
    const id = idOf(read);
    if (read === undefined || (isSet && known.has(id))) continue;
    known.add(id);
    items.push(read);
    positions.push(index);
  }
  noteSentPositions(items, positions);
  return items;
}

function readOne(one: OneReference, value: unknown, pointer: string, mistakes: MistakeList): unknown {
  if (one.form === 'value' || !isPlainObject(value)) {
    const id = readId(one, value, pointer, mistakes);
    return id === undefined || one.form !== 'object' ? id : { id };
  }
  for (const key of Object.keys(value)) {
    if (key !== 'id') {
      mistakes.add(pointerTo(pointer, key), 'unknown_field', `A reference has an "id" and nothing else.`);
      return undefined;
    }
  }
  const inner = `${pointer}/id`;
  if (value.id === undefined) {
    mistakes.add(inner, 'required', `${one.wireName} needs an "id".`);
    return undefined;
  }
  const id = readId(one, value.id, inner, mistakes);
  return id === undefined || one.form !== 'object' ? id : { id };
}

function readId({ by, wireName }: OneReference, value: unknown, pointer: string, mistakes: MistakeList): unknown {
  const reading = readKeyValue(by(), value);
  if (reading.ok) return reading.value;
  mistakes.add(pointer, reading.code, reading.detail.replace(/^It(?= )/, wireName));
  return undefined;
}

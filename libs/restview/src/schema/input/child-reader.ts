import { readValue } from '../../model/column-values.js';
import type { ColumnDescription } from '../../model/model-description.js';
import { type ChildInput, type ChildKeyPart, childKeyOf, namesRow, takesChanges } from './child-input.js';
import { isPlainObject } from './forbidden-keys.js';
import { MistakeList, pointerTo } from './mistake-list.js';
import { noteCreation } from './possible-creation.js';
import type { InputRole } from '../schema-description.js';

/** Rows that one list of a body may have: each is a statement, and all of them one transaction. */
export const MOST_ITEMS = 1000;

/** Reads one value of a body; `undefined` stands for one that is refused. */
type ReadValue = (value: unknown, pointer: string, mistakes: MistakeList) => Promise<object | undefined>;

/** What a reader of rows is made of: the readers of their two bodies. */
export interface ChildReaders {
  readonly create: ReadValue;
  readonly change: ReadValue;
  readonly narrow: (column: ColumnDescription) => ColumnDescription;
}

/** Reads the value of a `@Nested` field with `write`: the rows to make and to change. */
export function compileChildReader(
  input: ChildInput,
  role: InputRole,
  { create, change, narrow }: ChildReaders,
): (value: unknown, pointer: string, mistakes: MistakeList) => Promise<unknown> {
  return (value, pointer, mistakes) =>
    input.isList ? readList(value, pointer, mistakes) : read(value, pointer, mistakes);

  async function readList(value: unknown, pointer: string, mistakes: MistakeList): Promise<unknown> {
    if (!Array.isArray(value)) {
      mistakes.add(pointer, 'type', 'It must be a list.');
      return undefined;
    }
    if (value.length > MOST_ITEMS) {
      mistakes.add(pointer, 'too_many', `It must have no more than ${String(MOST_ITEMS)} items.`);
      return undefined;
    }
    const items: unknown[] = [];
    const seen = new Set<string>();
    for (const [index, raw] of value.entries()) {
      const place = `${pointer}/${String(index)}`;
      const item = await read(raw, place, mistakes);
      if (item) refuseRepeated(item, seen, place, mistakes);
      items.push(item);
      if (mistakes.isFull) break;
    }
    return items;
  }

  async function read(raw: unknown, pointer: string, mistakes: MistakeList): Promise<object | undefined> {
    const item = isPlainObject(raw) ? raw : {};
    const isNamed = namesRow(input, item);
    if (!takesChanges(input, role)) {
      if (isNamed && input.isServerKeyed) refuseKey(item, pointer, mistakes);
      return create(raw, pointer, mistakes);
    }
    if (!isNamed && !input.changesInPlace) return create(raw, pointer, mistakes);
    if (isNamed) requireKey(item, pointer, mistakes);
    const changed = await change(raw, pointer, mistakes);
    // A row that the server keys and that is not there is never made, unless it is the only one that there can be.
    if (changed && (!isNamed || !input.isServerKeyed)) await readAsCreation(raw, changed, pointer);
    return changed;
  }

  async function readAsCreation(raw: unknown, changed: object, pointer: string): Promise<void> {
    const mistakes = new MistakeList();
    const value = await create(raw, pointer, mistakes);
    if (value) noteCreation(changed, value, mistakes);
  }

  /** A row that is yet to be made has no key of the server's. */
  function refuseKey(item: Readonly<Record<string, unknown>>, pointer: string, mistakes: MistakeList): void {
    for (const { wireName, column, isServerMade } of input.keys) {
      const value = item[wireName];
      if (!isServerMade || value === undefined) continue;
      const place = pointerTo(pointer, wireName);
      const reading = readValue(narrow(column), value);
      if (!reading.ok) mistakes.add(place, reading.code, reading.detail.replace(/^It(?= )/, wireName));
      else if (input.write === 'append' && role === 'update') {
        mistakes.add(place, 'key_not_allowed', `Rows are only added here: leave ${wireName} out.`);
      } else mistakes.add(place, 'reference_not_found', notFoundDetail(value));
    }
  }

  function requireKey(item: Readonly<Record<string, unknown>>, pointer: string, mistakes: MistakeList): void {
    for (const { wireName } of input.keys) {
      if (item[wireName] !== undefined) continue;
      mistakes.add(pointerTo(pointer, wireName), 'required', `${wireName} is required.`);
    }
  }

  function refuseRepeated(item: object, seen: Set<string>, pointer: string, mistakes: MistakeList): void {
    const key = childKeyOf(input, item);
    if (key === undefined) return;
    const [part] = input.keys;
    if (part && seen.has(key)) mistakes.add(pointerTo(pointer, lastPart(input.keys, part)), 'duplicate', DUPLICATE);
    seen.add(key);
  }
}

const DUPLICATE = 'Another item of the list names the same row.';

/** What is said of a row that is not there, or not for this caller, or another parent's. */
export function notFoundDetail(value: unknown): string {
  return `There is no row ${JSON.stringify(value)} here.`;
}

function lastPart(keys: readonly ChildKeyPart[], first: ChildKeyPart): string {
  return (keys.at(-1) ?? first).wireName;
}

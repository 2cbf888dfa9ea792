import type { MistakeList } from './mistake-list.js';

/** Reads the value of a nested field: an object, or a list of objects. `undefined` stands for one that is neither. */
export async function readNested(
  read: (value: unknown, pointer: string, mistakes: MistakeList) => Promise<object | undefined>,
  value: unknown,
  isList: boolean,
  pointer: string,
  mistakes: MistakeList,
): Promise<unknown> {
  if (!isList) return read(value, pointer, mistakes);
  if (!Array.isArray(value)) {
    mistakes.add(pointer, 'type', 'It must be a list.');
    return undefined;
  }
  const items: unknown[] = [];
  for (const [index, item] of value.entries()) {
    items.push(await read(item, `${pointer}/${index}`, mistakes));
    if (mistakes.isFull) break;
  }
  return items;
}

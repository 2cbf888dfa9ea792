import { type ChildInput, childKeyOf } from '../../schema/input/child-input.js';

/** Finds, among the rows of a nested write's relation, the one that an item of a body is about. */
export function rowOfItem(input: ChildInput, rows: readonly object[]): (item: object) => object | undefined {
  const byKey = new Map(rows.map((row) => [childKeyOf(input, row), row]));
  return (item) => {
    const key = childKeyOf(input, item);
    if (key !== undefined) return byKey.get(key);
    return input.changesInPlace ? rows[0] : undefined;
  };
}

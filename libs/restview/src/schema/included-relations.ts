const included = new WeakMap<object, Set<string>>();

/**
 * Notes that an optional relation of a row was asked for: loaded alone it is not shown.
 *
 * @internal
 */
export function showRelation(row: object, property: string): void {
  const shown = included.get(row);
  if (shown) shown.add(property);
  else included.set(row, new Set([property]));
}

/**
 * Whether an optional relation of a row was asked for.
 *
 * @internal
 */
export function isRelationShown(row: object, property: string): boolean {
  return included.get(row)?.has(property) ?? false;
}

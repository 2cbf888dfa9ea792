const positionsOf = new WeakMap<object, readonly number[]>();

/** Keeps where the elements of a read list stood in the client's body, which may have had duplicates. */
export function noteSentPositions(list: readonly unknown[], positions: readonly number[]): void {
  positionsOf.set(list, positions);
}

/** Where an element of a list stood in the client's body; its index, for a list that was made otherwise. */
export function sentPosition(list: readonly unknown[], index: number): number {
  return positionsOf.get(list)?.[index] ?? index;
}

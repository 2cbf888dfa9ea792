import type { EntityMetadata } from '../type-orm-metadata.js';

const marks = new WeakMap<EntityMetadata, string>();
let made = 0;

/**
 * What stands for an entity in the shape of a query; `''` for one whose SQL may change from query to query.
 *
 * @internal
 */
export function entityMark(metadata: EntityMetadata): string {
  let mark = marks.get(metadata);
  if (mark === undefined) marks.set(metadata, (mark = isSettled(metadata) ? `#${String((made += 1))};` : ''));
  return mark;
}

/** An expression of a virtual column is a function of the application; a child entity has parameters of its own. */
function isSettled({ columns, discriminatorColumn }: EntityMetadata): boolean {
  return !discriminatorColumn && columns.every(({ query }) => !query);
}

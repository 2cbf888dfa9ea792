import type { BoundModel } from './bind-model.js';
import type { RowSnapshot } from './row-snapshot.js';
import { propertyValue } from './row-values.js';
import type { ColumnMetadata } from './type-orm-metadata.js';

/** A row that is about to be updated, and what is stored of it. */
export interface RowToUpdate {
  readonly row: object;
  readonly before: RowSnapshot;
}

/**
 * Puts rows into an order in which each takes a unique value only after another one has left it: positions that move up
 * by one, from the last to the first.
 *
 * Rows that want each other's values stay as they are: only a deferred constraint lets them through.
 *
 * @internal
 */
export function inUpdateOrder<Update extends RowToUpdate>(
  { metadata }: Pick<BoundModel, 'metadata'>,
  updates: readonly Update[],
): readonly Update[] {
  const uniques = [...metadata.uniques, ...metadata.indices.filter(({ isUnique }) => isUnique)];
  const ways = uniques.map(({ columns }) =>
    movesOf(
      columns.filter(({ isVirtual }) => !isVirtual),
      updates,
    ),
  );
  const ordered = new Set<Update>();
  const pending = new Set<Update>();
  const place = (update: Update): void => {
    if (ordered.has(update) || pending.has(update)) return;
    pending.add(update);
    for (const way of ways) {
      const first = way.get(update);
      if (first) place(first);
    }
    ordered.add(update);
  };
  for (const update of updates) place(update);
  return [...ordered];
}

/** Which row has to leave before another one can come, by the columns of one constraint. */
function movesOf<Update extends RowToUpdate>(
  columns: readonly ColumnMetadata[],
  updates: readonly Update[],
): ReadonlyMap<Update, Update> {
  const moved = updates.flatMap((update) => {
    const from = tuple(columns.map(({ propertyPath }) => update.before[propertyPath]));
    const to = tuple(columns.map((column) => propertyValue(column, update.row)));
    return from === to ? [] : [{ update, from, to }];
  });
  const leaving = new Map(moved.map(({ update, from }) => [from, update]));
  return new Map(
    moved.flatMap(({ update, to }): [Update, Update][] => {
      const first = leaving.get(to);
      return first && first !== update ? [[update, first]] : [];
    }),
  );
}

function tuple(values: readonly unknown[]): string {
  return values.map((value) => (value instanceof Date ? value.toISOString() : String(value))).join('\u0000');
}

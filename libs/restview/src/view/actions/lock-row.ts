import { dialectOf } from '../../model/dialect.js';
import type { BoundView } from '../bound-view.js';
import { type Key, readKeyValues } from '../key-values.js';
import { whereKey } from '../scoped-query.js';
import type { WriteContext } from '../view-context.js';

/** The databases that lock rows; on the others one write waits for the other anyway. */
const LOCKING: readonly string[] = ['postgres', 'cockroachdb', 'mysql'];

/** Locks the row with a key until the transaction is over; does nothing where there is none. */
export async function lockRow<Entity extends object>(
  bound: BoundView<Entity>,
  id: Key,
  { manager }: WriteContext,
): Promise<void> {
  if (!LOCKING.includes(dialectOf(bound.dataSource))) return;
  const { model } = bound;
  const { alias } = model.description;
  const { columns, values } = readKeyValues(bound, id);
  const stored = columns.flatMap(({ path }) => model.columnOf(path.join('.')) ?? []);
  const rows = manager
    .createQueryBuilder<Entity>(model.metadata.target, alias)
    .select(stored.map(({ propertyPath }) => `${alias}.${propertyPath}`))
    .setLock('pessimistic_write');
  await whereKey(rows, stored, values).getRawMany();
}

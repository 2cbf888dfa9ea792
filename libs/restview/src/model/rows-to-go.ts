import type { EntityManager } from 'typeorm';
import { baseOf, type Cascade, type DeletePlan } from './delete-plan.js';
import { rawKeyOf, rawKeyText } from './raw-key.js';
import { referringRows } from './referring-rows.js';
import { batchesOf, isOneOf } from './key-batches.js';
import { rawRowsOf, REFERRING } from './referring-rows.js';
import type { RawRow } from './row-plan.js';
import type { EntityMetadata } from './type-orm-metadata.js';

/** Finds the rows that go along with others by a cascade. */
export type FollowCascade = (cascade: Cascade, rows: readonly RawRow[]) => Promise<readonly RawRow[]>;

/** The rows that a removal takes, table by table, as far as its plan has to know them. */
export class RowsToGo {
  private readonly rowsByPlan = new Map<DeletePlan, Map<string, RawRow>>();

  private constructor() {}

  /** Starts with some rows and follows the cascades until there is nothing new: rings end. */
  static async collect(plan: DeletePlan, rows: readonly RawRow[], follow: FollowCascade): Promise<RowsToGo> {
    const all = new RowsToGo();
    const waiting: { plan: DeletePlan; rows: readonly RawRow[] }[] = [{ plan, rows: all.add(plan, rows) }];
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      for (const cascade of step.plan.cascading) {
        const fresh = all.add(cascade.plan, await follow(cascade, step.rows));
        if (fresh.length > 0) waiting.push({ plan: cascade.plan, rows: fresh });
      }
    }
    return all;
  }

  /** The plans that rows are affected by, with these rows. */
  get entries(): readonly (readonly [DeletePlan, readonly RawRow[]])[] {
    return [...this.rowsByPlan].map(([plan, rows]) => [plan, [...rows.values()]] as const);
  }

  /** Whether rows of an entity are among those that go. */
  concerns(entity: EntityMetadata): boolean {
    return this.of(entity) !== undefined;
  }

  has(entity: EntityMetadata, row: RawRow): boolean {
    return this.of(entity)?.has(rawKeyText(rawKeyOf(entity.primaryColumns, row))) ?? false;
  }

  private of(entity: EntityMetadata): ReadonlyMap<string, RawRow> | undefined {
    const base = baseOf(entity);
    return [...this.rowsByPlan].find(([plan]) => plan.entity.tablePath === base.tablePath)?.[1];
  }

  private add(plan: DeletePlan, rows: readonly RawRow[]): readonly RawRow[] {
    if (rows.length === 0) return [];
    const known = this.rowsByPlan.get(plan) ?? new Map<string, RawRow>();
    this.rowsByPlan.set(plan, known);
    return rows.filter((row) => {
      const key = rawKeyText(rawKeyOf(plan.entity.primaryColumns, row));
      if (known.has(key)) return false;
      known.set(key, row);
      return true;
    });
  }
}

/**
 * What a plan has to know of the rows with some keys; read only where the keys do not tell it.
 *
 * @param keys - the values of the primary keys, as entities have them.
 * @internal
 */
export async function rowsWithKeys(
  manager: EntityManager,
  { entity, columns }: DeletePlan,
  keys: readonly (readonly unknown[])[],
): Promise<readonly RawRow[]> {
  const { primaryColumns, dataSource } = entity;
  const stored = keys.map((key) =>
    primaryColumns.map((column, index): unknown => dataSource.driver.preparePersistentValue(key[index], column)),
  );
  if (columns.every((column) => primaryColumns.includes(column))) {
    return stored.map((values) =>
      Object.fromEntries(primaryColumns.map(({ databaseName }, index) => [databaseName, values[index]])),
    );
  }
  const rows: RawRow[] = [];
  for (const batch of batchesOf(stored)) {
    const { sql, parameters } = isOneOf(primaryColumns, batch, REFERRING);
    rows.push(...(await rawRowsOf(manager, entity, columns).where(sql, parameters).getRawMany<RawRow>()));
  }
  return rows;
}

/**
 * Follows a cascade of the database: whatever refers goes, soft-deleted or not.
 *
 * @internal
 */
export function followingAll(manager: EntityManager): FollowCascade {
  return ({ relation, plan }, rows) => referringRows(manager, relation, rows, plan.columns);
}

import type { BoundModel } from '../model/bind-model.js';
import { snapshotOf } from '../model/write-rows.js';

/** Column values by property path, as the database has them. */
type StoredRow = Readonly<Record<string, unknown>>;

interface TrackedRow {
  readonly stored: StoredRow;
  /** Takes the entity's present state for the stored one. */
  readonly refresh: () => TrackedRow;
}

/**
 * What a transaction knows of the rows it has loaded or written: so much of a unit of work as a write needs.
 *
 * It tells an update from an insert, and which columns an update has to name.
 */
export class RowTracking {
  private readonly rows: Map<object, TrackedRow>;
  private readonly removed: Set<object>;

  constructor(outer?: RowTracking) {
    this.rows = new Map(outer?.rows);
    this.removed = new Set(outer?.removed);
  }

  /** The row is in the database as the entity now is. */
  track<Entity extends object>(model: BoundModel<Entity>, entity: Entity): void {
    const take = (): TrackedRow => ({ stored: snapshotOf(model, entity), refresh: take });
    this.rows.set(entity, take());
  }

  /** The entity was written by somebody else in this transaction, such as TypeORM's own `save()`. */
  refresh(entity: object): void {
    const row = this.rows.get(entity);
    if (row) this.rows.set(entity, row.refresh());
  }

  /** The row is no longer in the database. */
  forget(entity: object): void {
    this.rows.delete(entity);
    this.removed.add(entity);
  }

  storedRow(entity: object): StoredRow | undefined {
    return this.rows.get(entity)?.stored;
  }

  isRemoved(entity: object): boolean {
    return this.removed.has(entity);
  }

  /** Takes over what a nested bracket knows, once its savepoint is released. */
  adopt(nested: RowTracking): void {
    for (const [entity, row] of nested.rows) this.rows.set(entity, row);
    for (const entity of nested.removed) this.forget(entity);
  }
}

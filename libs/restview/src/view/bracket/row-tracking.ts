import type { BoundModel } from '../../model/bind-model.js';
import { rememberRow, restoreColumns } from '../../model/restore-row.js';
import { snapshotOf } from '../../model/write-rows.js';
import { takeRelationWrites } from './relation-writes.js';

/** Column values by property path, as the database has them. */
type StoredRow = Readonly<Record<string, unknown>>;

/** Where an entity's columns are found. */
type Mapping<Entity extends object> = Pick<BoundModel<Entity>, 'metadata'>;

interface TrackedRow {
  readonly stored: StoredRow;
  /** Puts the stored state back into the entity. */
  readonly restore: () => void;
}

/**
 * What a transaction knows of the rows it has loaded or written: so much of a unit of work as a write needs.
 *
 * It tells an update from an insert, and which columns an update has to name; and it takes back in memory what a
 * rollback takes back in the database.
 */
export class RowTracking {
  private readonly rows: Map<object, TrackedRow>;
  private readonly removed: Set<object>;
  private readonly writtenByOthers = new Set<object>();
  private readonly entered: (() => void)[] = [];
  private readonly undoing: (() => void)[] = [];

  constructor(private readonly outer?: RowTracking) {
    this.rows = new Map(outer?.rows);
    this.removed = new Set(outer?.removed);
  }

  /** The row is in the database as the entity now is. */
  track<Entity extends object>(model: Mapping<Entity>, entity: Entity): void {
    const stored = snapshotOf(model, entity);
    this.rows.set(entity, {
      stored,
      restore: () => {
        restoreColumns(model, entity, stored);
      },
    });
    this.removed.delete(entity);
    this.writtenByOthers.delete(entity);
  }

  /** The write is about this entity; a rollback puts it back into the state that it has now. */
  enter<Entity extends object>(model: Mapping<Entity>, entity: Entity): void {
    this.entered.push(rememberRow(model, entity));
    if (!this.rows.has(entity)) this.track(model, entity);
  }

  /**
   * The entity was written by somebody else in this transaction, such as TypeORM's own `save()`. Whether the object has
   * all that the row has, nobody knows.
   */
  noteWritten<Entity extends object>(model: Mapping<Entity>, entity: Entity): void {
    this.track(model, entity);
    this.writtenByOthers.add(entity);
  }

  /** Rows of a table were written without their entities. */
  noteWrittenAll(table: unknown): void {
    if (typeof table !== 'function') return;
    for (const entity of this.rows.keys()) if (entity instanceof table) this.writtenByOthers.add(entity);
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

  /** Whether the row may have more than its entity: it has to be read before it is shown. */
  isOutdated(entity: object): boolean {
    return this.writtenByOthers.has(entity) || !this.rows.has(entity);
  }

  /** Does something more after a rollback, the last thing first. */
  onUndo(work: () => void): void {
    this.undoing.push(work);
  }

  /** Takes over what a nested bracket knows, once its savepoint is released. */
  adopt(nested: RowTracking): void {
    for (const [entity, row] of nested.rows) this.rows.set(entity, row);
    for (const entity of nested.writtenByOthers) this.writtenByOthers.add(entity);
    for (const entity of nested.removed) this.forget(entity);
    this.undoing.push(...nested.undoing);
  }

  /** Puts the entities back that the write has changed, after its rollback: what is undone must not be stored later. */
  undo(): void {
    for (const work of this.undoing.toReversed()) work();
    // What was left for a save that never came must not be part of a later one.
    for (const entity of this.rows.keys()) if (!this.outer?.rows.has(entity)) takeRelationWrites(entity);
    for (const [entity, row] of this.outer?.rows ?? []) if (this.rows.get(entity) !== row) row.restore();
    for (const restore of this.entered) restore();
  }
}

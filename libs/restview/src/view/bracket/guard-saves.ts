import type { EntityManager } from 'typeorm';
import { unchangedRelations } from '../loading/loaded-relations.js';
import { putRelated, relatedTo } from '../loading/related-values.js';
import type { RowTracking } from './row-tracking.js';
import { currentTransaction } from './transaction.js';

const guarded = new WeakSet<EntityManager>();

/**
 * Makes TypeORM's own `save()` leave alone what a relation was loaded as and still is.
 *
 * Relations are loaded as far as the caller may see them. `save()` takes what it finds for all that there is: it would
 * clear the foreign key to a hidden row, and take hidden rows off a list.
 */
export function guardSaves(manager: EntityManager): void {
  if (guarded.has(manager)) return;
  guarded.add(manager);
  const save = manager.save.bind(manager);
  const guardedSave = async (...given: readonly unknown[]): Promise<unknown> => {
    const aside = new SetAside(manager);
    aside.take(given);
    try {
      const saved: unknown = await Reflect.apply(save, manager, given);
      if (aside.cascaded.length > 0) await Reflect.apply(save, manager, [aside.cascaded]);
      return saved;
    } finally {
      aside.putBack();
    }
  };
  Reflect.set(manager, 'save', guardedSave);
}

/** Relations that are taken off their rows while these are saved. */
class SetAside {
  /** Rows of these relations that a save of their owner would have saved too. */
  readonly cascaded: object[] = [];
  private readonly rows: RowTracking | undefined;
  private readonly seen = new Set<object>();
  private readonly puttingBack: (() => void)[] = [];

  constructor(private readonly manager: EntityManager) {
    this.rows = manager.queryRunner && currentTransaction(manager.queryRunner)?.rows;
  }

  take(value: unknown): void {
    if (Array.isArray(value)) for (const one of value) this.take(one);
    else if (typeof value === 'object' && value !== null && !this.seen.has(value)) this.takeOff(value);
  }

  putBack(): void {
    for (const back of this.puttingBack) back();
  }

  private takeOff(row: object): void {
    this.seen.add(row);
    if (!this.manager.dataSource.hasMetadata(row.constructor)) return;
    const metadata = this.manager.dataSource.getMetadata(row.constructor);
    for (const relation of metadata.relations) {
      if (!relation.isLazy) this.take(relation.getEntityValue(row));
    }
    const unchanged = unchangedRelations(row);
    const stored = this.rows?.storedRow(row);
    if (unchanged.length > 0) {
      this.puttingBack.unshift(() => {
        // Noted while its relations were off: they would look like changes of it.
        if (this.rows && this.rows.storedRow(row) !== stored) this.rows.noteWritten({ metadata }, row);
      });
    }
    for (const relation of unchanged) {
      const value: unknown = relation.getEntityValue(row);
      if (relation.isCascadeUpdate) this.cascaded.push(...relatedTo(relation, row));
      putRelated(relation, row, undefined);
      this.puttingBack.unshift(() => {
        putRelated(relation, row, value);
      });
    }
  }
}

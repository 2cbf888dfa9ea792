import {
  Action,
  type Change,
  Forbidden,
  ReactAdminView,
  type Subject,
  type ViewContext,
  ViewDefaults,
  type WriteContext,
} from 'nestjs-restview';
import type { EntityMetadata } from 'typeorm';
import { type FieldChanges, fieldChanges } from '../audit/field-changes.js';
import { AuditEntry } from '../entities/audit-entry.js';
import type { Rights } from './rights.js';

/** What every view of the shop has: rights by role, and an entry in the audit trail for each write. */
@ViewDefaults({ security: ['session', 'bearer'] })
export abstract class AuditedView<
  Entity extends { readonly id: number },
  Schema extends object = Partial<Entity>,
> extends ReactAdminView<Entity, Schema> {
  /** Who may do what here. */
  protected abstract readonly rights: Rights;

  override authorize(
    action: string,
    _subject: Subject<Entity, Schema>,
    { caller: { staff } }: ViewContext,
  ): void | Promise<void> {
    if (!staff) throw new Forbidden('Only staff of the store may do this.');
    if (!this.rights[staff.role](action)) throw new Forbidden(`A ${staff.role} may not do this.`);
  }

  // In the transaction of the write: there is no write without an entry, and no entry without its write.
  override async beforeCommit(
    action: string,
    change: Change<Entity>,
    { caller: { staff }, manager }: WriteContext,
  ): Promise<void> {
    const { entity } = change;
    if (!staff || !entity) return;
    const metadata = manager.dataSource.getMetadata(entity.constructor);
    const isDestroyed = action === Action.DELETE && !metadata.deleteDateColumn;
    const changes = this.changesOf(isDestroyed ? { ...change, entity: null } : change, metadata);
    if (action === Action.UPDATE && Object.keys(changes).length === 0) return;
    const entry = Object.assign(new AuditEntry(), {
      ...{ storeId: staff.store.id, staffId: staff.id, staffName: staff.name },
      ...{ action, resource: metadata.tableName, rowId: entity.id, changes },
    });
    await manager.save(entry);
  }

  /** What an entry says of a write; override it to say more. */
  protected changesOf({ old, entity }: Change<Entity>, metadata: EntityMetadata): FieldChanges {
    return fieldChanges(metadata, old, entity);
  }
}

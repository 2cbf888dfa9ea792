import { ReadOnlyView, View } from 'nestjs-restview';
import { AuditEntry } from '../entities/audit-entry.js';
import { AuditEntryRead } from '../schemas/audit-entry.js';
import { MANAGEMENT } from './rights.js';
import { ShopView } from './shop-view.js';

@View('audit-entries', {
  model: AuditEntry,
  schema: AuditEntryRead,
  searchFields: ['staffName', 'resource', 'action'],
  defaultSort: '-id',
})
export class AuditEntryView extends ReadOnlyView(ShopView<AuditEntry, AuditEntryRead>) {
  protected override readonly rights = MANAGEMENT;
}

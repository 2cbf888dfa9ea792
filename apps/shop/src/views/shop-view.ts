import { TenantScoped } from 'nestjs-restview';
import { AuditedView } from './audited-view.js';

/** A view of rows that belong to a store: its staff sees them, and nobody else. */
export abstract class ShopView<
  Entity extends { readonly id: number },
  Schema extends object = Partial<Entity>,
> extends TenantScoped(AuditedView, {
  property: 'storeId',
  tenant: ({ staff }) => staff?.store.id,
})<Entity, Schema> {}

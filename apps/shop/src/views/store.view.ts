import { CollectionAction, Forbidden, View, type ViewContext, type WriteContext } from 'nestjs-restview';
import { Store } from '../entities/store.js';
import { StoreChange, StoreRead } from '../schemas/store.js';
import { AuditedView } from './audited-view.js';
import { OWNERS_CHANGE } from './rights.js';

/** The caller's own store, which has no key in its path: `GET /store`, `PATCH /store`. */
@View('/', { model: Store, schema: StoreRead, routes: [], tags: ['store'] })
export class StoreView extends AuditedView<Store, StoreRead> {
  protected override readonly rights = OWNERS_CHANGE;

  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('store.id = :own', { own: context.caller.staff?.store.id ?? null });
  }

  @CollectionAction('store', { method: 'GET', response: 'row' })
  showStore(context: ViewContext): Promise<Store> {
    return this.getOne(ownStore(context), context);
  }

  @CollectionAction('store', { method: 'PATCH', body: StoreChange, response: 'row' })
  async changeStore(data: StoreChange, context: WriteContext): Promise<Store> {
    return this.handleUpdate(ownStore(context), data, context);
  }
}

function ownStore({ caller: { staff } }: ViewContext): number {
  if (!staff) throw new Forbidden('Only staff have a store.');
  return staff.store.id;
}

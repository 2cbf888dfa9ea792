import { type Change, Unprocessable, View, type WriteContext } from 'nestjs-restview';
import { lockStore } from '../orders/lock-store.js';
import { Category } from '../entities/category.js';
import { CategoryRead } from '../schemas/category.js';
import { CATALOGUE } from './rights.js';
import { ShopView } from './shop-view.js';

@View('categories', { model: Category, schema: CategoryRead, searchFields: ['name'], defaultSort: 'position,name' })
export class CategoryView extends ShopView<Category, CategoryRead> {
  protected override readonly rights = CATALOGUE;

  override async beforeCommit(action: string, change: Change<Category>, context: WriteContext): Promise<void> {
    const { old, entity } = change;
    if (entity && old && entity.parentId !== old.parentId) await this.refuseCycle(entity, context);
    await super.beforeCommit(action, change, context);
  }

  /** Two moves at the same time could make a circle that neither of them sees, so a store moves one after the other. */
  private async refuseCycle(moved: Category, { manager }: WriteContext): Promise<void> {
    await lockStore(moved.storeId, manager);
    const seen = new Set([moved.id]);
    for (let { parentId } = moved; parentId !== null;) {
      if (seen.has(parentId)) {
        throw new Unprocessable([
          { pointer: '/parentId', code: 'cycle', detail: 'A category cannot stand below itself.' },
        ]);
      }
      seen.add(parentId);
      ({ parentId } = await manager.findOneByOrFail(Category, { id: parentId }));
    }
  }
}

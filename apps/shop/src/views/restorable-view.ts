import { SoftDelete, type WriteContext } from 'nestjs-restview';
import { ShopView } from './shop-view.js';

/**
 * A view of rows that are taken out of use rather than destroyed, and can be taken back.
 *
 * Orders go on referring to what was sold and to whom, so a reference holds no row here, as it does where a row is
 * destroyed: a delete only sets the date.
 */
export abstract class RestorableView<
  Entity extends { readonly id: number; deletedAt: Date | null },
  Schema extends object = Partial<Entity>,
> extends SoftDelete(ShopView, { includeDeleted: true })<Entity, Schema> {
  override mayIncludeDeleted(): boolean {
    return true;
  }

  override async deleteObject(entity: Entity, context: WriteContext): Promise<void> {
    entity.deletedAt = new Date();
    await this.saveObject(entity, context);
  }
}

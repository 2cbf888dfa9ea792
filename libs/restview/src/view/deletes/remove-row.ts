import { NotFound } from '../../errors/problems.js';
import { deleteRow } from '../../model/write-rows.js';
import type { BoundView } from '../bound-view.js';
import { refuseReferenced } from './referenced-rows.js';
import { rowsOf } from '../bracket/transaction.js';
import type { WriteContext } from '../view-context.js';

/**
 * Removes an entity's row; 409 when rows refer to it that its relations do not let it go without.
 *
 * An entity without a view, such as a child of a nested write, needs its model and the views of the application.
 */
export async function removeRow<Entity extends object>(
  { model, views }: Pick<BoundView<Entity>, 'model' | 'views'>,
  entity: Entity,
  context: WriteContext,
): Promise<void> {
  const outcome = await deleteRow(model, context.manager, entity, () =>
    refuseReferenced(model.metadata, entity, views, context),
  );
  if (outcome === 'missing') throw new NotFound(`This ${model.description.name} is gone.`);
  rowsOf(context).forget(entity);
}

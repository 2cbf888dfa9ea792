import { NotFound } from '../../errors/problems.js';
import { deleteRows } from '../../model/write-rows.js';
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
  bound: Pick<BoundView<Entity>, 'model' | 'views'>,
  entity: Entity,
  context: WriteContext,
): Promise<void> {
  const [missing] = await removeRows(bound, [entity], context);
  if (missing) throw new NotFound(`This ${bound.model.description.name} is gone.`);
}

/**
 * Removes the rows of some entities; what refers to them is looked for once.
 *
 * @returns the entities whose rows were gone already.
 */
export async function removeRows<Entity extends object>(
  { model, views }: Pick<BoundView<Entity>, 'model' | 'views'>,
  entities: readonly Entity[],
  context: WriteContext,
): Promise<readonly Entity[]> {
  const rows = rowsOf(context);
  const missing = await deleteRows(model, context.manager, entities, () =>
    refuseReferenced(model.metadata, entities, views, context),
  );
  for (const entity of entities) if (!missing.includes(entity)) rows.forget(entity);
  return missing;
}

import type { SelectQueryBuilder } from 'typeorm';
import type { BoundModel } from '../../model/bind-model.js';
import { withManager } from '../operation-context.js';
import type { ViewContext } from '../view-context.js';

/** The view whose softly deleted rows a context shows. */
const shownTo = new WeakMap<ViewContext, object>();

/**
 * The same context, in which the reads of one view show its softly deleted rows too.
 *
 * The mark is on this very object and for this view: other views, related rows, and the writes that are made with it do
 * not see it.
 */
export function showingDeleted(context: ViewContext, view: object): ViewContext {
  const marked = withManager(context, context.manager);
  shownTo.set(marked, view);
  return marked;
}

/**
 * A query of a view's own rows, with the deleted ones where its context shows them.
 *
 * It comes after the conditions and joins of scope and list, which TypeORM has closed to deleted related rows when they
 * were made.
 */
export function withShownRows<Entity extends object>(
  rows: SelectQueryBuilder<Entity>,
  context: ViewContext,
  view: object,
): SelectQueryBuilder<Entity> {
  if (shownTo.get(context) !== view) return rows;
  const date = rows.expressionMap.mainAlias?.metadata.deleteDateColumn;
  // Whether a row is deleted has to be known also where the date itself is never shown.
  if (date && !date.isSelect) rows.addSelect(`${rows.alias}.${date.propertyPath}`);
  return rows.withDeleted();
}

/** Whether a loaded row is deleted softly. */
export function isDeleted<Entity extends object>({ metadata }: BoundModel<Entity>, entity: Entity): boolean {
  const date: unknown = metadata.deleteDateColumn?.getEntityValue(entity);
  return date !== undefined && date !== null;
}

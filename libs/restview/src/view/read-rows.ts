import type { SelectQueryBuilder } from 'typeorm';
import { NotFound } from '../errors/problems.js';
import { wireWriter } from '../model/column-values.js';
import type { BoundView } from './bound-view.js';
import { urlOf } from './caller.js';
import { joinRelations, loadCollections } from './relation-loading.js';
import { closeScope, whereKey } from './scoped-query.js';
import type { ViewContext } from './view-context.js';

/** The value of a key in a path: a number or, for big numbers, UUIDs and text, a string. */
export type Key = string | number;

/** The row of the scope that has this key, with the relations of the response. */
export async function readOne<Entity extends object>(
  bound: BoundView<Entity>,
  scope: SelectQueryBuilder<Entity>,
  key: Key,
  context: ViewContext,
): Promise<Entity> {
  const { model, relations, definition } = bound;
  const rows = whereKey(closeScope(scope, definition.name), model, () => key);
  const visible = bound.relatedRows(context);
  joinRelations(rows, relations, visible);
  const row = await rows.getOne();
  if (!row) throw new NotFound(`There is no ${model.description.name} with the id ${String(key)}.`);
  await loadCollections(context.manager, [row], relations, visible);
  return row;
}

/** Whether the scope has a row with the entity's key. */
export function isInScope<Entity extends object>(
  { model, definition }: BoundView<Entity>,
  scope: SelectQueryBuilder<Entity>,
  entity: Entity,
): Promise<boolean> {
  const keyOf = (path: string): unknown => model.columnOf(path)?.getEntityValue(entity);
  return whereKey(closeScope(scope, definition.name), model, keyOf).getExists();
}

/** Tells where a created row is found by the `Location` header (RFC 9110, section 10.2.2). */
export function announceLocation<Entity extends object>(
  { key, model, definition }: BoundView<Entity>,
  entity: Entity,
  context: ViewContext,
): void {
  const hasItemRoute = definition.routes.some(({ httpMethod, path }) => httpMethod === 'GET' && path === '/:id');
  const column = key && model.columnOf(key.path.join('.'));
  if (!context.request || !hasItemRoute || !key || !column) return;
  const collection = urlOf(context.request)
    .replace(/[?#].*$/s, '')
    .replace(/\/+$/, '');
  const id = wireWriter(key)(column.getEntityValue(entity));
  context.setHeader('Location', `${collection}/${encodeURIComponent(String(id))}`);
}

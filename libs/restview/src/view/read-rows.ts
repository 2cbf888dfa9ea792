import type { SelectQueryBuilder } from 'typeorm';
import { NotFound } from '../errors/problems.js';
import { wireWriter } from '../model/column-values.js';
import { pageLinks } from '../query/page-links.js';
import { totalOfPage } from '../query/page.js';
import type { ListQuery } from '../query/list-query.js';
import type { BoundView } from './bound-view.js';
import { urlOf } from './caller.js';
import type { ListingResult } from './listing-result.js';
import { loadRelations } from './relation-loading.js';
import { closeScope, whereKey } from './scoped-query.js';
import type { ViewContext } from './view-context.js';

/** The value of a key in a path: a number or, for big numbers, UUIDs and text, a string. */
export type Key = string | number;

/** The row of the scope that has this key, with the relations of the response. */
export async function readOne<Entity extends object>(
  { model, relations, definition }: BoundView<Entity>,
  scope: SelectQueryBuilder<Entity>,
  key: Key,
  context: ViewContext,
): Promise<Entity> {
  const row = await whereKey(closeScope(scope, definition.name), model, () => key).getOne();
  if (!row) throw new NotFound(`There is no ${model.description.name} with the id ${String(key)}.`);
  await loadRelations(context.manager, [row], relations);
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

/** A page of a paged query; the total is counted only if it is asked for and the page does not tell it. */
export async function readPage<Entity extends object>(
  { resource, relations }: BoundView<Entity>,
  page: SelectQueryBuilder<Entity>,
  query: ListQuery,
  count: () => Promise<number>,
  context: ViewContext,
): Promise<ListingResult<Entity>> {
  if (!resource.includePaginationMetadata) return readPageAndPeek(page, query, relations, context);
  const items = await page.getMany();
  const total = totalOfPage(query, items.length) ?? (await count());
  await loadRelations(context.manager, items, relations);
  return { items, total, hasNext: query.pageSize !== null && query.page * query.pageSize < total, query };
}

/** One row more than the page tells whether there is a next one, without a count. */
async function readPageAndPeek<Entity extends object>(
  page: SelectQueryBuilder<Entity>,
  query: ListQuery,
  relations: BoundView<Entity>['relations'],
  context: ViewContext,
): Promise<ListingResult<Entity>> {
  const { limit, take } = page.expressionMap;
  if (limit !== undefined) page.limit(limit + 1);
  if (take !== undefined) page.take(take + 1);
  const rows = await page.getMany();
  const items = query.pageSize === null ? rows : rows.slice(0, query.pageSize);
  await loadRelations(context.manager, items, relations);
  return { items, total: null, hasNext: rows.length > items.length, query };
}

/** Tells the pages around a page by the `Link` header. */
export function announcePages<Entity extends object>(result: ListingResult<Entity>, context: ViewContext): void {
  const links = context.request && pageLinks(urlOf(context.request), result.query, result);
  if (links !== undefined) context.setHeader('Link', links);
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

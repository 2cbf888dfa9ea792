import type { SelectQueryBuilder } from 'typeorm';
import type { ResourceDefinition } from '../definition/view-definition.js';
import { distinctRows, pageCursors } from '../query/page-cursors.js';
import { pageLinks } from '../query/page-links.js';
import { pageEnvelope, totalOfPage } from '../query/page.js';
import type { ListQuery } from '../query/list-query.js';
import { splitWalk } from '../query/split-walk.js';
import { type FieldSelection, type ResponseFields, selectedColumns } from '../query/response-fields.js';
import type { BoundView } from './bound-view.js';
import { urlOf } from './caller.js';
import type { ListingResult } from './listing-result.js';
import { RelationLoading } from './loading/load-relations.js';
import type { LoadingPlan } from './loading/loading-plan.js';
import { planFor } from './loading/plan-for.js';
import { PageCount } from './page-count.js';
import type { ViewContext } from './view-context.js';

/** A page of a paged query; the total is counted only if it is asked for and the page does not tell it. */
export async function readPage<Entity extends object>(
  bound: BoundView<Entity>,
  query: ListQuery,
  rowsOf: (query: ListQuery) => SelectQueryBuilder<Entity>,
  count: (rows: SelectQueryBuilder<Entity>) => Promise<number>,
  context: ViewContext,
): Promise<ListingResult<Entity>> {
  const wantsTotal = query.includeTotal && isCounted(bound.resource);
  const loading = new RelationLoading(bound, context, planForList(bound, query, context), 'list');
  const split = splitWalk(query);
  const rows = rowsOf(split?.near ?? query);
  const total = wantsTotal ? pageCount(query.walk ? rowsOf(wholeList(query)) : rows.clone(), count) : undefined;
  const read = async (from: SelectQueryBuilder<Entity>) =>
    // One row more than the page tells whether there is a next one, without a count.
    loading.read(query.pageSize !== null && (query.walk || !wantsTotal) ? withOneMore(from) : from);
  const { entities, raw } = await (total ? total.beside(() => read(rows)) : read(rows));
  if (split && query.pageSize !== null && entities.length <= query.pageSize) {
    const beyond = await read(rowsOf(split.far));
    entities.push(...beyond.entities);
    raw.push(...beyond.raw);
  }
  const isBackwards = query.walk?.from?.direction === 'prev';
  const items = query.pageSize === null ? entities : entities.slice(0, query.pageSize);
  const hasMore = entities.length > items.length;
  const terms = query.sort.length;
  const cursors =
    query.walk && pageCursors(distinctRows(raw, terms).slice(0, items.length), hasMore, query.walk, terms);
  if (isBackwards) items.reverse();
  const all = total ? await total.total(knownTotal(query, items.length, hasMore)) : null;
  await loading.complete(items);
  const hasNext =
    cursors?.next !== undefined
      ? cursors.next !== null
      : hasMore || (all !== null && query.pageSize !== null && query.offset + items.length < all);
  return { items, total: all, hasNext, ...(cursors && { cursors }), query };
}

/** Whether an answer tells how many rows there are, in its envelope or in a header. */
function isCounted({ includePaginationMetadata, dialect }: ResourceDefinition): boolean {
  return includePaginationMetadata || dialect.headers !== undefined;
}

function pageCount<Entity extends object>(
  rows: SelectQueryBuilder<Entity>,
  count: (rows: SelectQueryBuilder<Entity>) => Promise<number>,
): PageCount {
  // An error of the view's own count is one of the count, however it is thrown.
  return new PageCount(rows, async () => count(rows));
}

/** The list that a walk by cursor is on a part of. */
function wholeList({ walk: _walk, ...query }: ListQuery): ListQuery {
  return query;
}

function withOneMore<Entity extends object>(rows: SelectQueryBuilder<Entity>): SelectQueryBuilder<Entity> {
  const { limit, take } = rows.expressionMap;
  if (limit !== undefined) rows.limit(limit + 1);
  if (take !== undefined) rows.take(take + 1);
  return rows;
}

function knownTotal(query: ListQuery, rows: number, hasMore: boolean): number | undefined {
  // The place of a cursor says nothing of the rows before it.
  if (query.walk) return query.walk.from || hasMore ? undefined : rows;
  return totalOfPage(query, rows);
}

/** The relations that the answer shows: all of the schema's, or those that the client wants. */
function planForList<Entity extends object>(
  bound: BoundView<Entity>,
  { fields, columns, include = [] }: ListQuery,
  context: ViewContext,
): LoadingPlan {
  const plan = planFor(bound, context, include);
  // What is made of whole rows may be made of their relations too.
  return fields && columns ? wantedRelations(plan, fields, bound.resource.list.responseFields) : plan;
}

function wantedRelations(relations: LoadingPlan, selection: FieldSelection, fields: ResponseFields): LoadingPlan {
  return relations.flatMap((relation) => {
    if (relation.isExtra) return [relation];
    const wanted = [...selection].find(([name]) => fields.get(name)?.property === relation.property);
    if (!wanted) return [];
    const [name, part] = wanted;
    const inner = fields.get(name)?.nested?.();
    if (part === 'whole' || !inner || selectedColumns(part, inner) === null) return [relation];
    return [{ ...relation, nested: wantedRelations(relation.nested, part, inner) }];
  });
}

/** What surrounds the rows of a page. */
export function envelopeOf<Entity extends object>(
  { resource }: BoundView<Entity>,
  items: readonly unknown[],
  { total, cursors, query }: ListingResult<Entity>,
): object {
  return resource.dialect.envelope?.(items, total, query) ?? pageEnvelope(items, total, query, cursors);
}

/** Tells the pages around a page by the `Link` header. */
export function announcePages<Entity extends object>(
  { resource }: BoundView<Entity>,
  result: ListingResult<Entity>,
  context: ViewContext,
): void {
  if (resource.dialect.envelope || resource.dialect.headers) return;
  const links = context.request && pageLinks(urlOf(context.request), result.query, result);
  if (links !== undefined) context.setHeader('Link', links);
}

import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Blocker } from '../../errors/blocker.js';
import { baseOf } from '../../model/delete-plan.js';
import type { InboundRelation } from '../../model/inbound-relations.js';
import { columnSql, isOneOf, keyBatchesOf } from '../../model/key-batches.js';
import { rawRowsOf, referringRows, REFERRING, refersTo } from '../../model/referring-rows.js';
import type { KeyCondition } from '../../model/row-key.js';
import type { RawRow } from '../../model/row-plan.js';
import type { RowsToGo } from '../../model/rows-to-go.js';
import type { EntityMetadata } from '../../model/type-orm-metadata.js';
import { ConditionWriter } from '../../query/apply-condition.js';
import { type SqlCondition, joinSql, plainSql } from '../../query/sql-condition.js';
import { type ReferringView, referringId, referringView } from './referring-view.js';
import type { RelatedViews } from '../related-views.js';
import type { ViewContext } from '../view-context.js';

/** Which rows hold what they refer to: all, as for the database, or those that are not soft-deleted. */
export type ReferrerChoice = 'all' | 'live';

/** What stands in the way by one relation; without a `blocker` the caller may see none of it. */
export interface FoundBlockers {
  readonly isBlocked: boolean;
  readonly blocker?: Blocker;
}

/** Rows that refer, as one statement counts them. */
interface Found {
  readonly isBlocked: boolean;
  readonly visible: number;
  readonly ids: readonly string[];
}

/** Rows that refer, as a view serves them. */
interface ServedRows extends ReferringView {
  /** The class that the view serves: that of the rows, or the one whose table they share. */
  readonly entity: EntityMetadata['target'];
}

const NOTHING: Found = { isBlocked: false, visible: 0, ids: [] };
const NAMED_IDS = 5;

/** Finds the rows that refer to some rows by a blocking relation and that do not go along with them. */
export async function findBlockers(
  relation: InboundRelation,
  rows: readonly RawRow[],
  going: RowsToGo,
  referrers: ReferrerChoice,
  views: RelatedViews,
  context: ViewContext,
): Promise<FoundBlockers> {
  const served = servedBy(relation, views);
  let found = NOTHING;
  for (const condition of await conditionsFor(relation, rows, going, referrers, context.manager)) {
    found = sum(found, await countReferring(relation, condition, referrers, served, views, context));
  }
  if (!served || found.visible === 0) return { isBlocked: found.isBlocked };
  const { view, path, field } = served;
  return {
    isBlocked: true,
    blocker: { view, path, ...(field !== undefined && { field }), ids: found.ids, count: found.visible },
  };
}

/** How the rows that hold are found: by what they refer to, or by their keys where some of those that refer go along. */
async function conditionsFor(
  relation: InboundRelation,
  rows: readonly RawRow[],
  going: RowsToGo,
  referrers: ReferrerChoice,
  manager: EntityManager,
): Promise<readonly KeyCondition[]> {
  const byReference = () => keyBatchesOf(relation.referenced, rows).map((keys) => refersTo(relation, keys));
  if (!going.concerns(relation.source)) return byReference();
  const { primaryColumns, deleteDateColumn } = baseOf(relation.source);
  const isLive = referrers === 'live' && deleteDateColumn ? live(relation) : undefined;
  const all = await referringRows(manager, relation, rows, primaryColumns, isLive);
  const holding = all.filter((row) => !going.has(relation.source, row));
  if (holding.length === 0) return [];
  return holding.length === all.length
    ? byReference()
    : keyBatchesOf(primaryColumns, holding).map((keys) => isOneOf(primaryColumns, keys, REFERRING));
}

/** Counts rows that refer, and reads the first keys of those that the caller may see, in one statement. */
async function countReferring(
  relation: InboundRelation,
  condition: KeyCondition,
  referrers: ReferrerChoice,
  served: ServedRows | undefined,
  views: RelatedViews,
  context: ViewContext,
): Promise<Found> {
  const source = baseOf(relation.source);
  const columns = new Set([...source.primaryColumns, ...(served?.key ?? []).map(([, column]) => column)]);
  const query = rawRowsOf(context.manager, source, [...columns]).where(condition.sql, condition.parameters);
  if (referrers === 'live' && source.deleteDateColumn) query.andWhere(live(relation).sql);
  const visible = served ? visibleTo(query, relation, served.entity, views, context) : plainSql('1 = 0');
  const found: readonly RawRow[] = await query
    .addSelect(`CASE WHEN ${visible.sql} THEN 0 ELSE 1 END`, 'restview_hidden')
    .addSelect(`SUM(CASE WHEN ${visible.sql} THEN 1 ELSE 0 END) OVER ()`, 'restview_visible')
    .setParameters(visible.parameters)
    .orderBy('restview_hidden')
    .addOrderBy(source.primaryColumns.map((column) => columnSql(column, REFERRING)).join(', '))
    .limit(NAMED_IDS)
    .getRawMany<RawRow>();
  return {
    isBlocked: found.length > 0,
    visible: Number(found[0]?.restview_visible ?? 0),
    ids: served
      ? found.filter(({ restview_hidden: hidden }) => Number(hidden) === 0).map((row) => idOf(served, row))
      : [],
  };
}

/** A row is named when every view over its entity shows it, and never when it is soft-deleted. */
function visibleTo(
  query: SelectQueryBuilder<ObjectLiteral>,
  relation: InboundRelation,
  entity: ServedRows['entity'],
  views: RelatedViews,
  context: ViewContext,
): SqlCondition {
  const { deleteDateColumn } = baseOf(relation.source);
  const writer = new ConditionWriter(query, views.relatedRows(context));
  const inScope = writer.isAmong(context.manager.dataSource.getMetadata(entity), REFERRING);
  return joinSql('AND', [
    ...(inScope ? [inScope] : []),
    ...(deleteDateColumn ? [plainSql(`${columnSql(deleteDateColumn, REFERRING)} IS NULL`)] : []),
  ]);
}

function live({ source }: InboundRelation): KeyCondition {
  const { deleteDateColumn } = baseOf(source);
  return { sql: deleteDateColumn ? `${columnSql(deleteDateColumn, REFERRING)} IS NULL` : '1 = 1', parameters: {} };
}

/** Rows that no view serves are nobody's to see. */
function servedBy(relation: InboundRelation, views: RelatedViews): ServedRows | undefined {
  for (const { target } of [relation.source, baseOf(relation.source)]) {
    const named = typeof target === 'function' && referringView(relation, relation.source, views.of(target));
    if (named) return { ...named, entity: target };
  }
  return undefined;
}

function idOf(served: ReferringView, row: RawRow): string {
  return referringId(served, (column): unknown =>
    column.entityMetadata.dataSource.driver.prepareHydratedValue(row[column.databaseName], column),
  );
}

function sum(one: Found, other: Found): Found {
  return {
    isBlocked: one.isBlocked || other.isBlocked,
    visible: one.visible + other.visible,
    ids: [...one.ids, ...other.ids].slice(0, NAMED_IDS),
  };
}

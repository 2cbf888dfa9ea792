import { dialectOf } from '../../model/dialect.js';
import { rawKeyText } from '../../model/raw-key.js';
import { keyOf } from '../../model/row-key.js';
import type { RelatedRows } from '../../query/apply-condition.js';
import type { BoundChild } from './bound-child.js';
import { JoinedRelations } from '../loading/join-relations.js';
import type { LoadingPlan } from '../loading/loading-plan.js';
import { putRelated, type RawRow } from '../loading/related-values.js';
import { relationVisibility } from '../loading/relation-visibility.js';
import { isOneOfRows } from './rows-condition.js';
import type { WriteContext } from '../view-context.js';

/** Of a child's references, those that some items name. */
export function namedReferences({ references }: BoundChild, items: readonly object[]): LoadingPlan {
  return references.filter(({ property }) => items.some((item) => Object.hasOwn(item, property)));
}

/**
 * Puts what rows refer to on them, as far as the caller may see it; one statement.
 *
 * Only so a write can tell that an item names the row that is there already, or that it says `null` for one that the
 * client was not shown.
 */
export async function loadReferences(
  child: BoundChild,
  rows: readonly object[],
  plan: LoadingPlan,
  context: WriteContext,
): Promise<void> {
  if (rows.length === 0 || plan.length === 0) return;
  const { metadata } = child.model;
  const visible = currentRows(child, context);
  const query = context.manager
    .createQueryBuilder<object>(metadata.target, 'child')
    .select(metadata.primaryColumns.map(({ propertyPath }) => `child.${propertyPath}`));
  if (dialectOf(context.manager.dataSource) === 'mysql') query.setLock('pessimistic_read');
  const joined = new JoinedRelations(query, metadata, relationVisibility(visible, child.views, context), plan);
  const among = isOneOfRows(metadata, rows, 'child');
  const { entities, raw } = await query.where(among.sql, among.parameters).getRawAndEntities<RawRow>();
  joined.complete(entities, raw);
  const byKey = new Map(entities.map((entity) => [rawKeyText(keyOf(metadata, entity)), entity]));
  for (const row of rows) {
    const read = byKey.get(rawKeyText(keyOf(metadata, row)));
    for (const { relation } of plan) {
      putRelated(relation, row, (read && (relation.getEntityValue(read) as unknown)) ?? null);
    }
  }
}

/** MySQL reads what others have stored meanwhile only where it locks what it reads, in subqueries too. */
export function currentRows({ views }: BoundChild, context: WriteContext): RelatedRows {
  const visible = views.relatedRows(context);
  if (dialectOf(context.manager.dataSource) !== 'mysql') return visible;
  return (entity) => visible(entity).map((rows) => rows.setLock('pessimistic_read'));
}

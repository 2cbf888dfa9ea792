import type { Blocker } from '../../errors/blocker.js';
import { Conflict } from '../../errors/problems.js';
import { deletePlanOf } from '../../model/delete-plan.js';
import { keyOf } from '../../model/row-key.js';
import { followingAll, RowsToGo, rowsWithKeys } from '../../model/rows-to-go.js';
import type { EntityMetadata } from '../../model/type-orm-metadata.js';
import { findBlockers, type ReferrerChoice } from './find-blockers.js';
import type { RelatedViews } from '../related-views.js';
import type { WriteContext } from '../view-context.js';

/**
 * Refuses to delete rows that others refer to: those that the entity's own `onDelete` protects, also where they refer
 * to a row that goes along by a cascade. Rows that go together do not hold each other.
 *
 * Nothing is asked of the database where no relation blocks. The database has the last word: what is inserted meanwhile
 * is stopped by its foreign keys.
 *
 * @throws {@link Conflict} that names the rows which the caller may see.
 */
export async function refuseReferenced(
  metadata: EntityMetadata,
  entities: readonly object[],
  views: RelatedViews,
  context: WriteContext,
): Promise<void> {
  const plan = deletePlanOf(metadata);
  if (plan.blocking.length === 0 && plan.cascading.length === 0) return;
  const { manager } = context;
  const roots = await rowsWithKeys(
    manager,
    plan,
    entities.map((entity) => keyOf(plan.entity, entity)),
  );
  const going = await RowsToGo.collect(plan, roots, followingAll(manager));
  await refuseBlocked(going, 'all', views, context);
}

/** Refuses a removal of rows that others hold. */
export async function refuseBlocked(
  going: RowsToGo,
  referrers: ReferrerChoice,
  views: RelatedViews,
  context: WriteContext,
): Promise<void> {
  let isBlocked = false;
  const blockers: Blocker[] = [];
  for (const [plan, rows] of going.entries) {
    for (const relation of plan.blocking) {
      const found = await findBlockers(relation, rows, going, referrers, views, context);
      isBlocked ||= found.isBlocked;
      if (found.blocker) blockers.push(found.blocker);
    }
  }
  if (isBlocked) throw stillReferenced(blockers);
}

/** The same words as when the database refuses: they say nothing of rows that the caller may not see. */
function stillReferenced(blockers: readonly Blocker[]): Conflict {
  return new Conflict('Other rows still refer to this one.', {
    code: 'still_referenced',
    title: 'Still referenced',
    blockers,
  });
}

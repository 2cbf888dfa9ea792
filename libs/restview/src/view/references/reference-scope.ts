import { type EntityClass, inheritanceOf } from '../../model/entity-class.js';
import type { RelatedRows } from '../../query/apply-condition.js';
import type { FieldReference, ResolvedReference } from '../../schema/schema-description.js';
import type { RelatedViews } from '../related-views.js';
import type { ViewContext } from '../view-context.js';

/** Which rows of an entity may be named: all, those of one view, or those that every view shows. */
export type ReferenceScope = 'all' | 'visible' | EntityClass;

/** The scope of a reference; where no view hides rows, it is `all`, and needs no condition. */
export function referenceScope(
  { scoped }: FieldReference,
  { entity, view }: ResolvedReference,
  views: RelatedViews,
): ReferenceScope {
  if (!scoped) return 'all';
  if (view) return views.find(view)?.isScoped === false ? 'all' : view;
  return inheritanceOf(entity).some((base) => views.of(base).some(({ isScoped }) => isScoped)) ? 'visible' : 'all';
}

/** The queries that rows of an entity have to be among. */
export function scopeRows(
  entity: EntityClass,
  scope: ReferenceScope,
  views: RelatedViews,
  context: ViewContext,
): RelatedRows {
  const visible = views.relatedRows(context);
  return (target) => {
    if (target !== entity || scope === 'all') return [];
    if (scope !== 'visible') {
      const scoped = views.find(scope);
      return scoped ? [scoped.scope(context)] : inheritanceOf(entity).flatMap(visible);
    }
    // A row of a shared table has the scopes of the views over the table too.
    return inheritanceOf(entity).flatMap(visible);
  };
}

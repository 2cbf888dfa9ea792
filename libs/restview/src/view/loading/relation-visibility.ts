import type { RelatedRows } from '../../query/apply-condition.js';
import type { Visibility } from './join-relations.js';
import type { RelatedViews } from '../related-views.js';
import type { ViewContext } from '../view-context.js';

/** The rows that a caller may see in relations: by all views over the entity, or as the mark of a reference says. */
export function relationVisibility(all: RelatedRows, views: RelatedViews, context: ViewContext): Visibility {
  return ({ reference }) => {
    if (!reference) return all;
    if (!reference.scoped) return () => [];
    const target = reference.target();
    const view = target && views.find(target);
    return view ? () => (view.isScoped ? [view.scope(context)] : []) : all;
  };
}

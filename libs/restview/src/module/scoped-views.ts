import type { EntityClass } from '../model/entity-class.js';
import type { RelatedRows } from '../query/apply-condition.js';
import type { RestView } from '../view/rest-view.js';
import { closeScope } from '../view/scoped-query.js';
import type { ViewContext } from '../view/view-context.js';

/** The views of an application that hide rows, by the entity that they serve. */
export class ScopedViews {
  private readonly views = new Map<object, RestView<object>[]>();

  add(entity: EntityClass, view: RestView<object>): void {
    const known = this.views.get(entity);
    if (known) known.push(view);
    else this.views.set(entity, [view]);
  }

  /** The rows of any entity that a caller may see: those that every view over the entity shows. */
  relatedRows(context: ViewContext): RelatedRows {
    return (entity) =>
      (this.views.get(entity) ?? []).map((view) => closeScope(view.buildQuery(context), view.constructor.name));
  }
}

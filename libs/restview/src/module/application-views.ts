import type { SelectQueryBuilder } from 'typeorm';
import type { ViewClass } from '../definition/view-class.js';
import type { RelatedRows } from '../query/apply-condition.js';
import type { BoundView } from '../view/bound-view.js';
import type { RestView } from '../view/rest-view.js';
import { closeScope } from '../view/scoped-query.js';
import type { RelatedView, RelatedViews } from '../view/related-views.js';
import type { ViewContext, WriteContext } from '../view/view-context.js';

/** The views of one application, which its start fills. */
export class ApplicationViews implements RelatedViews {
  private readonly byEntity = new Map<object, RelatedView[]>();
  private readonly byClass = new Map<object, RelatedView>();

  add(view: ViewClass, instance: RestView<object>, bound: BoundView): void {
    const { definition, isScoped, model } = bound;
    const served: RelatedView = Object.freeze({
      view,
      definition,
      isScoped,
      scope: (context: ViewContext): SelectQueryBuilder<object> =>
        closeScope(instance.buildQuery(context), definition.name),
      stampObject: (entity: object, isNew: boolean, context: WriteContext) =>
        instance.stampObject(entity, isNew, context),
    });
    this.byClass.set(view, served);
    this.byEntity.set(model.description.entity, [...this.of(model.description.entity), served]);
  }

  of(entity: object): readonly RelatedView[] {
    return this.byEntity.get(entity) ?? [];
  }

  find(view: object): RelatedView | undefined {
    return this.byClass.get(view);
  }

  relatedRows(context: ViewContext): RelatedRows {
    return (entity) =>
      this.of(entity)
        .filter(({ isScoped }) => isScoped)
        .map((served) => served.scope(context));
  }
}

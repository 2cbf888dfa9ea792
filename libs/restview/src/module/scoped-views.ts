import type { SelectQueryBuilder } from 'typeorm';
import type { RelatedRows } from '../query/apply-condition.js';
import type { RestView } from '../view/rest-view.js';
import { closeScope } from '../view/scoped-query.js';
import type { ViewContext } from '../view/view-context.js';

type Scope = (context: ViewContext) => SelectQueryBuilder<object>;

/** The scopes of an application's views, by the entity that they serve; views that hide nothing are not among them. */
export class ScopedViews {
  private readonly scopes = new Map<object, Scope[]>();

  add<Entity extends object>(entity: object, view: RestView<Entity>): void {
    const scope: Scope = (context) => closeScope(view.buildQuery(context), view.constructor.name);
    this.scopes.set(entity, [...(this.scopes.get(entity) ?? []), scope]);
  }

  /** The rows of any entity that a caller may see: those that every view over the entity shows. */
  relatedRows(context: ViewContext): RelatedRows {
    return (entity) => (this.scopes.get(entity) ?? []).map((scope) => scope(context));
  }
}

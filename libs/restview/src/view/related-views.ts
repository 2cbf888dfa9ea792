import type { SelectQueryBuilder } from 'typeorm';
import type { ViewClass } from '../definition/view-class.js';
import type { ViewDefinition } from '../definition/view-definition.js';
import type { RelatedRows } from '../query/apply-condition.js';
import type { ViewContext, WriteContext } from './view-context.js';

/** A view of the application, as the views of other entities see it. */
export interface RelatedView {
  readonly view: ViewClass;
  readonly definition: ViewDefinition;
  /** The view overrides `buildQuery`, so there are rows that its callers may not see. */
  readonly isScoped: boolean;
  /** The rows of the view that the caller may see, as a query whose conditions can only be narrowed. */
  scope(context: ViewContext): SelectQueryBuilder<object>;
  /** The seam of the view that fills in what the server owns. */
  stampObject(entity: object, isNew: boolean, context: WriteContext): void | Promise<void>;
}

/** The views of an application that extend `RestView`, by the entity that they serve; complete once it has started. */
export interface RelatedViews {
  /** The views over an entity, in the order of their modules. */
  of(entity: object): readonly RelatedView[];
  /** One view by its class. */
  find(view: object): RelatedView | undefined;
  /** The rows of any entity that a caller may see: those that every view over the entity shows. */
  relatedRows(context: ViewContext): RelatedRows;
}

import type { DataSource } from 'typeorm';
import type { InputReader } from '../schema/input/read-input.js';
import type { Serializer } from '../schema/serializer.js';
import type { KeyDefinition, ResourceDefinition, ViewDefinition } from '../definition/view-definition.js';
import type { BoundModel } from '../model/bind-model.js';
import type { ListGrammar } from '../query/list-grammar.js';
import type { RelatedRows } from '../query/apply-condition.js';
import type { BoundActions } from './actions/bound-action.js';
import type { PlainWrites } from './bracket/plain-writes.js';
import type { NestedWrites } from './nested-writes/bound-child.js';
import type { RelatedViews } from './related-views.js';
import type { LoadingPlans } from './loading/loading-plans.js';
import type { ViewContext, WriteContext } from './view-context.js';

/** A view in a running application: its definition, and what was compiled from it when the application started. */
export interface BoundView<Entity extends object = object> {
  readonly definition: ViewDefinition;
  readonly resource: ResourceDefinition;
  readonly dataSource: DataSource;
  readonly model: BoundModel<Entity>;
  /** The key, its columns with the limits of this database; `null` where no path can carry one. */
  readonly key: KeyDefinition | null;
  /** What lists understand, with the limits of this database. */
  readonly list: ListGrammar;
  readonly serialize: Serializer;
  readonly readCreate: InputReader;
  readonly readUpdate: InputReader;
  /** Reads a whole record that comes back: all that answers show may be in it. */
  readonly readReplace: InputReader;
  /** The custom actions. */
  readonly actions: BoundActions;
  /** What is loaded for answers. */
  readonly loading: LoadingPlans;
  /** Relation paths that the view wants loaded besides: the view's own seam. */
  loaderOptions(context: ViewContext): readonly string[];
  /** The nested writes that its bodies lead to. */
  readonly nestedWrites: NestedWrites;
  /** The view overrides `buildQuery`, so there are rows that its callers may not see. */
  readonly isScoped: boolean;
  /** The view makes its responses itself, so it needs rows with all their columns whatever the client selects. */
  readonly needsWholeRows: boolean;
  readonly writeAttempts: number;
  /** Which of the generated writes need no bracket. */
  readonly plainWrites: PlainWrites;
  /** Signs the cursors of the view's lists. */
  readonly cursorSecret: string;
  /** Fills in what the server owns on a row that is about to be stored: the view's own seam. */
  stampObject(entity: Entity, isNew: boolean, context: WriteContext): void | Promise<void>;
  /** All views of the application, by what they serve. */
  readonly views: RelatedViews;
  /** The rows of other entities that the caller may see, as the views that serve them say. */
  relatedRows(context: ViewContext): RelatedRows;
  /** The public names of what a database error speaks of. */
  publicNames(column: string | undefined, constraint: string | undefined): readonly string[];
}

import type { BoundModel } from '../../model/bind-model.js';
import type { EntityMetadata, RelationMetadata } from '../../model/type-orm-metadata.js';
import type { ChildInput } from '../../schema/input/child-input.js';
import type { FieldDescription } from '../../schema/schema-description.js';
import type { LoadingPlan } from '../loading/loading-plan.js';
import type { RelatedViews } from '../related-views.js';

/** A nested write held against a DataSource; made once, at start. */
export interface BoundChild {
  readonly input: ChildInput;
  /** The field in the bodies of the parent. */
  readonly field: FieldDescription;
  readonly parent: EntityMetadata;
  /** The relation as the parent has it. */
  readonly relation: RelationMetadata;
  readonly model: BoundModel;
  readonly views: RelatedViews;
  /** What an item names by a foreign key of its row: read where an item says so, to tell what it changes. */
  readonly references: LoadingPlan;
  /** The names in an item's body of what a database error speaks of. */
  publicNames(column: string | undefined, constraint: string | undefined): readonly string[];
}

/** The nested writes that a view's bodies lead to, at any depth, by their fields. */
export type NestedWrites = ReadonlyMap<FieldDescription, BoundChild>;

import { describeModel } from './describe-model.js';
import type { ColumnDescription, RelationDescription } from './model-description.js';

/** How the rows of a relation hang on the row that has the relation. */
export interface ChildLink {
  /** The foreign key is the child's. */
  readonly isOwnedByChild: boolean;
  /** The property of the child that leads back; a relation whose foreign key is the child's has one. */
  readonly inverse: string | undefined;
  /** The properties of the child that say whose it is: the relation back and its foreign key columns. */
  readonly backReference: readonly string[];
  /** The columns of the child's key without those that the parent gives; none for a child that shares its parent's key. */
  readonly ownKey: readonly ColumnDescription[];
}

/**
 * Reads how the rows of a relation hang on their owner, as both entities declare it.
 *
 * @internal
 */
export function childLinkOf(relation: RelationDescription): ChildLink {
  const child = describeModel(relation.target());
  const inverse = relation.inverse();
  const back = child.relations.find(({ property }) => property === inverse);
  const backReference = back
    ? [back.property, ...(relation.isOwning ? [] : back.foreignKey.map(({ property }) => property))]
    : [];
  return Object.freeze({
    isOwnedByChild: !relation.isOwning,
    inverse,
    backReference: Object.freeze(backReference),
    ownKey: Object.freeze(child.primaryKey.filter(({ path }) => !backReference.includes(path.join('.')))),
  });
}

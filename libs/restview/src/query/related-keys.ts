import type { ColumnMetadata, EntityMetadata, RelationMetadata } from '../model/type-orm-metadata.js';

/** How rows find their related rows: columns that hold equal values, pair by pair. */
export interface RelatedKeys {
  /** On the entity that has the relation. */
  readonly near: readonly ColumnMetadata[];
  /** On the related entity. */
  readonly far: readonly ColumnMetadata[];
  /** The table between the two of a many-to-many relation, with its columns for either side. */
  readonly junction?: {
    readonly metadata: EntityMetadata;
    readonly near: readonly ColumnMetadata[];
    readonly far: readonly ColumnMetadata[];
  };
}

/** Reads off TypeORM's metadata by which columns a relation, seen from either of its sides, connects rows. */
export function relatedKeys(relation: RelationMetadata): RelatedKeys {
  const { junctionEntityMetadata, inverseRelation } = relation;
  if (!junctionEntityMetadata) {
    const isOwner = relation.joinColumns.length > 0;
    const columns = isOwner ? relation.joinColumns : (inverseRelation?.joinColumns ?? []);
    const referenced = columns.map(referencedColumn);
    return isOwner ? { near: columns, far: referenced } : { near: referenced, far: columns };
  }
  const near = relation.isOwning ? relation.joinColumns : (inverseRelation?.inverseJoinColumns ?? []);
  const far = relation.isOwning ? relation.inverseJoinColumns : (inverseRelation?.joinColumns ?? []);
  return {
    near: near.map(referencedColumn),
    far: far.map(referencedColumn),
    junction: { metadata: junctionEntityMetadata, near, far },
  };
}

function referencedColumn(column: ColumnMetadata): ColumnMetadata {
  return column.referencedColumn ?? column;
}

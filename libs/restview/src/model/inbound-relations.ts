import type { ColumnMetadata, EntityMetadata, RelationMetadata } from './type-orm-metadata.js';

/** What happens to a row when the row that it refers to goes, as the entity's own `onDelete` says. */
export type OnDelete = 'RESTRICT' | 'CASCADE' | 'SET NULL' | 'DEFAULT' | 'NO ACTION';

/** A way in which rows refer to the rows of an entity. */
export interface InboundRelation {
  /** The entity whose rows refer. */
  readonly source: EntityMetadata;
  /** The property of the source that refers; `undefined` for a many-to-many relation that only the target declares. */
  readonly property: string | undefined;
  /** What happens to the source's row or, with a junction, to the link when the target goes. */
  readonly onDelete: OnDelete;
  /** The source's row, or the junction's, may be without a target. */
  readonly isNullable: boolean;
  /** The foreign key, in the table of the source or in the junction. */
  readonly foreignKey: readonly ColumnMetadata[];
  /** The columns of the target that the foreign key refers to, in the same order. */
  readonly referenced: readonly ColumnMetadata[];
  /** The table of a many-to-many relation. */
  readonly junction?: {
    readonly metadata: EntityMetadata;
    /** The junction's columns for the source. */
    readonly toSource: readonly ColumnMetadata[];
  };
}

/**
 * All ways in which the rows of a DataSource can refer to rows of an entity, its own ones included.
 *
 * A relation of a base table counts once, not for each entity that is stored in it.
 *
 * @internal
 */
export function inboundRelationsOf(target: EntityMetadata): readonly InboundRelation[] {
  return target.dataSource.entityMetadatas
    .filter(({ isJunction, tableType }) => !isJunction && tableType !== 'closure-junction')
    .flatMap((source) => ownRelations(source).flatMap((relation) => inbound(source, relation, target)));
}

function inbound(source: EntityMetadata, relation: RelationMetadata, target: EntityMetadata): InboundRelation[] {
  const { junctionEntityMetadata } = relation;
  if (!relation.isOwning) return [];
  if (!junctionEntityMetadata)
    return isFor(relation.inverseEntityMetadata, target) ? [byForeignKey(source, relation)] : [];
  return [
    ...(isFor(relation.inverseEntityMetadata, target)
      ? [
          byJunction(
            source,
            relation.propertyPath,
            relation.inverseJoinColumns,
            relation.joinColumns,
            junctionEntityMetadata,
          ),
        ]
      : []),
    ...(isFor(source, target)
      ? [
          byJunction(
            relation.inverseEntityMetadata,
            relation.inverseRelation?.propertyPath,
            relation.joinColumns,
            relation.inverseJoinColumns,
            junctionEntityMetadata,
          ),
        ]
      : []),
  ];
}

function byForeignKey(source: EntityMetadata, relation: RelationMetadata): InboundRelation {
  return Object.freeze({
    source,
    property: relation.propertyPath,
    onDelete: relation.onDelete ?? 'NO ACTION',
    isNullable: relation.joinColumns.every(({ isNullable }) => isNullable),
    foreignKey: relation.joinColumns,
    referenced: relation.joinColumns.map(referencedColumn),
  });
}

function byJunction(
  source: EntityMetadata,
  property: string | undefined,
  foreignKey: readonly ColumnMetadata[],
  toSource: readonly ColumnMetadata[],
  metadata: EntityMetadata,
): InboundRelation {
  const key = metadata.foreignKeys.find(({ columns }) => columns.some((column) => foreignKey.includes(column)));
  return Object.freeze({
    source,
    property,
    onDelete: key?.onDelete ?? 'CASCADE',
    isNullable: false,
    foreignKey,
    referenced: foreignKey.map(referencedColumn),
    junction: Object.freeze({ metadata, toSource }),
  });
}

/** An entity in the table of another one has that one's relations too; they are counted there. */
function ownRelations({ relations, parentEntityMetadata, tableType }: EntityMetadata): readonly RelationMetadata[] {
  if (tableType !== 'entity-child') return relations;
  const inherited = new Set(parentEntityMetadata.relations.map(({ propertyPath }) => propertyPath));
  return relations.filter(({ propertyPath }) => !inherited.has(propertyPath));
}

/** A reference to a base entity can be to a row of any entity in its table. */
function isFor(referenced: EntityMetadata, target: EntityMetadata): boolean {
  return referenced === target || referenced === target.parentEntityMetadata;
}

function referencedColumn(column: ColumnMetadata): ColumnMetadata {
  return column.referencedColumn ?? column;
}

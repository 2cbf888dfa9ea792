import type { ColumnMetadata, EntityMetadata, ForeignKeyMetadata, RelationMetadata } from './type-orm-metadata.js';

/** What happens to a row when the row that it refers to goes, as the entity's own `onDelete` says. */
export type OnDelete = 'RESTRICT' | 'CASCADE' | 'SET NULL' | 'DEFAULT' | 'NO ACTION';

/** A way in which rows refer to the rows of an entity. */
export interface InboundRelation {
  /** The entity whose rows refer. */
  readonly source: EntityMetadata;
  /**
   * The property of the source that refers: of a relation, or of a column with `@ForeignKey()`; `undefined` for a
   * many-to-many relation that only the target declares.
   */
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
 * Foreign keys tell, since tables are what they tie: a reference to any entity of a shared table (inheritance) counts,
 * and so does one without a relation (`@ForeignKey()`). A relation that has no foreign key
 * (`createForeignKeyConstraints: false`) is left to the application. The closure table of a tree is TypeORM's own.
 *
 * @internal
 */
export function inboundRelationsOf(target: EntityMetadata): readonly InboundRelation[] {
  const holders = target.dataSource.entityMetadatas.filter(holdsForeignKeys);
  const found = holders.flatMap((holder) =>
    holder.foreignKeys
      .filter(({ referencedEntityMetadata }) => referencedEntityMetadata.tablePath === target.tablePath)
      .map(
        (key) => [placeOf(holder, key), holder.isJunction ? byJunction(holder, key) : byColumns(holder, key)] as const,
      ),
  );
  // Two entities may be made for one table.
  const known = new Map<string, InboundRelation>();
  for (const [place, relation] of found) if (relation && !known.has(place)) known.set(place, relation);
  return [...known.values()];
}

/** The base of a shared table has the foreign keys of all its entities. */
function holdsForeignKeys({ tableType }: EntityMetadata): boolean {
  return tableType !== 'closure-junction' && tableType !== 'entity-child';
}

function placeOf({ tablePath }: EntityMetadata, { columns }: ForeignKeyMetadata): string {
  return JSON.stringify([tablePath, ...columns.map(({ databaseName }) => databaseName)]);
}

function byColumns(holder: EntityMetadata, key: ForeignKeyMetadata): InboundRelation {
  const [first] = key.columns;
  const relation = holder.relations.find(({ foreignKeys }) => foreignKeys.includes(key));
  return Object.freeze({
    source: declaringEntity(holder, relation?.target ?? first?.target),
    property: relation?.propertyPath ?? first?.propertyPath,
    onDelete: key.onDelete ?? 'NO ACTION',
    isNullable: key.columns.every(({ isNullable }) => isNullable),
    foreignKey: key.columns,
    referenced: key.referencedColumns,
  });
}

function byJunction(junction: EntityMetadata, key: ForeignKeyMetadata): InboundRelation | undefined {
  const relation = junction.dataSource.entityMetadatas
    .flatMap(({ relations }) => relations)
    .find(({ junctionEntityMetadata, isOwning }) => isOwning && junctionEntityMetadata === junction);
  if (!relation) return undefined;
  const isForOwner = key.columns.every((column) => junction.ownerColumns.includes(column));
  return Object.freeze({
    ...(isForOwner ? farSide(relation) : nearSide(relation)),
    onDelete: key.onDelete ?? 'CASCADE',
    isNullable: false,
    foreignKey: key.columns,
    referenced: key.referencedColumns,
    junction: Object.freeze({
      metadata: junction,
      toSource: isForOwner ? junction.inverseColumns : junction.ownerColumns,
    }),
  });
}

function nearSide(relation: RelationMetadata): Pick<InboundRelation, 'source' | 'property'> {
  return { source: declaringEntity(relation.entityMetadata, relation.target), property: relation.propertyPath };
}

function farSide({
  inverseEntityMetadata,
  inverseRelation,
}: RelationMetadata): Pick<InboundRelation, 'source' | 'property'> {
  return { source: inverseEntityMetadata, property: inverseRelation?.propertyPath };
}

/** The entity of a shared table that declares a relation; of an abstract base class, the one that holds the table. */
function declaringEntity(holder: EntityMetadata, declaring: unknown): EntityMetadata {
  return (
    holder.childEntityMetadatas.find(
      ({ target, tablePath }) => target === declaring && tablePath === holder.tablePath,
    ) ?? holder
  );
}

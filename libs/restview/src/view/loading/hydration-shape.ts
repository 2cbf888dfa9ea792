import type { SelectQueryBuilder } from 'typeorm';
import { dialectOf } from '../../model/dialect.js';
import type { ColumnMetadata, EntityMetadata, RelationMetadata } from '../../model/type-orm-metadata.js';

/** What one alias of a query is made into. */
export interface HydrationShape {
  readonly metadata: EntityMetadata;
  readonly columns: readonly { readonly column: ColumnMetadata; readonly rawName: string }[];
  /** To-one relations, joined and selected. */
  readonly joins: readonly { readonly relation: RelationMetadata; readonly shape: HydrationShape }[];
}

type ExpressionMap = SelectQueryBuilder<object>['expressionMap'];
type Join = ExpressionMap['joinAttributes'][number];

/** The shape of what a query selects; `undefined` where it is not a tree of to-one relations of plain entities. */
export function hydrationShape(map: ExpressionMap): HydrationShape | undefined {
  const main = map.mainAlias;
  // A clone of a query has a copy of its main alias among the others.
  if (!main || map.aliases.some(({ name, type }) => name !== main.name && type !== 'join')) return undefined;
  const selected = new Set(map.selects.map(({ selection }) => selection));
  // A column under another name leaves its own name in the row to chance.
  if (map.selects.some(({ selection, aliasName }) => aliasName !== undefined && isColumn(map, selection))) {
    return undefined;
  }
  const joins = map.joinAttributes.filter((join) => join.metadata && join.isSelected);
  const shape = aliasShape(main.name, main.metadata, joins, selected);
  return shape && countJoins(shape) === joins.length ? shape : undefined;
}

function aliasShape(
  alias: string,
  metadata: EntityMetadata,
  all: readonly Join[],
  selected: ReadonlySet<string>,
): HydrationShape | undefined {
  if (!isPlain(metadata) || !isKeySelected(alias, metadata, selected)) return undefined;
  const joins: HydrationShape['joins'][number][] = [];
  for (const { parentAlias, relation, relationPropertyPath, alias: joined, mapToProperty } of all) {
    if (parentAlias !== alias) continue;
    if (!relation || mapToProperty !== undefined || !isToOne(relation, metadata)) return undefined;
    if (relationPropertyPath !== relation.propertyPath) return undefined;
    const shape = aliasShape(joined.name, relation.inverseEntityMetadata, all, selected);
    if (!shape) return undefined;
    joins.push({ relation, shape });
  }
  return { metadata, columns: columnsOf(alias, metadata, selected), joins };
}

/** Whether entities are made by their class alone, and their columns are all that they have. */
function isPlain(metadata: EntityMetadata): boolean {
  const { dataSource, target, tableType, discriminatorColumn, childEntityMetadatas, parentEntityMetadata } = metadata;
  return (
    ['sqlite', 'postgres', 'mysql'].includes(dialectOf(dataSource)) &&
    dataSource.options.typename === undefined &&
    typeof target === 'function' &&
    tableType === 'regular' &&
    !discriminatorColumn &&
    // TypeORM leaves it undefined where there is none, whatever its types say.
    !(parentEntityMetadata as EntityMetadata | undefined) &&
    childEntityMetadatas.length === 0 &&
    metadata.treeType === undefined &&
    metadata.lazyRelations.length === 0 &&
    metadata.relationIds.length === 0 &&
    metadata.primaryColumns.length > 0 &&
    metadata.primaryColumns.every(({ isVirtual }) => !isVirtual)
  );
}

/** TypeORM reads keys along that a query leaves out; ours asks for the rows only, and would not have them. */
function isKeySelected(alias: string, { primaryColumns }: EntityMetadata, selected: ReadonlySet<string>): boolean {
  return primaryColumns.every(
    ({ isSelect, propertyPath }) => (isSelect && selected.has(alias)) || selected.has(`${alias}.${propertyPath}`),
  );
}

/** A foreign key to a primary key has one row at its end; more would have to be told apart. */
function isToOne(relation: RelationMetadata, owner: EntityMetadata): boolean {
  if (!relation.isManyToOne && !relation.isOneToOneOwner) return false;
  const { joinColumns, inverseEntityMetadata } = relation;
  return (
    owner.relations.includes(relation) &&
    joinColumns.length === inverseEntityMetadata.primaryColumns.length &&
    joinColumns.every(({ referencedColumn }) => referencedColumn?.isPrimary)
  );
}

/** As TypeORM picks them: a column that is not selected is none if the row has no value of its name. */
function columnsOf(
  alias: string,
  { columns, dataSource }: EntityMetadata,
  selected: ReadonlySet<string>,
): HydrationShape['columns'] {
  return columns
    .filter(
      ({ isVirtual, propertyPath }) => !isVirtual && (selected.has(alias) || selected.has(`${alias}.${propertyPath}`)),
    )
    .map((column) => ({ column, rawName: rawNameOf(alias, column, dataSource.driver.maxAliasLength) }));
}

function rawNameOf(alias: string, { databaseName }: ColumnMetadata, maxLength = 0): string {
  const name = `${alias}_${databaseName}`;
  // Longer ones are hashed, which no identifier check passes.
  return maxLength > 0 && name.length > maxLength ? '' : name;
}

function isColumn({ aliases }: ExpressionMap, selection: string): boolean {
  return aliases.some(
    ({ name, hasMetadata, metadata }) =>
      hasMetadata &&
      (selection === name || metadata.columns.some(({ propertyPath }) => selection === `${name}.${propertyPath}`)),
  );
}

function countJoins({ joins }: HydrationShape): number {
  return joins.reduce((count, { shape }) => count + 1 + countJoins(shape), 0);
}

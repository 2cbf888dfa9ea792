import { DefaultNamingStrategy, getMetadataArgsStorage } from 'typeorm';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { ColumnArgs } from './describe-column.js';
import { inheritanceOf, isEntityClass, type EntityClass } from './entity-class.js';
import type { RelationDescription } from './model-description.js';

type RelationArgs = ReturnType<typeof getMetadataArgsStorage>['relations'][number];

/** A declared column that is the foreign key of a relation. */
export interface ForeignKey {
  readonly column: ColumnArgs;
  readonly relation: string;
  /** The property of the related entity that the foreign key refers to. */
  readonly references: string;
  readonly referenced?: ColumnArgs | undefined;
}

const defaultNames = new DefaultNamingStrategy();

/**
 * Describes the relations of an entity.
 *
 * @internal
 */
export function describeRelations(entity: EntityClass, foreignKeys: readonly ForeignKey[]): RelationDescription[] {
  const relations = getMetadataArgsStorage().filterRelations([...inheritanceOf(entity)]);
  return relations.map((relation) => {
    const ownKeys = foreignKeys.filter((key) => key.relation === relation.propertyName);
    const referenced = referencedProperties(relation);
    return {
      property: relation.propertyName,
      kind: relation.relationType,
      target: () => targetOf(entity, relation),
      nullable: isNullable(relation, ownKeys),
      foreignKey: ownKeys.map(({ column, references }) => ({ property: column.propertyName, references })),
      ...(referenced && { referenced }),
      isOwning: isOwning(relation),
      inverse: () => inverseOf(entity, relation),
    };
  });
}

/**
 * Finds the columns that an entity declares beside a relation for the relation's foreign key.
 *
 * Names decide, as they do in TypeORM. Its naming strategy belongs to a DataSource and is not known at import, so names
 * that the developer has not given are compared without regard to case and underscores.
 *
 * @internal
 */
export function foreignKeysOf(entity: EntityClass, columns: readonly ColumnArgs[]): ForeignKey[] {
  return directForeignKeys(entity, columns).map((key) => ({
    ...key,
    referenced: key.referenced && rootOf(key.referenced),
  }));
}

function directForeignKeys(entity: EntityClass, columns: readonly ColumnArgs[]): ForeignKey[] {
  const relations = getMetadataArgsStorage().filterRelations([...inheritanceOf(entity)]);
  return relations.filter(isToOne).flatMap((relation) => foreignKeyColumns(entity, relation, columns));
}

function foreignKeyColumns(entity: EntityClass, relation: RelationArgs, columns: readonly ColumnArgs[]): ForeignKey[] {
  const joins = getMetadataArgsStorage().filterJoinColumns(relation.target, relation.propertyName);
  // The other side of a one-to-one relation has no column.
  if (relation.relationType === 'one-to-one' && joins.length === 0) return [];
  const named = joins.some((join) => join.referencedColumnName !== undefined);
  return referencedColumns(entity, relation).flatMap((referenced) => {
    const isReferenced = named
      ? joins.some((join) => join.referencedColumnName === referenced.propertyName)
      : referenced.options.primary === true;
    if (!isReferenced) return [];
    const join = joins.find((one) => (one.referencedColumnName ?? referenced.propertyName) === referenced.propertyName);
    const name = join?.name ?? defaultNames.joinColumnName(relation.propertyName, referenced.propertyName);
    const column =
      columns.find((candidate) => (candidate.options.name ?? candidate.propertyName) === name) ??
      columns.find(
        (candidate) => candidate.options.name === undefined && plain(candidate.propertyName) === plain(name),
      );
    if (column === undefined) return [];
    return [{ column, relation: relation.propertyName, references: referenced.propertyName, referenced }];
  });
}

/** What join columns name; a foreign key that names nothing refers to the primary key. */
function referencedProperties(relation: RelationArgs): readonly string[] | undefined {
  if (!isToOne(relation)) return undefined;
  const joins = getMetadataArgsStorage().filterJoinColumns(relation.target, relation.propertyName);
  const named = joins.flatMap(({ referencedColumnName }) => referencedColumnName ?? []);
  return named.length > 0 ? named : undefined;
}

/** The columns of the related entity; none while a ring of imports is not yet closed. */
function referencedColumns(entity: EntityClass, relation: RelationArgs): ColumnArgs[] {
  try {
    return getMetadataArgsStorage().filterColumns([...inheritanceOf(targetOf(entity, relation))]);
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof ConfigurationError) return [];
    throw error;
  }
}

/** A key that is itself a foreign key has the type of the key it refers to, and so on. */
function rootOf(column: ColumnArgs): ColumnArgs {
  const seen = new Set<ColumnArgs>();
  let current = column;
  for (;;) {
    const { target } = current;
    if (seen.has(current) || !isEntityClass(target)) return current;
    seen.add(current);
    const [further] = directForeignKeys(target, [current]);
    if (further?.referenced === undefined) return current;
    current = further.referenced;
  }
}

function targetOf(entity: EntityClass, relation: RelationArgs): EntityClass {
  const { type } = relation;
  const target: unknown = isFunction(type) ? type() : type;
  const found = isEntityClass(target)
    ? target
    : getMetadataArgsStorage()
        .tables.map((table) => table.target)
        .filter(isEntityClass)
        .find((candidate) => candidate.name === target);
  if (found !== undefined) return found;
  throw new ConfigurationError({
    subject: `${entity.name}.${relation.propertyName}`,
    problem: 'the relation names no entity class.',
    remedy: 'Give it a function that returns a class decorated with @Entity().',
  });
}

function isNullable(relation: RelationArgs, foreignKeys: readonly ForeignKey[]): boolean {
  if (!isToOne(relation)) return false;
  const ownColumns = foreignKeys.map(({ column }) => column);
  // A declared foreign key column decides; the relation's own option is not looked at by TypeORM then.
  if (ownColumns.length > 0) return ownColumns.some(({ options }) => options.nullable === true);
  return relation.options.nullable !== false;
}

function isOwning({ relationType, target, propertyName }: RelationArgs): boolean {
  const storage = getMetadataArgsStorage();
  if (relationType === 'many-to-many') return storage.findJoinTable(target, propertyName) !== undefined;
  if (relationType === 'one-to-one') return storage.filterJoinColumns(target, propertyName).length > 0;
  return relationType === 'many-to-one';
}

/** The other side may be named on either side. */
function inverseOf(entity: EntityClass, relation: RelationArgs): string | undefined {
  const named = namedInverse(relation);
  if (named !== undefined) return named;
  const others = getMetadataArgsStorage().filterRelations([...inheritanceOf(targetOf(entity, relation))]);
  return others.find((other) => leadsBack(other, entity) && namedInverse(other) === relation.propertyName)
    ?.propertyName;
}

function leadsBack(relation: RelationArgs, entity: EntityClass): boolean {
  const { type } = relation;
  const target: unknown = isFunction(type) ? type() : type;
  return target === entity || target === entity.name;
}

/** `'order'`, or what `(line) => line.order` reads. */
function namedInverse({ inverseSideProperty }: RelationArgs): string | undefined {
  const named: unknown =
    typeof inverseSideProperty === 'function' ? inverseSideProperty(PROPERTY_NAMES) : inverseSideProperty;
  return typeof named === 'string' ? named : undefined;
}

const PROPERTY_NAMES: Readonly<Record<string, string>> = new Proxy({}, { get: (_, property) => property });

function isFunction(value: unknown): value is () => unknown {
  return typeof value === 'function' && !isEntityClass(value);
}

function isToOne({ relationType }: RelationArgs): boolean {
  return relationType === 'many-to-one' || relationType === 'one-to-one';
}

function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

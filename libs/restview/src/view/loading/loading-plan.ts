import type { EntityMetadata, RelationMetadata } from '../../model/type-orm-metadata.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import type { ResponseRelation } from '../../schema/relation-tree.js';
import type { FieldDescription, FieldReference } from '../../schema/schema-description.js';

/** A relation to load, held against the metadata of its DataSource. */
export interface PlannedRelation {
  /** The property of the entity. */
  readonly property: string;
  readonly relation: RelationMetadata;
  /** Loaded by a statement of its own; the others are joined. */
  readonly isToMany: boolean;
  /** The public path of a relation that is loaded only when the client names it. */
  readonly includedBy?: string;
  /** The rows are named only: their scope is that of the mark, and these columns of theirs are read. */
  readonly reference?: FieldReference;
  readonly columns?: readonly string[];
  /** The foreign key of the row tells all that is shown. */
  readonly isInForeignKey: boolean;
  /** The view wants the relation on the entity whatever the client wants to see. */
  readonly isExtra: boolean;
  readonly nested: LoadingPlan;
}

/** The relations to load of one entity, in the order of its fields. */
export type LoadingPlan = readonly PlannedRelation[];

/** Ties the relations of a response to the metadata of the DataSource; optional ones are in it too. */
export function compileLoading(relations: readonly ResponseRelation[], metadata: EntityMetadata): LoadingPlan {
  return Object.freeze(
    relations.flatMap(({ field, path, nested }): PlannedRelation[] => {
      const { property, isIncludable, reference } = field;
      const relation = metadata.findRelationWithPropertyPath(property);
      if (!relation) return [];
      return [
        Object.freeze({
          ...plain(relation),
          ...(isIncludable && { includedBy: path }),
          ...(!field.nested && reference && named(relation, reference)),
          nested: compileLoading(nested, relation.inverseEntityMetadata),
        }),
      ];
    }),
  );
}

/** The to-one references of a body whose foreign key is in the row that the body is about. */
export function compileOwnReferences(fields: readonly FieldDescription[], metadata: EntityMetadata): LoadingPlan {
  const relations = fields.flatMap((field): ResponseRelation[] => {
    const { relation, reference, access, property } = field;
    const isOwn = metadata.findRelationWithPropertyPath(property)?.isWithJoinColumn === true;
    return relation && reference && isOwn && access !== 'read-only'
      ? [{ field, relation, path: property, nested: [] }]
      : [];
  });
  return compileLoading(relations, metadata);
}

/** The plan without the optional relations that the client has not named. */
export function includingOnly(plan: LoadingPlan, included: ReadonlySet<string>): LoadingPlan {
  return Object.freeze(
    plan
      .filter(({ includedBy }) => includedBy === undefined || included.has(includedBy))
      .map((planned) => Object.freeze({ ...planned, nested: includingOnly(planned.nested, included) })),
  );
}

/**
 * The plan with relations besides: paths such as `author.profile`.
 *
 * @param viewName - for the message about a path that leads nowhere.
 */
export function withExtraPaths(
  plan: LoadingPlan,
  paths: readonly string[],
  metadata: EntityMetadata,
  viewName: string,
): LoadingPlan {
  return paths.reduce((wider, path) => withPath(wider, path.split('.'), metadata, { path, viewName }), plan);
}

function withPath(
  plan: LoadingPlan,
  [property = '', ...rest]: readonly string[],
  metadata: EntityMetadata,
  said: { readonly path: string; readonly viewName: string },
): LoadingPlan {
  const relation = metadata.findRelationWithPropertyPath(property);
  if (!relation) throw unknownPath(said.path, said.viewName, property, metadata);
  const known = plan.find((planned) => planned.property === property);
  // Rows that were only named are loaded whole now.
  const whole: PlannedRelation = known && !known.reference ? known : plain(relation);
  const wider = Object.freeze({
    ...whole,
    ...(known?.includedBy !== undefined && { includedBy: known.includedBy }),
    isExtra: true,
    nested: rest.length === 0 ? whole.nested : withPath(whole.nested, rest, relation.inverseEntityMetadata, said),
  });
  return Object.freeze(known ? plan.map((planned) => (planned === known ? wider : planned)) : [...plan, wider]);
}

function plain(relation: RelationMetadata): PlannedRelation {
  return {
    property: relation.propertyPath,
    relation,
    isToMany: relation.isOneToMany || relation.isManyToMany,
    isInForeignKey: false,
    isExtra: false,
    nested: [],
  };
}

function named(
  relation: RelationMetadata,
  reference: FieldReference,
): Pick<PlannedRelation, 'reference' | 'columns' | 'isInForeignKey'> {
  const { inverseEntityMetadata, joinColumns } = relation;
  const referenced = joinColumns.map((column) => column.referencedColumn?.propertyPath);
  const keys = inverseEntityMetadata.primaryColumns.map((column) => column.propertyPath);
  const { by } = reference;
  const columns = new Set([...keys, ...(by === undefined ? [] : [by])]);
  return {
    reference,
    columns: [...columns],
    // A soft-deleted row is none, which the foreign key does not tell.
    isInForeignKey:
      (relation.isManyToOne || relation.isOneToOneOwner) &&
      inverseEntityMetadata.deleteDateColumn === undefined &&
      (by === undefined || (referenced.length === 1 && referenced[0] === by)),
  };
}

function unknownPath(path: string, viewName: string, property: string, metadata: EntityMetadata): ConfigurationError {
  const known = metadata.relations.map(({ propertyPath }) => propertyPath).join(', ');
  return new ConfigurationError({
    subject: `${viewName}: getRelationshipLoaderOptions`,
    problem: `names "${path}", and ${metadata.name} has no relation "${property}".`,
    remedy: known === '' ? `${metadata.name} has no relations.` : `Its relations are ${known}.`,
  });
}

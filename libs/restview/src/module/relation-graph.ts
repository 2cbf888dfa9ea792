import { inboundRelationsOf, type OnDelete } from '../model/inbound-relations.js';
import type { EntityMetadata } from '../model/type-orm-metadata.js';
import { referencedEntityOf, referencedWith, referenceTargetOf, relationBehind } from '../schema/referenced-entity.js';
import type { FieldDescription } from '../schema/schema-description.js';
import type { ViewDefinition } from '../definition/view-definition.js';
import type { ModelDescription, RelationDescription } from '../model/model-description.js';
import type { BoundView } from '../view/bound-view.js';
import type { RelatedViews } from '../view/related-views.js';

/** A view in the graph. */
export interface RelationEnd {
  readonly view: string;
  readonly path: string;
}

/** A field by which the rows of one view refer to those of another one. */
export interface RelationEdge {
  readonly source: RelationEnd;
  /** The name of the field on the wire. */
  readonly field: string;
  /** The view that serves what the field refers to; `null` where none does. */
  readonly target: RelationEnd | null;
  /** How many rows there are on either side; `value` for a checked value without a relation behind it. */
  readonly kind: RelationDescription['kind'] | 'value';
  /** What the database does to the source's row, or to the link, when the target goes; `null` where it does nothing. */
  readonly onDelete: OnDelete | null;
  readonly nullable: boolean;
}

/**
 * How the rows of the views refer to each other: an edge for each foreign key, reference and relation that a view's read
 * schema shows, by the path of the view and in the order of its fields.
 */
export function relationGraph(views: readonly BoundView[]): readonly RelationEdge[] {
  const ordered = views.map((bound) => ({ bound, source: endOf(bound.definition) }));
  ordered.sort((left, right) => compare(left.source.path, right.source.path));
  return Object.freeze(ordered.flatMap(({ bound, source }) => edgesOf(bound, source)));
}

function edgesOf({ resource, model: { metadata }, views }: BoundView, source: RelationEnd): RelationEdge[] {
  const { model, schema } = resource;
  const shown = schema.fields.filter(({ access }) => access !== 'write-only');
  return shown.flatMap((field): RelationEdge[] => {
    // One column of several is no reference by itself.
    if (!referencedEntityOf(field, model) || (referencedWith(field, model)?.length ?? 1) > 1) return [];
    const relation = relationBehind(field, model);
    return [
      Object.freeze({
        source,
        field: field.wireName,
        target: targetOf(field, model, views),
        kind: relation?.kind ?? 'value',
        onDelete: relation ? onDeleteOf(metadata, relation.property) : null,
        nullable: field.nullable,
      }),
    ];
  });
}

/** The view that a mark names, else the first one over the entity. */
function targetOf(field: FieldDescription, model: ModelDescription, views: RelatedViews): RelationEnd | null {
  const target = referenceTargetOf(field, model);
  const served = target && (views.find(target) ?? views.of(target)[0]);
  return served ? endOf(served.definition) : null;
}

/** Relations whose key is in the target's own table have nothing that could happen to the source. */
function onDeleteOf(metadata: EntityMetadata, property: string): OnDelete | null {
  const target = metadata.findRelationWithPropertyPath(property)?.inverseEntityMetadata;
  const sources = [metadata, metadata.parentEntityMetadata];
  const inbound = target && inboundRelationsOf(target);
  return inbound?.find((one) => one.property === property && sources.includes(one.source))?.onDelete ?? null;
}

function endOf({ name, paths }: ViewDefinition): RelationEnd {
  return Object.freeze({ view: name, path: paths[0] ?? '' });
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

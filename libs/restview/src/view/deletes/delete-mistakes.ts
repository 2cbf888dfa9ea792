import type { ConfigurationMistake } from '../../errors/configuration-error.js';
import { baseOf, deletePlanOf, type DeletePlan, plansIn, softDeletePlanOf } from '../../model/delete-plan.js';
import { inboundRelationsOf, type InboundRelation } from '../../model/inbound-relations.js';
import { SoftDeletedReference } from '../../model/soft-deleted-reference.js';
import type { EntityMetadata } from '../../model/type-orm-metadata.js';
import type { BoundView } from '../bound-view.js';
import type { RelatedView, RelatedViews } from '../related-views.js';

/**
 * What is wrong with the relations that refer to the entity of a view, for any delete; compiles its plan along the way.
 */
export function deleteMistakes({ model: { metadata } }: Pick<BoundView, 'model'>): readonly ConfigurationMistake[] {
  deletePlanOf(metadata);
  return inboundRelationsOf(metadata)
    .filter(({ onDelete, isNullable }) => onDelete === 'SET NULL' && !isNullable)
    .map((relation) => ({
      subject: nameOf(relation),
      problem: `has onDelete: "SET NULL", but ${relation.junction ? 'a link of a many-to-many relation' : 'its column'} cannot be NULL, so no ${metadata.name} that is referred to could be deleted.`,
      remedy: relation.junction
        ? 'Use "CASCADE", which removes the link, or "RESTRICT".'
        : 'Make the column nullable, or use "CASCADE" or "RESTRICT".',
    }));
}

/**
 * What is wrong with soft deletes by a view; call it from `checkDefinition` of a view that soft-deletes.
 *
 * Compiles the plan of its soft deletes along the way.
 */
export function softDeleteMistakes({
  model,
  views,
}: Pick<BoundView, 'model' | 'views'>): readonly ConfigurationMistake[] {
  const { metadata } = model;
  if (!metadata.deleteDateColumn) return [noDeleteDate(metadata)];
  return [...plansIn(softDeletePlanOf(metadata))].flatMap((plan) => [
    ...coarseDate(plan),
    ...inboundRelationsOf(plan.entity).flatMap((relation) => relationMistakes(relation, plan.entity, views)),
  ]);
}

function relationMistakes(
  relation: InboundRelation,
  target: EntityMetadata,
  views: RelatedViews,
): readonly ConfigurationMistake[] {
  const source = baseOf(relation.source);
  switch (relation.onDelete) {
    case 'DEFAULT':
      return [
        {
          subject: nameOf(relation),
          problem: `has onDelete: "DEFAULT", and ${target.name} is soft-deleted; a default is set by the database only.`,
          remedy: 'Use "CASCADE", "RESTRICT" or "SET NULL".',
        },
      ];
    case 'CASCADE':
      if (relation.junction || source.deleteDateColumn) return [];
      return servingViews(relation, views)
        .slice(0, 1)
        .map(({ definition }) => ({
          subject: nameOf(relation),
          problem: `has onDelete: "CASCADE", and ${target.name} is soft-deleted; ${source.name} has no delete date, so its rows would stay, and ${definition.name} would show them.`,
          remedy: `Add a @DeleteDateColumn() to ${source.name}, or use "RESTRICT" or "SET NULL".`,
        }));
    case 'SET NULL':
      if (target.dataSource.hasMetadata(SoftDeletedReference)) return [];
      return [
        {
          subject: nameOf(relation),
          problem: `has onDelete: "SET NULL", and ${target.name} is soft-deleted; there is no table to remember what a restore has to set back.`,
          remedy: 'Add SoftDeletedReference of nestjs-restview to the "entities" of the DataSource.',
        },
      ];
    default:
      return [];
  }
}

function coarseDate({ entity: { name, deleteDateColumn } }: DeletePlan): readonly ConfigurationMistake[] {
  if (deleteDateColumn?.type !== 'date') return [];
  return [
    {
      subject: `${name}.${deleteDateColumn.propertyPath}`,
      problem: 'is a date without a time, so a restore could not tell one delete of a day from another.',
      remedy: 'Leave the type of @DeleteDateColumn() to TypeORM.',
    },
  ];
}

function noDeleteDate({ name }: EntityMetadata): ConfigurationMistake {
  return {
    subject: name,
    problem: 'is soft-deleted by a view, but has no column for it.',
    remedy: 'Add @DeleteDateColumn() deletedAt!: Date | null.',
  };
}

function servingViews({ source }: InboundRelation, views: RelatedViews): readonly RelatedView[] {
  return [source, baseOf(source)].flatMap(({ target }) => (typeof target === 'function' ? views.of(target) : []));
}

function nameOf({ source, property, junction, foreignKey }: InboundRelation): string {
  const own = property ?? (junction ? `(${junction.metadata.tableName})` : foreignKey[0]?.propertyPath);
  return `${source.name}.${own ?? ''}`;
}

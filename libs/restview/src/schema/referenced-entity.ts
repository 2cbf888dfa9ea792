import type { EntityClass } from '../model/entity-class.js';
import { describeModel } from '../model/describe-model.js';
import type { ModelDescription, RelationDescription } from '../model/model-description.js';
import { servedEntityOf } from '../model/served-entities.js';
import type { ReferenceTarget } from './marks.js';
import type { FieldDescription } from './schema-description.js';

/**
 * The entity whose rows a field refers to: as its mark says, else its relation, else its column's foreign key.
 *
 * Call it when all modules are loaded: marks and relations name classes by functions.
 *
 * @param model - what the field's schema is held against; without it a foreign key column tells nothing.
 * @returns `undefined` for a field that refers to nothing.
 */
export function referencedEntityOf(
  field: FieldDescription,
  model: ModelDescription | undefined,
): EntityClass | undefined {
  const target = referenceTargetOf(field, model);
  return target && (servedEntityOf(target) ?? target);
}

/** The same as it was written: a view where the mark names one. */
export function referenceTargetOf(
  field: FieldDescription,
  model: ModelDescription | undefined,
): ReferenceTarget | undefined {
  return field.reference?.target() ?? relationBehind(field, model)?.target();
}

/** The relation that a field is, or whose foreign key its column is a part of. */
export function relationBehind(
  { relation, column }: FieldDescription,
  model: ModelDescription | undefined,
): RelationDescription | undefined {
  return relation ?? model?.relations.find(({ property }) => property === column?.foreignKeyOf);
}

/**
 * The properties of the target that a field of a foreign key column refers to, with those that the other columns of the
 * key refer to; `undefined` for a field that is a relation or has a mark.
 */
export function referencedWith(
  field: FieldDescription,
  model: ModelDescription | undefined,
): readonly string[] | undefined {
  if (field.reference || field.relation) return undefined;
  const relation = relationBehind(field, model);
  return relation && (relation.referenced ?? keyOf(relation.target()));
}

/** The properties of an entity's primary key. */
export function keyOf(entity: EntityClass): readonly string[] {
  return describeModel(entity).primaryKey.map(({ path }) => path.join('.'));
}

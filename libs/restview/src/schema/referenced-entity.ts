import type { EntityClass } from '../model/entity-class.js';
import type { ModelDescription } from '../model/model-description.js';
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
  const { reference, relation, column } = field;
  const behind = relation ?? model?.relations.find(({ property }) => property === column?.foreignKeyOf);
  return reference?.target() ?? behind?.target();
}

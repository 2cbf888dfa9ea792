import type { EmbeddedDescription } from '../model/model-description.js';
import type { FieldDescription, SchemaDescription } from '../schema/schema-description.js';
import { assignReference } from './references/assign-references.js';
import { unchangedIn } from './references/unchanged-fields.js';
import { planNestedWrite } from './nested-writes/nested-writes.js';

/**
 * Puts the fields that `data` has on an entity: columns whole, embeddeds field by field, references as the rows found.
 *
 * Only what the schema lets a client write is taken. Fields without a column are left to the verb.
 */
export function assignFields(
  entity: object,
  data: object,
  schema: SchemaDescription,
  embeddeds: readonly EmbeddedDescription[],
): void {
  const unchanged = unchangedIn(data);
  for (const field of schema.fields) {
    if (field.access === 'read-only' || !Object.hasOwn(data, field.property)) continue;
    if (unchanged.has(field.property)) continue;
    const value: unknown = Reflect.get(data, field.property);
    if (value === undefined) continue;
    if (field.reference) {
      assignReference(entity, data, field);
      continue;
    }
    const embedded = embeddeds.find(({ property }) => property === field.property);
    if (embedded && field.nested && isObject(value)) {
      assignFields(embeddedOf(entity, field, embedded), value, field.nested(), embedded.embeddeds);
    } else if (field.write && field.relation) {
      planNestedWrite(entity, field, value, assignFields);
    } else if (field.column) {
      Reflect.set(entity, field.property, value);
    }
  }
}

function embeddedOf(entity: object, { property }: FieldDescription, { target }: EmbeddedDescription): object {
  const present: unknown = Reflect.get(entity, property);
  if (isObject(present)) return present;
  const made: object = Reflect.construct(target as new () => object, []);
  Reflect.set(entity, property, made);
  return made;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

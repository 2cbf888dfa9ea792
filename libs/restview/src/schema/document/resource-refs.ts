import { keyOf, referencedEntityOf, referencedWith, referenceTargetOf } from '../referenced-entity.js';
import { resourcePathOf } from './resource-paths.js';
import type { SchemaClass } from '../schema-class.js';
import type { FieldDescription, SchemaDescription } from '../schema-description.js';
import { documentedProperties, documentKeyword, documentProperty, pluginDocument } from './swagger-metadata.js';

const RESOURCE_REF = 'x-resource-ref';

/**
 * Tells clients which resource the value of a field is a key of: `"x-resource-ref": "orgs"`.
 *
 * Foreign keys and reference marks have it, on the property itself also where it is a list; nested objects have not. Which
 * view serves the target is found out when a document is made, so that it does not matter which module is loaded first.
 *
 * @param schema - the class that documents the field: that of the description, or one derived from it.
 */
export function documentResourceRef(
  schema: SchemaClass,
  field: FieldDescription,
  { schema: author, model }: SchemaDescription,
): void {
  const path = (): string | undefined => referencedResource(field, model);
  documentKeyword(schema, field.property, RESOURCE_REF, author, refers(field) ? path : undefined);
}

/** The path of the view that serves what the value of a field is a key of; `undefined` for a field that is no key. */
export function referencedResource(field: FieldDescription, model: SchemaDescription['model']): string | undefined {
  const target = refers(field) ? referenceTargetOf(field, model) : undefined;
  return target && isKey(field, model) ? resourcePathOf(target) : undefined;
}

/** The same for a class that documents itself: those of its fields that it shows in the document. */
export function documentOwnResourceRefs(description: SchemaDescription): void {
  const { schema, fields } = description;
  const documented = new Set([...documentedProperties(schema), ...Object.keys(pluginDocument(schema))]);
  for (const field of fields.filter((one) => refers(one) && documented.has(one.property))) {
    // Inherited words become the class's own, so that the base class stays as it is.
    documentProperty(schema, field.property, {});
    documentResourceRef(schema, field, description);
  }
}

/** A part of a key leads nowhere, and neither does a value of another column than the key. */
function isKey(field: FieldDescription, model: SchemaDescription['model']): boolean {
  const referenced = referencedWith(field, model);
  const entity = referencedEntityOf(field, model);
  if (!referenced || !entity) return true;
  const key = keyOf(entity);
  return key.length === 1 && referenced.length === 1 && referenced[0] === key[0];
}

function refers({ nested, reference, column }: FieldDescription): boolean {
  return !nested && (reference !== undefined || column?.foreignKeyOf !== undefined);
}

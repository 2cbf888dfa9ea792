import { ApiSchema, DECORATORS, PickType, type ApiSchemaOptions } from '@nestjs/swagger';
import { fieldDocument } from './field-document.js';
import { documentHiddenRelation } from './hidden-relation.js';
import { mappable, namedClass } from '../named-class.js';
import { documentLimits } from './narrowed-document.js';
import { documentResourceRef } from './resource-refs.js';
import type { SchemaClass } from '../schema-class.js';
import type { FieldDescription, SchemaDescription } from '../schema-description.js';
import { documentedProperties, documentProperty, pluginDocument, saidDocument } from './swagger-metadata.js';
import { validatorsOf } from '../validator-metadata.js';

const DOCUMENTED = new WeakMap<SchemaDescription, SchemaClass>();

/**
 * The class that the document shows as the response, with all its fields documented.
 *
 * It is the read schema itself, so that a route of the application which returns it shares the component; where the
 * class documents what a response never has (a write-only or excluded field), one of the same name without that.
 *
 * @internal
 */
export function responseClassOf(description: SchemaDescription): SchemaClass {
  const documented = DOCUMENTED.get(description);
  if (documented) return documented;
  const fields = description.fields.filter(({ access }) => access !== 'write-only');
  const response = showsOnly(description.schema, fields) ? description.schema : withoutSecrets(description, fields);
  // Set first: nested schemas may lead back here.
  DOCUMENTED.set(description, response);
  const validators = validatorsOf(description.schema);
  for (const field of fields) {
    const { property, nested } = field;
    const document = fieldDocument(field, {
      schema: description.schema,
      validators: validators.get(property) ?? [],
      isAnswer: true,
      required: isAlwaysShown(field, description.schema),
      nullable: field.nullable,
      ...(nested && { nested: () => responseClassOf(nested()) }),
      keywords: field.access === 'read-only' ? { readOnly: true } : {},
    });
    documentProperty(response, property, document);
    documentResourceRef(response, field, description);
    documentLimits(response, field, description.schema, document);
    documentHiddenRelation(response, field, description.schema);
  }
  return response;
}

/** Whether every answer has a field; of what code computes its author says so, and columns always have a value. */
function isAlwaysShown(field: FieldDescription, schema: SchemaClass): boolean {
  if (field.virtual || field.isIncludable) return false;
  const isComputed = !field.column && !field.nested && !field.reference;
  return !isComputed || saidDocument(schema, field.property).required !== false;
}

function showsOnly(schema: SchemaClass, fields: readonly FieldDescription[]): boolean {
  const shown = new Set(fields.map(({ property }) => property));
  return [...documentedProperties(schema), ...Object.keys(pluginDocument(schema))].every((property) =>
    shown.has(property),
  );
}

function withoutSecrets({ schema, name }: SchemaDescription, fields: readonly FieldDescription[]): SchemaClass {
  const picked = PickType(
    mappable(schema),
    fields.map(({ property }) => property),
  );
  const response = namedClass(name, picked);
  const said = Reflect.getOwnMetadata(DECORATORS.API_SCHEMA, schema) as readonly ApiSchemaOptions[] | undefined;
  ApiSchema({ ...said?.at(-1), name })(response);
  return response;
}

import type { OpenApi, Schema } from './open-api.js';

/** Where the named schemas of a document stand. */
export const DEFINITIONS = 'document';

/** The named schemas of a document as one JSON Schema. */
export function definitionsOf(api: OpenApi): object {
  const definitions = Object.entries(api.components).map(([name, schema]) => [name, toJsonSchema(schema)]);
  return { $id: DEFINITIONS, definitions: Object.fromEntries(definitions) };
}

/**
 * A schema of OpenAPI 3.0 as JSON Schema; what it names stands in the definitions.
 *
 * Objects are closed: a property that the document does not have must not appear.
 */
export function toJsonSchema(schema: Schema): object {
  const [only, ...more] = schema.allOf ?? [];
  const named = schema.$ref ?? (more.length === 0 ? only?.$ref : undefined);
  const json =
    named === undefined ? constraintsOf(schema) : { $ref: `${DEFINITIONS}#/definitions/${named.replace(/.*\//, '')}` };
  return schema.nullable === true ? { anyOf: [json, { type: 'null' }] } : json;
}

function constraintsOf(schema: Schema): object {
  const { type, format, pattern, enum: values, items, properties, required, additionalProperties } = schema;
  const several = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((kind) => {
    const parts = schema[kind];
    return parts ? [[kind, parts.map((part) => toJsonSchema(part))] as const] : [];
  });
  return {
    ...(type !== undefined && { type }),
    ...(format !== undefined && { format }),
    ...(pattern !== undefined && { pattern }),
    ...(values && { enum: values }),
    ...Object.fromEntries(
      (['minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems'] as const).flatMap((name) =>
        schema[name] === undefined ? [] : [[name, schema[name]]],
      ),
    ),
    ...bound('minimum', schema.minimum, schema.exclusiveMinimum),
    ...bound('maximum', schema.maximum, schema.exclusiveMaximum),
    ...(items && { items: toJsonSchema(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, toJsonSchema(one)])),
      additionalProperties: false,
    }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? toJsonSchema(additionalProperties) : additionalProperties,
    }),
    ...(required && { required }),
    ...Object.fromEntries(several),
  };
}

function bound(name: 'minimum' | 'maximum', value: number | undefined, isExclusive = false): object {
  if (value === undefined) return {};
  return isExclusive ? { [name === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum']: value } : { [name]: value };
}

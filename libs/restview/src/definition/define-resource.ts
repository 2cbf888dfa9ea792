import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import { describeModel } from '../model/describe-model.js';
import type { ModelDescription } from '../model/model-description.js';
import { standardDialect } from '../query/list-dialect.js';
import { publicPaths } from '../query/list-fields.js';
import type { ListGrammar } from '../query/list-grammar.js';
import { type DescribedSchema, describeInput, describeSchema } from '../schema/describe-schema.js';
import { deriveCreateSchema, deriveUpdateSchema } from '../schema/input/input-schemas.js';
import { schemaFromModel } from '../schema/read-schema.js';
import { relationTree } from '../schema/relation-tree.js';
import { responseClassOf } from '../schema/document/response-class.js';
import { documentOwnResourceRefs } from '../schema/document/resource-refs.js';
import type { SchemaClass } from '../schema/schema-class.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import { documentProperty } from '../schema/document/swagger-metadata.js';
import { defineKey, idTypeOf } from './define-key.js';
import { defineList } from './define-list.js';
import { defineQueryFlags } from './query-flag.js';
import type { ViewClass } from './view-class.js';
import type { InputDefinition, ResourceDefinition } from './view-definition.js';
import type { ViewOptions } from './view-options.js';

/** The resource part of a definition, or `undefined` when what is wrong leaves nothing to serve. */
export function defineResource(
  view: ViewClass,
  paths: readonly string[],
  options: ViewOptions,
  mistakes: ConfigurationMistake[],
): ResourceDefinition | undefined {
  if (typeof options.model !== 'function') {
    mistakes.push({
      subject: `${view.name}: "model"`,
      problem: 'is missing, so the view has nothing to serve.',
      remedy: `Name the entity: @View('…', { model: ${view.name.replace(/View$/, '') || 'User'} }); if it is named, the files import each other in a ring.`,
    });
    return undefined;
  }
  const taken = ({ description, mistakes: found }: DescribedSchema): SchemaDescription => {
    mistakes.push(...found);
    return description;
  };
  try {
    const model = describeModel(options.model);
    const schema = taken(describeSchema(options.schema ?? schemaFromModel(model, nameOf(view, model)), model));
    const key = defineKey({ view, paths, options, model, schema }, mistakes);
    const dialect = options.dialect ?? standardDialect;
    const list = defineList(view.name, options, model, schema, mistakes);
    // Reads the nested schemas too, so that what is wrong with their marks is told now.
    publicPaths(list.fields, list.limits.maxPathDepth);
    return Object.freeze({
      model,
      schema,
      create: options.schemaCreate
        ? input(options.schemaCreate, taken(describeInput(options.schemaCreate, model, 'create')))
        : input(deriveCreateSchema(schema), schema),
      update: options.schemaUpdate
        ? input(options.schemaUpdate, taken(describeInput(options.schemaUpdate, model, 'update')))
        : input(deriveUpdateSchema(schema), schema),
      response: responseOf(schema, list),
      key,
      idType: idTypeOf(key),
      list,
      dialect,
      queryFlags: defineQueryFlags(view.name, options.queryFlags, list, dialect, mistakes),
      includePaginationMetadata: options.includePaginationMetadata ?? true,
    });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    mistakes.push(...error.mistakes);
    return undefined;
  }
}

/** Documents the response; where a schema leads in circles, the answer ends, and the field may be missing. */
function responseOf(schema: SchemaDescription, { limits }: ListGrammar): SchemaClass {
  for (const { description, field } of relationTree(schema, limits.maxRelationDepth).ended) {
    documentProperty(responseClassOf(description), field.property, { required: false });
  }
  return responseClassOf(schema);
}

/** Names the generated components after the view, so that two views on one entity do not share their names. */
function nameOf(view: ViewClass, { name }: ModelDescription): string {
  return view.name.replace(/View$/, '') || name;
}

function input(schema: SchemaClass, description: SchemaDescription): InputDefinition {
  if (schema === description.schema) documentOwnResourceRefs(description);
  return Object.freeze({ schema, description });
}

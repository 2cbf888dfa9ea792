import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import { describeModel } from '../model/describe-model.js';
import type { ModelDescription } from '../model/model-description.js';
import { publicPaths } from '../query/list-fields.js';
import type { ListGrammar } from '../query/list-grammar.js';
import { type DescribedSchema, describeInput, describeSchema } from '../schema/describe-schema.js';
import { deriveCreateSchema, deriveUpdateSchema } from '../schema/input/input-schemas.js';
import { schemaFromModel } from '../schema/read-schema.js';
import { relationTree } from '../schema/relation-tree.js';
import { responseClassOf } from '../schema/document/response-class.js';
import { responseWithId } from '../schema/document/response-with-id.js';
import { documentOwnResourceRefs } from '../schema/document/resource-refs.js';
import type { SchemaClass } from '../schema/schema-class.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import { documentProperty } from '../schema/document/swagger-metadata.js';
import { type DeclaredAction, defineActions } from './define-actions.js';
import { defineKey, idTypeOf } from './define-key.js';
import { defineList } from './define-list.js';
import { defineQueryFlags } from './query-flag.js';
import { titleFieldOf } from './title-field.js';
import type { ViewClass } from './view-class.js';
import type { InputDefinition } from './input-definition.js';
import type { KeyDefinition, ResourceDefinition } from './view-definition.js';
import type { ViewOptions } from './view-options.js';
import { type ViewWire, wireOf } from './view-wire.js';

/** The resource part of a definition, or `undefined` when what is wrong leaves nothing to serve. */
export function defineResource(
  view: ViewClass,
  paths: readonly string[],
  options: ViewOptions,
  declared: readonly DeclaredAction[],
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
    const wire = wireOf(view);
    mistakes.push(...refusedOptions(view, options, wire));
    const dialect = options.dialect ?? wire.dialect;
    const list = Object.freeze<ListGrammar>({
      ...defineList(
        view.name,
        { pageKinds: wire.pageKinds, ...options, dialect },
        model,
        schema,
        mistakes,
        wire.pageSize,
      ),
      ...(wire.hasOneId && key && { rowId: key.columns }),
    });
    // Reads the nested schemas too, so that what is wrong with their marks is told now.
    publicPaths(list.fields, list.limits.maxPathDepth);
    const titleField = titleFieldOf(view.name, options.titleField, schema, mistakes);
    const addsId = wire.hasOneId && key !== null && !schema.fields.some(({ wireName }) => wireName === 'id');
    if (wire.hasOneId && key && !addsId) mistakes.push(...idMistakes(view, schema, key));
    const response = addsId ? responseWithId(responseOf(schema, list), key.columns) : responseOf(schema, list);
    const actions = defineActions(declared, { view: view.name, model, schema, response, key }, mistakes);
    return Object.freeze({
      model,
      schema,
      create: options.schemaCreate
        ? input(options.schemaCreate, taken(describeInput(options.schemaCreate, model, 'create')))
        : input(deriveCreateSchema(schema), schema),
      update: options.schemaUpdate
        ? input(options.schemaUpdate, taken(describeInput(options.schemaUpdate, model, 'update')))
        : input(deriveUpdateSchema(schema), schema),
      addsId,
      response,
      key,
      idType: idTypeOf(key),
      list,
      dialect,
      queryFlags: defineQueryFlags(view.name, options.queryFlags, actions, list, dialect, mistakes),
      actions: Object.freeze(actions.filter(({ method, verb }) => !isExcluded(options, method, verb))),
      ...(titleField !== undefined && { titleField }),
      includePaginationMetadata: options.includePaginationMetadata ?? dialect.headers === undefined,
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

/** A field that is called `id` and is something else than what finds the row. */
function idMistakes(view: ViewClass, schema: SchemaDescription, { columns }: KeyDefinition): ConfigurationMistake[] {
  const [column, ...more] = columns;
  const field = schema.fields.find(({ wireName }) => wireName === 'id');
  const isComputed = field !== undefined && !field.column && field.access === 'read-only';
  const isKey = more.length === 0 && field?.column?.path.join('.') === column?.path.join('.');
  if (isComputed || (isKey && field?.access !== 'write-only')) return [];
  return [
    {
      subject: `${view.name}: "schema"`,
      problem: `has a field "id" that is not what finds a row (${columns.map(({ path }) => path.join('.')).join(', ')}), and react-admin finds rows by "id".`,
      remedy: 'Give that field another name, @Expose({ name: \'…\' }); answers get the key as "id" then.',
    },
  ];
}

/** Options that say something of another wire than the view's. */
function refusedOptions(view: ViewClass, options: ViewOptions, { refused }: ViewWire): ConfigurationMistake[] {
  return Object.entries(refused)
    .filter(([option]) => Object.hasOwn(options, option))
    .map(([option, reason]) => ({
      subject: `${view.name}: "${option}"`,
      problem: `has no meaning here: ${reason}`,
      remedy: 'Remove it, from the options that are inherited too.',
    }));
}

function isExcluded({ excludeRoutes = [] }: ViewOptions, ...names: readonly string[]): boolean {
  return names.some((name) => excludeRoutes.includes(name));
}

function input(schema: SchemaClass, description: SchemaDescription): InputDefinition {
  if (schema === description.schema) documentOwnResourceRefs(description);
  return Object.freeze({ schema, description });
}

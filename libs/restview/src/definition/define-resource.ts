import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import { describeModel } from '../model/describe-model.js';
import type { ColumnDescription, ModelDescription } from '../model/model-description.js';
import type { ListGrammar } from '../query/list-grammar.js';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../query/list-grammar.js';
import { describeInput, describeSchema } from '../schema/describe-schema.js';
import { deriveCreateSchema, deriveUpdateSchema } from '../schema/input-schemas.js';
import { schemaFromModel } from '../schema/read-schema.js';
import { responseClassOf } from '../schema/response-class.js';
import type { SchemaClass } from '../schema/schema-class.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import { hasRoute } from './generated-routes.js';
import type { ViewClass } from './view-class.js';
import type { InputDefinition, ResourceDefinition } from './view-definition.js';
import type { IdType, ViewOptions } from './view-options.js';
import { ViewRoute } from './view-route.js';

const ID_TYPES: readonly IdType[] = ['integer', 'bigint', 'uuid', 'string'];
const isIdType = (kind: string): kind is IdType => ID_TYPES.some((type) => type === kind);

/** The resource part of a definition, or `undefined` when what is wrong leaves nothing to serve. */
export function defineResource(
  view: ViewClass,
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
  try {
    const model = describeModel(options.model);
    const schema = describeWith(options.schema ?? generatedSchema(model), model, mistakes);
    const key = defineKey(view, model, options, mistakes);
    return Object.freeze({
      model,
      schema,
      create: defineInput(options.schemaCreate, 'create', schema, model, mistakes),
      update: defineInput(options.schemaUpdate, 'update', schema, model, mistakes),
      response: responseClassOf(schema),
      key,
      idType: key && isIdType(key.kind) ? key.kind : null,
      list: defineList(view, options, model, mistakes),
      includePaginationMetadata: options.includePaginationMetadata ?? true,
    });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    mistakes.push(...error.mistakes);
    return undefined;
  }
}

// One class per entity, so that two views on one entity share one component in the document.
const generatedSchemas = new WeakMap<ModelDescription, SchemaClass>();

function generatedSchema(model: ModelDescription): SchemaClass {
  const known = generatedSchemas.get(model) ?? schemaFromModel(model);
  generatedSchemas.set(model, known);
  return known;
}

interface KnownSchema {
  readonly described: ReturnType<typeof describeSchema>;
  readonly inputs: Partial<Record<'create' | 'update', InputDefinition>>;
}

// The same for a schema that several views use: its derived classes are made once.
const knownSchemas = new WeakMap<SchemaClass, Map<ModelDescription, KnownSchema>>();

function knownSchema(schema: SchemaClass, model: ModelDescription): KnownSchema {
  const byModel = knownSchemas.get(schema) ?? new Map<ModelDescription, KnownSchema>();
  knownSchemas.set(schema, byModel);
  const known = byModel.get(model) ?? { described: describeSchema(schema, model), inputs: {} };
  byModel.set(model, known);
  return known;
}

function describeWith(
  schema: SchemaClass,
  model: ModelDescription,
  mistakes: ConfigurationMistake[],
): SchemaDescription {
  const { described } = knownSchema(schema, model);
  mistakes.push(...described.mistakes);
  return described.description;
}

function defineInput(
  explicit: SchemaClass | undefined,
  role: 'create' | 'update',
  read: SchemaDescription,
  model: ModelDescription,
  mistakes: ConfigurationMistake[],
): InputDefinition {
  if (explicit) {
    const { description, mistakes: found } = describeInput(explicit, model, role);
    mistakes.push(...found);
    return Object.freeze({ schema: explicit, description });
  }
  const { inputs } = knownSchema(read.schema, model);
  return (inputs[role] ??= Object.freeze({
    schema: role === 'create' ? deriveCreateSchema(read) : deriveUpdateSchema(read),
    description: read,
  }));
}

function defineKey(
  view: ViewClass,
  model: ModelDescription,
  options: ViewOptions,
  mistakes: ConfigurationMistake[],
): ColumnDescription | null {
  const itemRoutes = [ViewRoute.GET_ONE, ViewRoute.UPDATE, ViewRoute.DELETE].filter((route) =>
    hasRoute(options, route),
  );
  const [column, ...more] = model.primaryKey;
  if (!column || more.length > 0) {
    if (itemRoutes.length > 0) {
      mistakes.push({
        subject: `${view.name}: "model"`,
        problem: `${model.name} has ${column ? 'a primary key of several columns' : 'no primary key'}, and ${itemRoutes.join(', ')} find a row by one.`,
        remedy: `Exclude these routes: excludeRoutes: [ViewRoute.GET_ONE, ViewRoute.UPDATE, ViewRoute.DELETE].`,
      });
    }
    return null;
  }
  const kind = options.idType ?? column.kind;
  if (!isIdType(kind)) {
    if (itemRoutes.length > 0) {
      mistakes.push({
        subject: `${view.name}: "idType"`,
        problem: `the key ${model.name}.${column.path.join('.')} is of kind "${kind}", which a path cannot carry.`,
        remedy: `Set idType to one of ${ID_TYPES.join(', ')}, or exclude the routes with an id.`,
      });
    }
    return null;
  }
  return kind === column.kind ? column : Object.freeze({ ...column, kind });
}

function defineList(
  view: ViewClass,
  options: ViewOptions,
  model: ModelDescription,
  mistakes: ConfigurationMistake[],
): ListGrammar {
  const maxPageSize = options.maxPageSize ?? MAX_PAGE_SIZE;
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1;
  if (!isCount(maxPageSize)) {
    mistakes.push({
      subject: `${view.name}: "maxPageSize"`,
      problem: `is ${String(maxPageSize)}, which is not a number of rows.`,
      remedy: 'Give a whole number from 1.',
    });
  }
  const defaultPageSize =
    options.defaultPageSize === undefined ? Math.min(DEFAULT_PAGE_SIZE, maxPageSize) : options.defaultPageSize;
  if (defaultPageSize !== null && (!isCount(defaultPageSize) || defaultPageSize > maxPageSize)) {
    mistakes.push({
      subject: `${view.name}: "defaultPageSize"`,
      problem: `is ${String(defaultPageSize)}, which is not from 1 to maxPageSize (${String(maxPageSize)}).`,
      remedy: 'Give a number in that range, or null for lists without a page size.',
    });
  }
  for (const name of options.extraQueryParams ?? []) {
    if (name !== 'page' && name !== 'page_size' && /^[\w.-]+$/.test(name)) continue;
    mistakes.push({
      subject: `${view.name}: "extraQueryParams"`,
      problem: `names "${name}", which ${/^page/.test(name) ? 'the list itself uses' : 'is not a name for a parameter'}.`,
      remedy: 'Choose another name of letters, digits, "_", "-" and ".".',
    });
  }
  return Object.freeze({
    defaultPageSize,
    maxPageSize,
    extraQueryParams: Object.freeze([...(options.extraQueryParams ?? [])]),
    keyOrder: Object.freeze(model.primaryKey.map(({ path }) => Object.freeze({ path, direction: 'asc' as const }))),
  });
}

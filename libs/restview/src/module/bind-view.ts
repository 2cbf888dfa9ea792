import type { DataSource } from 'typeorm';
import type { ViewClass } from '../definition/view-class.js';
import type { KeyDefinition, ResourceDefinition, ViewDefinition } from '../definition/view-definition.js';
import { ViewRoute } from '../definition/view-route.js';
import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import { type BoundModel, bindModel, checkModel } from '../model/bind-model.js';
import { wireWriter } from '../model/column-values.js';
import { keyText } from '../model/key-text.js';
import type { ColumnDescription } from '../model/model-description.js';
import { valuesAt } from '../model/row-key.js';
import { narrowGrammar } from '../query/narrow-grammar.js';
import { childMistakes } from '../schema/input/child-mistakes.js';
import { nestedMistakes } from '../schema/describe-schema.js';
import { compileInputReader } from '../schema/input/read-input.js';
import { relationTree } from '../schema/relation-tree.js';
import type { FieldDescription, SchemaDescription } from '../schema/schema-description.js';
import { compileSerializer, type Serializer } from '../schema/serializer.js';
import { overrides } from '../registration/overrides.js';
import type { BoundView } from '../view/bound-view.js';
import { plainWritesOf } from '../view/bracket/plain-writes.js';
import { mayBeHidden } from '../view/references/may-be-hidden.js';
import { referenceMistakes } from '../view/references/check-references.js';
import { compileLoading } from '../view/loading/loading-plan.js';
import { LoadingPlans } from '../view/loading/loading-plans.js';
import type { RelatedViews } from '../view/related-views.js';
import { RestView } from '../view/rest-view.js';
import type { ViewContext, WriteContext } from '../view/view-context.js';
import { lookupMistakes } from './check-lookup.js';
import { bindActions } from './bind-actions.js';
import { bindNestedWrites } from './bind-nested-writes.js';
import { publicNamesOf } from './public-names.js';

/** What all views of an application share. */
export interface BindingOptions {
  readonly writeAttempts: number;
  readonly cursorSecret: string;
}

const RESPONSE_SEAMS = ['toResponse', 'toListingResponse', 'toPaginatedListingResponse', 'toResponseSchema'] as const;

/** What is wrong with a view's model and its nested schemas, which only the running application can tell. */
export function schemaMistakes(
  viewName: string,
  resource: ResourceDefinition,
  dataSource: DataSource,
  hasView: (view: object) => boolean,
): readonly ConfigurationMistake[] {
  const { model, schema, create, update, actions } = resource;
  const ofActions = actions.flatMap(({ body, response }) => [body, response].flatMap((one) => one?.description ?? []));
  return [
    ...checkModel(model, dataSource),
    ...lookupMistakes(viewName, resource, dataSource),
    ...[...new Set([schema, create.description, update.description, ...ofActions])].flatMap((description) => [
      ...nestedMistakes(description),
      ...referenceMistakes(description, { dataSource, hasView }),
      ...childMistakes(description),
    ]),
  ];
}

/**
 * Compiles what requests need of a view whose definition has no mistakes, once, when the application starts.
 *
 * @returns `undefined` when what is wrong leaves nothing to serve; the mistakes say what.
 */
export function bindView(
  view: ViewClass,
  instance: RestView<object>,
  definition: ViewDefinition,
  resource: ResourceDefinition,
  dataSource: DataSource,
  { writeAttempts, cursorSecret }: BindingOptions,
  views: RelatedViews,
  mistakes: ConfigurationMistake[],
): BoundView | undefined {
  try {
    const model = bindModel(resource.model, dataSource);
    const { create, update, schema } = resource;
    const { maxRelationDepth } = resource.list.limits;
    const tree = relationTree(schema, maxRelationDepth);
    const inputs = {
      readDescription: schema,
      ignored: resource.addsId ? ['id'] : [],
      narrow: (column: ColumnDescription) => model.narrowed(column),
      mayShowNull: (field: FieldDescription) => mayBeHidden(field, dataSource, views),
    };
    const loading = new LoadingPlans(compileLoading(tree.relations, model.metadata), model.metadata, definition.name);
    const readUpdate = compileInputReader(update.schema, update.description, 'update', inputs);
    return Object.freeze({
      definition,
      resource,
      dataSource,
      model,
      key: resource.key && narrowedKey(resource.key, model),
      list: narrowGrammar(resource.list, dataSource),
      serialize: resource.addsId
        ? withId(compileSerializer(schema, maxRelationDepth), model, resource.key)
        : compileSerializer(schema, maxRelationDepth),
      readCreate: compileInputReader(create.schema, create.description, 'create', inputs),
      readUpdate,
      readReplace: definition.routes.some(({ method }) => method === ViewRoute.REPLACE)
        ? compileInputReader(update.schema, update.description, 'update', {
            ...inputs,
            ignored: [...inputs.ignored, ...shownNames(schema)],
          })
        : readUpdate,
      actions: bindActions(resource, inputs.narrow),
      loading,
      loaderOptions: (context: ViewContext) => instance.getRelationshipLoaderOptions(context),
      nestedWrites: bindNestedWrites([schema, create.description, update.description], dataSource, views),
      isScoped: overrides(view, 'buildQuery'),
      needsWholeRows: RESPONSE_SEAMS.some((method) => overrides(view, method)),
      writeAttempts,
      plainWrites: plainWritesOf({
        metadata: model.metadata,
        create: create.description,
        update: update.description,
        hasPlainAnswers: loading.isEmpty,
        view: instance,
        base: RestView.prototype,
      }),
      cursorSecret,
      views,
      stampObject: (entity: object, isNew: boolean, context: WriteContext) =>
        instance.stampObject(entity, isNew, context),
      relatedRows: (context: ViewContext) => views.relatedRows(context),
      publicNames: publicNamesOf(model, schema, create.description),
    });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    mistakes.push(...error.mistakes);
    return undefined;
  }
}

/** Adds the key of a row to its answer, as one value. */
function withId(serialize: Serializer, { metadata }: BoundModel, key: KeyDefinition | null): Serializer {
  const columns = key?.columns ?? [];
  const [column, ...more] = columns;
  const write = column && more.length === 0 ? wireWriter(column) : undefined;
  return (entity) => {
    const values = valuesAt(metadata, columns, entity);
    return { id: write ? write(values[0]) : keyText(columns, values), ...serialize(entity) };
  };
}

function shownNames({ fields }: SchemaDescription): readonly string[] {
  return fields.filter(({ access }) => access !== 'write-only').map(({ wireName }) => wireName);
}

function narrowedKey(key: KeyDefinition, model: BoundModel): KeyDefinition {
  return Object.freeze({ ...key, columns: Object.freeze(key.columns.map((column) => model.narrowed(column))) });
}

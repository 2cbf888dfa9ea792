import type { DataSource } from 'typeorm';
import type { ViewClass } from '../definition/view-class.js';
import type { ViewDefinition } from '../definition/view-definition.js';
import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import { type BoundModel, bindModel, checkModel } from '../model/bind-model.js';
import type { ColumnDescription } from '../model/model-description.js';
import { nestedMistakes } from '../schema/describe-schema.js';
import { compileInputReader } from '../schema/read-input.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import { compileSerializer } from '../schema/serializer.js';
import type { BoundView } from '../view/bound-view.js';
import { relationsOf } from '../view/relation-loading.js';
import { RestView } from '../view/rest-view.js';

/**
 * Holds a definition against the database and compiles it, once, when the application starts.
 *
 * @returns `undefined` when what is wrong leaves nothing to serve; the mistakes say what.
 */
export function bindView(
  view: ViewClass,
  definition: ViewDefinition,
  dataSource: DataSource,
  writeAttempts: number,
  mistakes: ConfigurationMistake[],
): BoundView | undefined {
  const { resource } = definition;
  if (!resource) return undefined;
  const found = [...checkModel(resource.model, dataSource), ...nestedMistakes(resource.schema)];
  mistakes.push(...found);
  if (found.length > 0) return undefined;
  try {
    const model = bindModel(resource.model, dataSource);
    const { create, update, schema } = resource;
    const inputs = { readDescription: schema, narrow: (column: ColumnDescription) => model.narrowed(column) };
    return Object.freeze({
      definition,
      resource,
      dataSource,
      model,
      key: resource.key && model.narrowed(resource.key),
      serialize: compileSerializer(schema),
      readCreate: compileInputReader(create.schema, create.description, 'create', inputs),
      readUpdate: compileInputReader(update.schema, update.description, 'update', inputs),
      relations: relationsOf(schema),
      isScoped: overrides(view, 'buildQuery'),
      writeAttempts,
      publicNames: publicNamesOf(model, schema, create.description),
    });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    mistakes.push(...error.mistakes);
    return undefined;
  }
}

/** Whether a view replaces a method of `RestView`. */
export function overrides(view: ViewClass, method: 'buildQuery' | 'authorize'): boolean {
  return Reflect.get(view.prototype, method) !== RestView.prototype[method];
}

/** Public names for what a database error speaks of; columns outside the schemas have none. */
function publicNamesOf(model: BoundModel, ...schemas: readonly SchemaDescription[]): BoundView['publicNames'] {
  const byPath = new Map(schemas.flatMap((schema) => namesByPath(schema, '', '')));
  return (column, constraint) => {
    const paths =
      column === undefined
        ? ((constraint === undefined
            ? undefined
            : (model.uniqueColumns(constraint) ?? model.foreignKeyColumns(constraint))) ?? [])
        : [model.databaseNameToPath.get(column) ?? ''];
    const names = paths.map((path) => byPath.get(path));
    // All or none: naming half of a key would point at the wrong field.
    return names.every((name) => name !== undefined) ? names : [];
  };
}

function namesByPath(schema: SchemaDescription, path: string, pointer: string): [string, string][] {
  return schema.fields.flatMap((field): [string, string][] => {
    const name = pointer === '' ? field.wireName : `${pointer}/${escaped(field.wireName)}`;
    const property = path === '' ? field.property : `${path}.${field.property}`;
    if (field.column) return [[property, name]];
    if (!field.nested || field.relation) return [];
    return namesByPath(field.nested(), property, pointer === '' ? `/${escaped(field.wireName)}` : name);
  });
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { ColumnDescription, ColumnKind, ModelDescription } from '../model/model-description.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import { GENERATED_ROUTES, hasRoute } from './generated-routes.js';
import { keyParameters } from './key-parameters.js';
import { lookupColumn } from './lookup-column.js';
import type { ViewClass } from './view-class.js';
import type { KeyDefinition } from './view-definition.js';
import type { IdType, ViewOptions } from './view-options.js';
import { wireOf } from './view-wire.js';

const ID_TYPES: readonly IdType[] = ['integer', 'bigint', 'uuid', 'string'];
const PATH_KINDS: ReadonlySet<ColumnKind> = new Set<ColumnKind>([...ID_TYPES, 'enum', 'date']);

/** What a view declares, as far as its key goes. */
export interface KeyDeclaration {
  readonly view: ViewClass;
  readonly paths: readonly string[];
  readonly options: ViewOptions;
  readonly model: ModelDescription;
  readonly schema: SchemaDescription;
}

/** How the routes of a view find a row, read as `lookup` and `idType` say; `null` where no path can carry a key. */
export function defineKey(declaration: KeyDeclaration, mistakes: ConfigurationMistake[]): KeyDefinition | null {
  const { view, model, options, paths } = declaration;
  const columns = keyColumns(declaration, mistakes);
  if (!columns) return null;
  const mistake = keyMistake(declaration, columns);
  if (mistake) mistakes.push(mistake);
  if (columns.length === 0 || columns.some(({ kind }) => !PATH_KINDS.has(kind))) return null;
  const parameters = wireOf(view).hasOneId ? ['id'] : keyParameters(columns, paths);
  return Object.freeze({
    columns: Object.freeze(columns),
    parameters: Object.freeze(parameters),
    path: parameters.map((parameter) => `/:${parameter}`).join(''),
    isPrimary: options.lookup === undefined || isPrimaryKey(model, options.lookup),
  });
}

/** How the key is read, where it has one column and one of the types that `idType` names. */
export function idTypeOf(key: KeyDefinition | null): IdType | null {
  const [column, ...more] = key?.columns ?? [];
  return (more.length === 0 && ID_TYPES.find((type) => type === column?.kind)) || null;
}

function keyColumns(
  { view, options, model, schema }: KeyDeclaration,
  mistakes: ConfigurationMistake[],
): readonly ColumnDescription[] | undefined {
  const { lookup, idType } = options;
  const byPrimaryKey = lookup === undefined || isPrimaryKey(model, lookup);
  const columns = byPrimaryKey ? model.primaryKey : lookupColumn(view.name, lookup, model, schema, mistakes);
  return columns?.map((column) =>
    columns.length > 1 || idType === undefined || idType === column.kind
      ? column
      : Object.freeze({ ...column, kind: idType }),
  );
}

function isPrimaryKey({ primaryKey: [column, ...more] }: ModelDescription, lookup: string): boolean {
  return more.length === 0 && column?.path.join('.') === lookup;
}

function keyMistake(
  { view, options, model }: KeyDeclaration,
  columns: readonly ColumnDescription[],
): ConfigurationMistake | undefined {
  if (columns.length > 1 && options.idType !== undefined) {
    return {
      subject: `${view.name}: "idType"`,
      problem: `says how a key of one column is read, and the key of ${model.name} has ${String(columns.length)}.`,
      remedy: 'Remove it: each part is read by the type of its column.',
    };
  }
  const routes = GENERATED_ROUTES.filter((route) => route.inputs.includes('id') && hasRoute(options, route)).map(
    ({ method }) => method,
  );
  if (routes.length === 0) return undefined;
  if (columns.length === 0) {
    return {
      subject: `${view.name}: "model"`,
      problem: `${model.name} has no primary key, and ${routes.join(', ')} find a row by one.`,
      remedy: 'Exclude these routes: excludeRoutes: [ViewRoute.GET_ONE, ViewRoute.UPDATE, ViewRoute.DELETE].',
    };
  }
  const unfit = columns.find(({ kind }) => !PATH_KINDS.has(kind));
  if (!unfit) return undefined;
  const isPart = columns.length > 1;
  return {
    subject: `${view.name}: "${isPart ? 'model' : 'idType'}"`,
    problem: `${isPart ? 'the part' : 'the key'} ${model.name}.${unfit.path.join('.')}${isPart ? ' of the key' : ''} is of kind "${unfit.kind}", which a path cannot carry.`,
    remedy: isPart
      ? 'Exclude the routes with an id.'
      : `Set idType to one of ${ID_TYPES.join(', ')}, or exclude the routes with an id.`,
  };
}

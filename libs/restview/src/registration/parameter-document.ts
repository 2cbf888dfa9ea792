import { ApiBody, ApiParam, ApiQuery, type ApiQueryOptions } from '@nestjs/swagger';
import type { GeneratedRoute } from '../definition/generated-routes.js';
import { flagsOfRoute } from '../definition/query-flag.js';
import type { ViewClass } from '../definition/view-class.js';
import type { KeyDefinition, ResourceDefinition } from '../definition/view-definition.js';
import type { ColumnDescription } from '../model/model-description.js';
import type { ListGrammar } from '../query/list-grammar.js';
import type { ListParameter } from '../query/list-parameter.js';
import type { Operator } from '../query/operators.js';
import { columnDocument } from '../schema/document/column-document.js';
import { applicationOf } from '../schema/document/documented-application.js';
import { includeParametersOf } from './include-parameters.js';
import type { RouteDecorator } from './nest-metadata.js';

/** What a generated route takes: the key, list parameters, flags and the body. */
export function parametersOf(
  view: ViewClass,
  { inputs, action, method }: GeneratedRoute,
  resource: ResourceDefinition,
): RouteDecorator[] {
  const { key, create, update, list, dialect, queryFlags } = resource;
  const offered = inputs.includes('query')
    ? dialect.parameters(list)
    : [
        ...(action === 'delete' ? [] : includeParametersOf(resource)),
        ...(list.extraQueryParams.length > 0
          ? dialect.parameters(list).filter(({ name }) => list.extraQueryParams.includes(name))
          : []),
      ];
  return [
    ...(inputs.includes('id') ? keyParameters(view, 'id', key) : []),
    ...offered.map((parameter) => queryParameter(view, parameter, list)),
    ...flagsOfRoute(queryFlags, method).map((name) => {
      const description = queryFlags[name]?.description ?? '';
      return ApiQuery({ name, description, required: false, schema: { type: 'boolean', default: false } });
    }),
    ...(inputs.includes('body') ? [ApiBody({ type: action === 'create' ? create.schema : update.schema })] : []),
  ];
}

/** A parameter of the query. */
export function queryParameter(view: ViewClass, parameter: ListParameter, list: ListGrammar): RouteDecorator {
  const { name, description } = parameter;
  const schema = parameterSchema(parameter, list, narrowingFor(view));
  return ApiQuery({ name, description, required: false, ...schema });
}

type ParameterSchema = Pick<Extract<ApiQueryOptions, { schema?: unknown }>, 'style' | 'explode' | 'schema'>;
type Narrowing = (column: ColumnDescription) => ColumnDescription;

const LISTED: readonly Operator[] = ['in', 'not_in', 'between'];

/** Several values of one parameter are one text with commas, or the parameter is repeated, as its dialect has it. */
function parameterSchema(
  { schema, filter, isList, isRepeated = false }: ListParameter,
  { limits }: ListGrammar,
  narrowed: Narrowing,
): ParameterSchema {
  const several = { style: 'form' as const, explode: isRepeated };
  if (!filter) return { ...(isList && several), schema: { ...schema } };
  const { operator, column } = filter;
  if (operator === 'isnull') return { schema: { type: 'boolean' } };
  if (/contains|with$/.test(operator)) return { schema: { type: 'string', minLength: 1 } };
  const one: Readonly<Record<string, unknown>> = { ...columnDocument(narrowed(column)) };
  if (!LISTED.includes(operator)) return { schema: { ...one } };
  const [minItems, maxItems] = operator === 'between' ? ([2, 2] as const) : ([1, limits.maxValues] as const);
  return { ...several, schema: { type: 'array', items: one, minItems, maxItems } };
}

/** The segments of a key; under another name than `id` a key is one segment. */
export function keyParameters(
  view: ViewClass,
  name: string,
  key: KeyDefinition | null | undefined,
): readonly RouteDecorator[] {
  const { columns = [], parameters = [] } = key ?? {};
  const narrowed = narrowingFor(view);
  const [column, ...more] = columns;
  if (more.length === 0) return [ApiParam({ name, schema: keySchema(column && narrowed(column)) })];
  if (name === 'id' && parameters.length > 1) {
    return columns.map((part, index) =>
      ApiParam({ name: parameters[index] ?? name, schema: keySchema(narrowed(part)) }),
    );
  }
  const description = `The key as one text, such as ${columns.map((_, index) => String(index + 1)).join('/')}.`;
  return [ApiParam({ name, description, schema: { type: 'string' } })];
}

/** What the document says of a value in a path. */
function keySchema(column: ColumnDescription | undefined): Record<string, unknown> {
  return column ? { ...columnDocument(column) } : { type: 'string' };
}

/** The limits that the database of the application adds to columns. */
function narrowingFor(view: ViewClass): Narrowing {
  const application = applicationOf(view);
  return (column) => application?.narrowed(column) ?? column;
}

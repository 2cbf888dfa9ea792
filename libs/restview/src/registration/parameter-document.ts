import { ApiBody, ApiParam, ApiQuery, type ApiQueryOptions } from '@nestjs/swagger';
import type { GeneratedRoute } from '../definition/generated-routes.js';
import { flagsOfRoute } from '../definition/query-flag.js';
import type { KeyDefinition, ResourceDefinition } from '../definition/view-definition.js';
import type { ColumnDescription } from '../model/model-description.js';
import type { ListParameter } from '../query/list-parameters.js';
import { columnDocument } from '../schema/document/column-document.js';
import { includeParametersOf } from './include-parameters.js';
import type { RouteDecorator } from './nest-metadata.js';

/** What a generated route takes: the key, list parameters, flags and the body. */
export function parametersOf(
  { inputs, action, method }: GeneratedRoute,
  resource: ResourceDefinition,
): RouteDecorator[] {
  const { key, create, update, list, dialect, queryFlags } = resource;
  const offered = inputs.includes('query')
    ? dialect.parameters(list)
    : [
        ...(action === 'delete' ? [] : includeParametersOf(resource)),
        ...dialect.parameters(list).filter(({ name }) => list.extraQueryParams.includes(name)),
      ];
  return [
    ...(inputs.includes('id') ? keyParameters('id', key) : []),
    ...offered.map((parameter) => {
      const { name, description } = parameter;
      return ApiQuery({ name, description, required: false, ...parameterSchema(parameter) });
    }),
    ...flagsOfRoute(queryFlags, method).map((name) => {
      const description = queryFlags[name]?.description ?? '';
      return ApiQuery({ name, description, required: false, schema: { type: 'boolean', default: false } });
    }),
    ...(inputs.includes('body') ? [ApiBody({ type: action === 'create' ? create.schema : update.schema })] : []),
  ];
}

type ParameterSchema = Pick<Extract<ApiQueryOptions, { schema?: unknown }>, 'style' | 'explode' | 'schema'>;

/** A filter by several values is one text with commas between them, as `style: form` without `explode` has it. */
function parameterSchema({ schema, filter, isList }: ListParameter): ParameterSchema {
  if (!filter) return { ...(isList && { style: 'form', explode: false }), schema: { ...schema } };
  const { operator, column } = filter;
  if (operator === 'isnull') return { schema: { type: 'boolean' } };
  if (/contains|with$/.test(operator)) return { schema: { type: 'string', minLength: 1 } };
  const items: Readonly<Record<string, unknown>> = { ...columnDocument(column) };
  const isPair = operator === 'between';
  return {
    style: 'form',
    explode: false,
    schema: { type: 'array', items, ...(isPair ? { minItems: 2, maxItems: 2 } : { minItems: 1 }) },
  };
}

/** The segments of a key; under another name than `id` a key is one segment. */
export function keyParameters(name: string, key: KeyDefinition | null | undefined): RouteDecorator[] {
  const { columns = [], parameters = [] } = key ?? {};
  const [column, ...more] = columns;
  if (more.length === 0) return [ApiParam({ name, schema: keySchema(column) })];
  if (name === 'id') return columns.map((part, index) => keyParameter(parameters[index] ?? name, part));
  const description = `The key as one text, such as ${parameters.map((_, index) => String(index + 1)).join('/')}.`;
  return [ApiParam({ name, description, schema: { type: 'string' } })];
}

function keyParameter(name: string, column: ColumnDescription): RouteDecorator {
  return ApiParam({ name, schema: keySchema(column) });
}

interface KeySchema {
  readonly type: 'integer' | 'number' | 'string';
  readonly format?: string;
  readonly enum?: (string | number)[];
}

function keySchema(column: ColumnDescription | undefined): KeySchema {
  switch (column?.kind) {
    case 'integer':
      return { type: 'integer' };
    case 'bigint':
      return { type: 'string', format: 'int64' };
    case 'uuid':
    case 'date':
      return { type: 'string', format: column.kind };
    case 'enum': {
      const { enumValues = [] } = column;
      return {
        type: enumValues.every((value) => typeof value === 'number') ? 'number' : 'string',
        enum: [...enumValues],
      };
    }
    default:
      return { type: 'string' };
  }
}

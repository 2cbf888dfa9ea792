import { getSchemaPath } from '@nestjs/swagger';
import { labelOf } from '../definition/operation-ids.js';
import { wireOf } from '../definition/view-wire.js';
import type { ViewClass } from '../definition/view-class.js';
import type { ResourceDefinition, RouteDefinition, ViewDefinition } from '../definition/view-definition.js';
import { columnDocument } from '../schema/document/column-document.js';
import { applicationOf } from '../schema/document/documented-application.js';
import { referencedResource } from '../schema/document/resource-refs.js';
import { componentName, type PropertyDocument } from '../schema/document/swagger-metadata.js';
import type { FieldDescription } from '../schema/schema-description.js';
import { bodyClassOf } from './body-class.js';
import { documentedId, type OperationPlace, operationPlacesOf } from './operation-places.js';

/** Where the document has {@link resourceDocument}. */
export const RESOURCE_EXTENSION = 'x-restview-resource';
/** Where it has {@link actionsDocument}. */
export const ACTIONS_EXTENSION = 'x-restview-actions';

type Json = Readonly<Record<string, unknown>>;

/** Where a resource is described, and what the document calls its operations there. */
export interface ResourcePlace {
  /** One of the places of the view. */
  readonly place: OperationPlace;
  /** The id of an operation; `undefined` for one that the document does not have. */
  readonly idOf: (route: RouteDefinition) => string | undefined;
}

/**
 * What a program needs to know of a resource to make an interface for people, as `x-restview-resource`.
 *
 * @param at - without it the only place of the view, or its first one.
 */
export function resourceDocument(
  view: ViewClass,
  definition: ViewDefinition,
  resource: ResourceDefinition,
  at = onlyPlace(view, definition),
): Json {
  const { key, list, schema } = resource;
  const { one, many } = definition.names;
  const collection = pathAt(view, definition, '/', at.place);
  return {
    name: definition.paths[0] ?? '',
    label: { one, many },
    path: collection,
    ...(key && { itemPath: pathAt(view, definition, key.path, at.place) }),
    key: (key?.columns ?? []).map((column, index) => ({
      parameter: key?.parameters[index],
      ...fieldNameOf(schema.fields, column),
      ...typeOf(columnDocument(column)),
    })),
    ...(resource.titleField !== undefined && { titleField: resource.titleField }),
    operations: operationsOf(view, definition.routes, at),
    fields: fieldsOf(resource),
    page: {
      kinds: [...list.pageKinds],
      defaultSize: list.defaultPageSize,
      maxSize: list.maxPageSize,
      envelope: resource.includePaginationMetadata,
    },
  };
}

/** What may be done with the rows of a resource besides the five operations, as `x-restview-actions`. */
export function actionsDocument(
  view: ViewClass,
  definition: ViewDefinition,
  at = onlyPlace(view, definition),
): readonly Json[] {
  const generated = new Set<string>(wireOf(view).routes.map(({ method }) => method));
  const declared = new Map(definition.resource?.actions.map((action) => [action.method, action]));
  const custom = definition.routes.filter(
    ({ method, httpMethod }) => declared.has(method) || (!generated.has(method) && WRITES.has(httpMethod)),
  );
  return custom.map((route) => {
    const operationId = at.idOf(route);
    const action = declared.get(route.method);
    const body = action ? action.body?.schema : bodyClassOf(view, route.method);
    return {
      name: route.action,
      label: action?.label ?? labelOf(route.action),
      method: route.httpMethod.toLowerCase(),
      path: pathAt(view, definition, route.path, at.place),
      on: isOnRow(route, definition) ? 'row' : 'collection',
      ...(operationId !== undefined && { operationId }),
      ...(body && { body: { $ref: getSchemaPath(componentName(body)) } }),
    };
  });
}

const WRITES: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** The route that carries both in the document: the first one that the view has. */
export function carrierOf(view: ViewClass, { routes }: ViewDefinition): string | undefined {
  return wireOf(view).routes.find(({ method }) => routes.some((route) => route.method === method))?.method;
}

function isOnRow({ path }: RouteDefinition, { resource }: ViewDefinition): boolean {
  return resource?.key ? `${path}/`.includes(`${resource.key.path}/`) : false;
}

function operationsOf(view: ViewClass, routes: readonly RouteDefinition[], { idOf }: ResourcePlace): Json {
  return Object.fromEntries(
    wireOf(view).routes.flatMap(({ method, verb }) => {
      const route = routes.find((one) => one.method === method);
      const id = route && idOf(route);
      return id === undefined ? [] : [[verb, id]];
    }),
  );
}

function onlyPlace(view: ViewClass, definition: ViewDefinition): ResourcePlace {
  const [place = NOWHERE] = operationPlacesOf(view, carrierOf(view, definition) ?? '');
  return {
    place,
    idOf: ({ method, operationId }) =>
      operationId === undefined ? undefined : documentedId(view, method, operationId),
  };
}

const NOWHERE: OperationPlace = { viewPath: '', routePath: '', version: undefined, index: 0 };

/** A path of the view as the document has it; without an application that knows more, as the view says it. */
function pathAt(view: ViewClass, definition: ViewDefinition, routePath: string, place: OperationPlace): string {
  const method = carrierOf(view, definition) ?? '';
  const [path] = applicationOf(view)?.pathsOf(view, method, { ...place, routePath }) ?? [];
  return (
    path ??
    `/${place.viewPath}${routePath}`
      .replace(/\/+/g, '/')
      .replace(/(?<=.)\/$/, '')
      .replace(/:(\w+)/g, '{$1}')
  );
}

function fieldsOf({ schema, list, dialect }: ResourceDefinition): readonly Json[] {
  const parameters = dialect.filters?.(list) ?? dialect.parameters(list);
  const searched = new Set(list.searchFields.map(({ name }) => name));
  return schema.fields.map((field) => {
    const { wireName, access, nullable, description } = field;
    const filters = parameters.flatMap(({ name, filter }) =>
      filter?.field === wireName ? [[filter.operator, name] as const] : [],
    );
    const reference = referencedResource(field, schema.model);
    return {
      name: wireName,
      ...shapeOf(field),
      access,
      nullable,
      ...(description !== undefined && { description }),
      ...(filters.length > 0 && { filters: Object.fromEntries(filters) }),
      sortable: list.fields.columns.get(wireName)?.isSortable ?? false,
      searchable: searched.has(wireName),
      ...(reference !== undefined && { resource: reference }),
    };
  });
}

function shapeOf({ nested, isList, column }: FieldDescription): Json {
  if (nested) return { type: isList ? 'array' : 'object' };
  return typeOf(column ? columnDocument(column) : {});
}

function typeOf({ type, format, enum: values }: PropertyDocument): Json {
  return {
    ...(type !== undefined && { type }),
    ...(format !== undefined && { format }),
    ...(Array.isArray(values) && { enum: values }),
  };
}

function fieldNameOf(fields: readonly FieldDescription[], { path }: { readonly path: readonly string[] }): Json {
  const field = fields.find(
    ({ column, access }) => access !== 'write-only' && column?.path.join('.') === path.join('.'),
  );
  return field ? { field: field.wireName } : {};
}

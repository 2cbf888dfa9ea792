import type { ResourceDefinition } from '../definition/view-definition.js';
import { ViewRoute } from '../definition/view-route.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { saidOperationId } from '../registration/nest-metadata.js';
import { idAtPlace, operationPlacesOf } from '../registration/operation-places.js';
import { declaredMetadata } from '../registration/own-method.js';
import { pageNameOf } from '../registration/page-document.js';
import { componentsOf, type DocumentedComponent } from '../schema/document/components-of.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import type { DiscoveredView } from './discovered-view.js';

/** What two places of an application both claim in its document: an operation, the name of a component, or a class. */
export function documentMistakes(views: readonly DiscoveredView[]): readonly ConfigurationMistake[] {
  return [...operationMistakes(views), ...componentMistakes(views), ...bodyMistakes(views)];
}

function operationMistakes(views: readonly DiscoveredView[]): readonly ConfigurationMistake[] {
  const owners = new Map<string, { readonly view: object; readonly method: string; readonly name: string }>();
  const mistakes: ConfigurationMistake[] = [];
  for (const { view, definition } of views) {
    const { name } = definition;
    for (const { id, method } of idsOf({ view, definition })) {
      const owner = owners.get(id);
      if (!owner) owners.set(id, { view, method, name });
      else if (owner.view !== view || owner.method !== method) {
        mistakes.push(operationMistake(name, method, id, `${owner.name}.${owner.method}`));
      }
    }
  }
  return mistakes;
}

function idsOf({
  view,
  definition,
}: Pick<DiscoveredView, 'view' | 'definition'>): readonly { readonly id: string; readonly method: string }[] {
  return definition.routes.flatMap(({ method, operationId }) => {
    if (operationId === undefined) return [];
    const isSaid = saidOperationId(declaredMetadata(view, method)) !== undefined;
    const ids = isSaid ? [operationId] : operationPlacesOf(view, method).map((place) => idAtPlace(operationId, place));
    return ids.map((id) => ({ id, method }));
  });
}

function operationMistake(view: string, method: string, id: string, owner: string): ConfigurationMistake {
  return {
    subject: `${view}.${method}`,
    problem: `has the operation id "${id}" in the document, which ${owner} has already.`,
    remedy: `Give ${view} names of its own, names: { one: '…', many: '…' }, or the method an @ApiOperation({ operationId: '…' }).`,
  };
}

function componentMistakes(views: readonly DiscoveredView[]): readonly ConfigurationMistake[] {
  const owners = new Map<string, DocumentedComponent & { readonly view: string }>();
  const mistakes: ConfigurationMistake[] = [];
  for (const { definition } of views) {
    for (const component of definition.resource ? componentsOfView(definition.resource, definition.routes) : []) {
      const owner = owners.get(component.name);
      if (!owner) owners.set(component.name, { ...component, view: definition.name });
      else if (owner.schema !== component.schema && owner.content !== component.content) {
        mistakes.push(componentMistake(component.name, definition.name, owner.view));
      }
    }
  }
  return mistakes;
}

/** The components that the routes of a resource bring into the document. */
function componentsOfView(
  resource: ResourceDefinition,
  routes: DiscoveredView['definition']['routes'],
): readonly DocumentedComponent[] {
  const has = (route: ViewRoute): boolean => routes.some(({ method }) => method === route);
  const { response, create, update, dialect, list, actions } = resource;
  const classes = [
    response,
    ...(has(ViewRoute.CREATE) ? [create.schema] : []),
    ...(has(ViewRoute.UPDATE) ? [update.schema] : []),
    ...actions.flatMap(({ body, response: answer }) => [
      ...(body ? [body.schema] : []),
      ...(answer ? [answer.schema] : []),
    ]),
  ];
  const components = classes.flatMap((schema) => componentsOf(schema));
  if (!has(ViewRoute.GET_MANY) || !resource.includePaginationMetadata) return components;
  // Its class is made when a document is: what it holds follows from the rows.
  const name = pageNameOf(response, dialect, list);
  return [...components, { name, schema: response, content: `${name} of ${components[0]?.content ?? ''}` }];
}

function componentMistake(name: string, view: string, owner: string): ConfigurationMistake {
  return {
    subject: view === owner ? view : `${owner} and ${view}`,
    problem: `bring two classes into the document that are both called "${name}" and differ.`,
    remedy: `Name one of them by @ApiSchema({ name: '…' }), of a read schema on that schema; a view without a schema of its own takes its name from the view, so give it the schema.`,
  };
}

/** The class of a body documents what is sent; that of rows documents what is answered, and cannot do both. */
function bodyMistakes(views: readonly DiscoveredView[]): readonly ConfigurationMistake[] {
  const resources = views.flatMap(({ definition: { name, resource } }) => (resource ? [{ name, resource }] : []));
  const readers = new Map(
    resources.flatMap(({ name, resource }) =>
      [...schemasWithin(resource.schema)].map(({ schema }) => [schema, name] as const),
    ),
  );
  return resources.flatMap(({ name, resource: { actions } }) =>
    actions.flatMap(({ verb, body }) =>
      [...(body ? schemasWithin(body.description) : [])].flatMap(({ schema }) => {
        const reader = readers.get(schema);
        if (reader === undefined) return [];
        return {
          subject: `${name}.${verb}`,
          problem: `takes a ${schema.name} in its body, by which ${reader} shows rows.`,
          remedy: 'Give the body a class of its own, with the fields that are sent.',
        };
      }),
    ),
  );
}

/** A schema and those that it nests, at any depth. */
function schemasWithin(description: SchemaDescription): ReadonlySet<SchemaDescription> {
  const found = new Set([description]);
  for (const one of found) for (const { nested } of one.fields) if (nested) found.add(nested());
  return found;
}

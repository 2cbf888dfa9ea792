import type { OpenAPIObject } from '@nestjs/swagger';
import type { ViewClass } from '../definition/view-class.js';
import type { RouteDefinition, ViewDefinition } from '../definition/view-definition.js';
import { isSaidSecure, saidOperationId } from '../registration/nest-metadata.js';
import { documentedId, idAtPlace, type OperationPlace, operationPlacesOf } from '../registration/operation-places.js';
import { declaredMetadata } from '../registration/own-method.js';
import {
  ACTIONS_EXTENSION,
  actionsDocument,
  carrierOf,
  RESOURCE_EXTENSION,
  resourceDocument,
} from '../registration/resource-document.js';
import { hasOwnGuard } from '../registration/route-problems.js';
import type { ApplicationDocument } from './application-document.js';

/** An operation of a document, with extensions. */
type Operation = Record<string, unknown>;

/** Adds to a document of an application what decorators could not tell, as {@link createDocument} has it. */
export function completeDocument(document: OpenAPIObject, application: ApplicationDocument): void {
  const views = application.discovered;
  if (application.namesOperations) for (const { view, definition } of views) nameOperations(view, definition);
  for (const { view, definition } of views) secureOperations(view, definition);
  for (const { view, definition } of views) describeResource(view, definition);

  function nameOperations(view: ViewClass, { routes }: ViewDefinition): void {
    for (const { route, place, operation } of operationsOf(view, routes)) {
      const { operationId, method } = route;
      if (operationId === undefined || saidOperationId(declaredMetadata(view, method)) !== undefined) continue;
      operation.operationId = documentedId(view, method, operationId) ?? idAtPlace(operationId, place);
    }
  }

  /** A guard of a view asks who the caller is, by the only way that the document knows. */
  function secureOperations(view: ViewClass, { routes, security }: ViewDefinition): void {
    const [scheme, ...more] = Object.keys(document.components?.securitySchemes ?? {});
    if (scheme === undefined || more.length > 0 || document.security || security.length > 0) return;
    for (const { route, operation } of operationsOf(view, routes)) {
      const told = declaredMetadata(view, route.method);
      if (hasOwnGuard(view, route.method) && !isSaidSecure(view, told)) operation.security = [{ [scheme]: [] }];
    }
  }

  function describeResource(view: ViewClass, definition: ViewDefinition): void {
    const carrier = definition.routes.filter(({ method }) => method === carrierOf(view, definition));
    for (const { place, operation } of definition.resource ? operationsOf(view, carrier) : []) {
      const idOf = (route: RouteDefinition): string | undefined => {
        const found = operationAt(view, route, { ...place, routePath: route.path })?.operationId;
        return typeof found === 'string' ? found : undefined;
      };
      const at = { place, idOf };
      const actions = actionsDocument(view, definition, at).filter(({ operationId }) => operationId !== undefined);
      operation[RESOURCE_EXTENSION] =
        definition.resource && resourceDocument(view, definition, definition.resource, at);
      operation[ACTIONS_EXTENSION] = actions.length > 0 ? actions : undefined;
    }
  }

  /** The operations that the document has of routes, at each of their places. */
  function operationsOf(
    view: ViewClass,
    routes: readonly RouteDefinition[],
  ): readonly { readonly route: RouteDefinition; readonly place: OperationPlace; readonly operation: Operation }[] {
    return routes.flatMap((route) =>
      operationPlacesOf(view, route.method).flatMap((place) => {
        const operation = operationAt(view, route, place);
        return operation ? [{ route, place, operation }] : [];
      }),
    );
  }

  function operationAt(view: ViewClass, route: RouteDefinition, place: OperationPlace): Operation | undefined {
    const [path = ''] = application.pathsOf(view, route.method, place);
    const operation: unknown = Reflect.get(document.paths[path] ?? {}, route.httpMethod.toLowerCase());
    return isOperation(operation) ? operation : undefined;
  }
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null;
}

import { Delete, Get, HttpCode, Patch, Post, Put, UseInterceptors } from '@nestjs/common';
import type { ActionDefinition } from '../definition/action-definition.js';
import { actionInputs } from '../definition/action-inputs.js';
import type { ViewClass } from '../definition/view-class.js';
import type { ResourceDefinition, RouteDefinition, ViewDefinition } from '../definition/view-definition.js';
import { answerAction } from '../view/actions/answer-action.js';
import type { RestView } from '../view/rest-view.js';
import { verbMetadata } from './declared-actions.js';
import { actionOperationId, documentAction } from './document-action.js';
import { documentMethod } from './document-method.js';
import { EntityResponses } from './entity-responses.interceptor.js';
import { decorateParameters } from './generated-parameters.js';
import { mergeMetadata } from './merge-metadata.js';
import { metadataFrom, saidOperationId } from './nest-metadata.js';
import { declaredMetadata, isWritten, ownMethod, provideMethod } from './own-method.js';

const ROUTE_DECORATORS = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete };

/**
 * Gives a view the endpoint of an action, and the endpoint its route.
 *
 * What the developer says of the verb by decorators (guards, interceptors, headers, document) holds for the endpoint; what
 * is said of an endpoint that the developer wrote wins.
 */
export function registerAction(
  view: ViewClass,
  action: ActionDefinition,
  resource: ResourceDefinition,
  draft: Omit<ViewDefinition, 'routes'>,
): RouteDefinition {
  const { verb, method, name, httpMethod, path, status } = action;
  provideMethod(view, method, endpoint(verb));
  const told = verbMetadata(view, verb);
  const decorators = [
    ROUTE_DECORATORS[httpMethod](path),
    HttpCode(status),
    // What the framework itself answers has no entities in it.
    ...(isWritten(view, method) ? [UseInterceptors(EntityResponses)] : []),
  ];
  const declared = mergeMetadata([told, declaredMetadata(view, method)]);
  const own = ownMethod(view, method, mergeMetadata([metadataFrom(decorators), told]));
  documentMethod(own, declared, () => documentAction(view, action, resource, declared, draft), resource.key);
  decorateParameters(view, method, actionInputs(action));
  const operationId = saidOperationId(declared) ?? actionOperationId(action, draft);
  return Object.freeze({ method, action: name, httpMethod, path, operationId });
}

function endpoint(verb: string) {
  return function (this: RestView<object>, ...inputs: unknown[]): Promise<unknown> {
    return answerAction(this, verb, inputs);
  };
}

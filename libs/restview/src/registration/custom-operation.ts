import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { customOperationId, labelOf } from '../definition/operation-ids.js';
import type { ViewDefinition } from '../definition/view-definition.js';
import type { MethodMetadata } from './nest-metadata.js';

/** What a route that a developer wrote is called in the document. */
export interface CustomOperation {
  /** Absent where the route answers to every HTTP method: each of them is an operation then. */
  readonly operationId?: string;
  readonly summary: string;
  /** Its path has the key of a row. */
  readonly isOnRow: boolean;
}

/** Names a route by its method and the view: `archive` on a row of users is `archiveUser`. */
export function customOperation(
  method: string,
  told: MethodMetadata,
  { names, resource }: Pick<ViewDefinition, 'names' | 'resource'>,
): CustomOperation {
  const isOnRow = takesKey(told, resource?.key?.parameters ?? []);
  const operationId = customOperationId(method, names, isOnRow);
  const isAny = told.get(METHOD_METADATA) === RequestMethod.ALL;
  return { ...(!isAny && { operationId }), summary: labelOf(operationId), isOnRow };
}

function takesKey(told: MethodMetadata, parameters: readonly string[]): boolean {
  const segments = [told.get(PATH_METADATA)].flat().flatMap((path) => String(path).split('/'));
  return ['id', ...parameters].some((name) => segments.includes(`:${name}`));
}

import { DECORATORS } from '@nestjs/swagger';
import type { KeyDefinition } from '../definition/view-definition.js';
import { Late, lateList, lateRecord } from './late-metadata.js';
import { mergeMetadata } from './merge-metadata.js';
import {
  type ControllerMethod,
  metadataFrom,
  type MethodMetadata,
  type RouteDecorator,
  routePathsOf,
  tell,
} from './nest-metadata.js';

const LISTS = [DECORATORS.API_PARAMETERS, DECORATORS.API_EXTRA_MODELS, DECORATORS.API_SECURITY];
const RECORDS = [DECORATORS.API_OPERATION, DECORATORS.API_RESPONSE, DECORATORS.API_EXTENSION];

/**
 * Describes a route in the document, under what is told of it. The description is asked for when a document is made.
 *
 * @param told - what decorators say of the method; it wins.
 */
export function documentMethod(
  method: ControllerMethod,
  told: MethodMetadata,
  describe: () => readonly RouteDecorator[],
  key: KeyDefinition | null | undefined,
): void {
  const merged = new Late(() => withoutStrays(mergeMetadata([metadataFrom(describe()), told]), method, key));
  tell(method, new Map(LISTS.map((name) => [name, lateList(merged, name)])));
  tell(method, new Map(RECORDS.map((name) => [name, lateRecord(merged, name)])));
}

/** What is said of the path's parameter `id` is of no view whose paths have the parts of a key instead. */
function withoutStrays(
  metadata: MethodMetadata,
  method: ControllerMethod,
  key: KeyDefinition | null | undefined,
): MethodMetadata {
  const hasId = key?.parameters.includes('id') ?? true;
  const parameters = metadata.get(DECORATORS.API_PARAMETERS);
  if (hasId || !Array.isArray(parameters)) return metadata;
  if (routePathsOf(method).some((path) => path.split('/').includes(':id'))) return metadata;
  const rest = parameters.filter((parameter: unknown) => !isIdInPath(parameter));
  return new Map([...metadata, [DECORATORS.API_PARAMETERS, rest]]);
}

function isIdInPath(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  return Reflect.get(item, 'in') === 'path' && Reflect.get(item, 'name') === 'id';
}

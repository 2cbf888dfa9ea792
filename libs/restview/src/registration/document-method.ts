import { DECORATORS } from '@nestjs/swagger';
import type { KeyDefinition } from '../definition/view-definition.js';
import { late, lateList, lateRecord } from './late-metadata.js';
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
  const merged = late(() => mergeMetadata([metadataFrom(describe()), told]));
  const lists = LISTS.map((name) => [name, late(() => withoutStrays(listIn(merged(), name), method, key))] as const);
  const records = RECORDS.map((name) => [name, late(() => recordIn(merged(), name))] as const);
  tell(method, new Map(lists.map(([name, make]) => [name, lateList(make)])));
  tell(method, new Map(records.map(([name, make]) => [name, lateRecord(make)])));
}

function listIn(metadata: MethodMetadata, key: string): readonly unknown[] {
  const value = metadata.get(key);
  return Array.isArray(value) ? value : [];
}

/** What is said of the path's parameter `id` is of no view whose paths have the parts of a key instead. */
function withoutStrays(
  list: readonly unknown[],
  method: ControllerMethod,
  key: KeyDefinition | null | undefined,
): readonly unknown[] {
  const hasId = key?.parameters.includes('id') ?? true;
  if (hasId || routePathsOf(method).some((path) => path.split('/').includes(':id'))) return list;
  return list.filter((item) => !isIdInPath(item));
}

function isIdInPath(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  return Reflect.get(item, 'in') === 'path' && Reflect.get(item, 'name') === 'id';
}

function recordIn(metadata: MethodMetadata, key: string): Readonly<Record<string, unknown>> {
  const value = metadata.get(key);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

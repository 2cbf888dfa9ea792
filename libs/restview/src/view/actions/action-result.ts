import { ConfigurationError } from '../../errors/configuration-error.js';
import type { ActionDefinition } from '../../definition/action-definition.js';
import { isEntityClass } from '../../model/entity-class.js';
import type { BoundView } from '../bound-view.js';
import { primaryKeyOf } from '../key-values.js';

/** What the verb of an action gave back, held against what the action says of its answer. */
export type ActionResult<Entity extends object> =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'row'; readonly row: Entity }
  | { readonly kind: 'rows'; readonly rows: readonly Entity[] }
  | { readonly kind: 'object'; readonly object: object }
  | { readonly kind: 'list'; readonly list: readonly object[] };

/**
 * Reads what a verb or a handler gave back.
 *
 * @param loaded - the row that the action is about: what stands for a verb that returns nothing.
 * @throws {@link ConfigurationError} for what the answer would not be allowed to show.
 */
export function readResult<Entity extends object>(
  bound: BoundView<Entity>,
  action: ActionDefinition,
  returned: unknown,
  loaded: Entity | undefined,
): ActionResult<Entity> {
  const { response, creates } = action;
  const isRow = (value: unknown): value is Entity => isRowOf(bound, value);
  if (!response) {
    if (returned === undefined || (loaded && isRow(returned))) return { kind: 'nothing' };
    throw misfit(
      bound,
      action,
      'returned something, and answers without content',
      'Say what it answers with by the option "response".',
    );
  }
  if (response.isList) {
    if (Array.isArray(returned)) {
      const items: readonly unknown[] = returned;
      if (response.isOfView && items.every(isRow)) return { kind: 'rows', rows: items };
      if (!response.isOfView && items.every(isObject)) return { kind: 'list', list: items };
    }
    throw misfit(
      bound,
      action,
      `has to return a list of ${nameOf(bound, action)}`,
      'Return one, or change the option "response".',
    );
  }
  if (!response.isOfView) {
    if (isObject(returned)) return { kind: 'object', object: returned };
    throw misfit(
      bound,
      action,
      `has to return a ${nameOf(bound, action)}`,
      'Return one, or change the option "response".',
    );
  }
  if (returned === undefined && loaded && !creates) return { kind: 'row', row: loaded };
  if (!isRow(returned)) {
    throw misfit(
      bound,
      action,
      `has to return a ${nameOf(bound, action)}`,
      'Return one, or say what it answers with by the option "response".',
    );
  }
  if (loaded && !creates && action.httpMethod !== 'GET' && !isSame(bound, returned, loaded)) {
    throw misfit(
      bound,
      action,
      `returned another ${nameOf(bound, action)} than it was given`,
      'Add "creates: true" for an action that makes a row, or answer by a class of its own.',
    );
  }
  return { kind: 'row', row: returned };
}

/** Refuses rows in fields that no schema describes: they would show every column that was loaded. */
export function refuseRows<Entity extends object>(
  bound: BoundView<Entity>,
  action: ActionDefinition,
  object: object,
): void {
  for (const { property, nested, access } of action.response?.description.fields ?? []) {
    if (nested || access === 'write-only') continue;
    const row = rowIn(Reflect.get(object, property), 0);
    if (row === undefined) continue;
    throw misfit(
      bound,
      action,
      `returned a ${row} in "${property}", which says nothing of its columns`,
      'Mark the field @Nested(() => X), X being the schema of the row.',
    );
  }
}

const DEEPEST = 8;

function rowIn(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  if (isEntityClass(value.constructor)) return value.constructor.name;
  if (depth >= DEEPEST) return undefined;
  const inner: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const one of inner) {
    const found = rowIn(one, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRowOf<Entity extends object>({ model }: BoundView<Entity>, value: unknown): value is Entity {
  const { target } = model.metadata;
  return typeof target === 'function' && value instanceof target;
}

function isSame<Entity extends object>(bound: BoundView<Entity>, one: Entity, other: Entity): boolean {
  return one === other || JSON.stringify(primaryKeyOf(bound, one)) === JSON.stringify(primaryKeyOf(bound, other));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf<Entity extends object>({ model }: BoundView<Entity>, { response }: ActionDefinition): string {
  return response?.isOfView ? model.description.name : (response?.description.name ?? 'nothing');
}

function misfit<Entity extends object>(
  { definition }: BoundView<Entity>,
  { verb }: ActionDefinition,
  problem: string,
  remedy: string,
): ConfigurationError {
  return new ConfigurationError({ subject: `${definition.name}.${verb}`, problem: `${problem}.`, remedy });
}

import type { Key } from '../key-values.js';
import type { ViewContext } from '../view-context.js';

/** A view, by what it finds. */
export interface FindingView {
  getOne(id: Key, context: ViewContext): Promise<object>;
}

/** The entity of a view. */
export type EntityOfView<View> = View extends { getOne(id: Key, context: ViewContext): Promise<infer Entity> }
  ? Entity
  : never;

/**
 * What the action with a verb is called with: `id` for one on a row, `data` for one with a body.
 *
 * @public
 */
export type ActionInput<View, Verb extends keyof View> = View[Verb] extends (...inputs: infer Inputs) => unknown
  ? InputOf<EntityOfView<View>, Inputs>
  : never;

type InputOf<Entity, Inputs extends readonly unknown[]> = Inputs extends readonly [unknown, infer Data, unknown]
  ? { readonly id: Key; readonly data: Data }
  : Inputs extends readonly [infer First, infer Second]
    ? Second extends ViewContext
      ? FirstOf<Entity, First>
      : { readonly id: Key; readonly data: Second }
    : Inputs extends readonly [infer Only]
      ? Only extends ViewContext
        ? Readonly<Record<string, never>>
        : FirstOf<Entity, Only>
      : { readonly id?: Key; readonly data?: object };

/** The row, or the data of an action on the collection; a class that a row would fit could be either. */
type FirstOf<Entity, First> = Entity extends First
  ? First extends Entity
    ? { readonly id: Key }
    : { readonly id: Key } | { readonly data: First }
  : { readonly data: First };

/**
 * What the handler of the action with a verb gives: what the verb returns; the row of an action on a row that returns
 * nothing.
 *
 * @public
 */
export type ActionOutcome<View, Verb extends keyof View> = View[Verb] extends (
  ...inputs: infer Inputs
) => infer Returned
  ? Inputs extends readonly [infer First, ...unknown[]]
    ? EntityOfView<View> extends First
      ? RowOr<EntityOfView<View>, Awaited<Returned>>
      : Awaited<Returned>
    : Awaited<Returned>
  : never;

// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a verb without `return` gives nothing
type RowOr<Entity, Returned> = [Returned] extends [void]
  ? Entity
  : Exclude<Returned, undefined> extends Entity
    ? Entity
    : Returned;

import type { ViewContext } from '../view-context.js';

const included = new WeakMap<object, Map<object, readonly string[]>>();
const NONE: readonly string[] = Object.freeze([]);

/** Keeps the optional relations that a request asks of one view; those of other views, called on the way, are theirs. */
export function includeRelations(request: object, bound: object, paths: readonly string[]): void {
  const byView = included.get(request) ?? new Map<object, readonly string[]>();
  included.set(request, byView.set(bound, paths));
}

/** The public paths of the optional relations that a view's answer to a request has. */
export function includedRelations(bound: object, { request }: Pick<ViewContext, 'request'>): readonly string[] {
  return (request && included.get(request)?.get(bound)) ?? NONE;
}

import { type QueryParameters, queryParametersOf } from '../query/query-parameters.js';
import { type RestviewRequest, urlOf } from './caller.js';
import type { ViewContext } from './view-context.js';

const kept = new WeakMap<RestviewRequest, QueryParameters>();

/** Keeps the parameters of a request that are not all in its URL as such. */
export function keepParameters(request: RestviewRequest, parameters: QueryParameters): void {
  kept.set(request, parameters);
}

/**
 * Whether the request of a context sets a flag of the view's (option `queryFlags`); `false` outside HTTP.
 *
 * Ask it in an endpoint: a handler may be called with the context of another view's request.
 *
 * @example
 * override getManyEndpoint(query: ListQuery, context: ViewContext) {
 *   if (queryFlag(context, 'with_drafts')) throw new Forbidden('Drafts are not ready to be seen.');
 *   return super.getManyEndpoint(query, context);
 * }
 *
 * @public
 */
export function queryFlag({ request }: ViewContext, name: string): boolean {
  if (!request) return false;
  const parameters = kept.get(request) ?? queryParametersOf(urlOf(request));
  return parameters.get(name)?.[0] === 'true';
}

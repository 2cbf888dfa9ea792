import { queryParametersOf } from '../query/query-parameters.js';
import { urlOf } from './caller.js';
import type { ViewContext } from './view-context.js';

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
  return request !== undefined && queryParametersOf(urlOf(request)).get(name)?.[0] === 'true';
}

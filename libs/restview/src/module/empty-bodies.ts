import { hasContent } from '../registration/json-body.js';
import type { RestviewRequest } from '../view/caller.js';

type Hook = (request: FastifyLikeRequest, reply: object, done: () => void) => void;
type FastifyLikeRequest = Omit<RestviewRequest, 'headers'> & { readonly headers: Record<string, string | undefined> };

/**
 * Lets requests without a body through that name the type of one, as many HTTP clients do with DELETE.
 *
 * Fastify refuses them before any route is asked, Express does not. Does nothing on platforms without such hooks.
 */
export function allowEmptyBodies(instance: unknown, isOurs: (request: FastifyLikeRequest) => boolean): void {
  if (!hasHooks(instance)) return;
  instance.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request;
    if (headers['content-type'] !== undefined && !hasContent(headers) && isOurs(request)) {
      delete headers['content-type'];
    }
    done();
  });
}

function hasHooks(instance: unknown): instance is { addHook(name: 'onRequest', hook: Hook): void } {
  return typeof instance === 'object' && instance !== null && 'addHook' in instance;
}

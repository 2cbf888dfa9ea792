import type { InstanceActionOptions, InstanceWriteOptions } from '../definition/action-options.js';
import type { Exactly, InstanceActionDecorator } from './action-decorator.js';
import { declareAction } from './declared-actions.js';

/**
 * Makes a method of a view an action on one row: `POST /:id/publish`.
 *
 * The method is the verb, the domain step: it gets the row, loaded through the scope and allowed by the policy; the
 * checked body, if there is one; and the context. Unless it is a GET it runs in the write bracket, and what it changes on
 * the row is stored. The answer is the row by the read schema, unless `response` says otherwise.
 *
 * An override without the decorator keeps the route, one with it has a new one. The other tiers are `publishEndpoint` and
 * `handlePublish`: declare them on the view to replace what the framework does there.
 *
 * @param path - the words below the key, such as `publish`.
 * @throws {@link ConfigurationError} on a class that does not extend `RestView`; what else is wrong stops the start.
 * @example
 * @InstanceAction('publish', { body: PublishInput })
 * publish(post: Post, data: PublishInput, context: WriteContext) {
 *   post.status = 'published';
 * }
 *
 * @public
 */
export function InstanceAction<const Options extends InstanceActionOptions = InstanceWriteOptions>(
  path: string,
  options?: Exactly<Options, InstanceActionOptions>,
): InstanceActionDecorator<Options> {
  return declareAction('instance', path, options ?? {});
}

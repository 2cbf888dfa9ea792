import type { CollectionActionOptions, CollectionWriteOptions } from '../definition/action-options.js';
import type { CollectionActionDecorator, Exactly } from './action-decorator.js';
import { declareAction } from './declared-actions.js';

/**
 * Makes a method of a view an action on the collection: `POST /import`.
 *
 * The method is the verb, the domain step: it gets the checked body, if there is one, and the context. Unless it is a GET
 * it runs in the write bracket. The answer is what `response` says; the row that it returns, with `creates`; else nothing.
 *
 * @param path - the words below the path of the view, such as `import`.
 * @throws {@link ConfigurationError} on a class that does not extend `RestView`; what else is wrong stops the start.
 * @example
 * @CollectionAction('import', { body: ImportInput, creates: true, response: 'rows' })
 * async import(data: ImportInput, context: WriteContext) {
 *   return Promise.all(data.titles.map((title) => this.saveObject(Object.assign(new Post(), { title }), context)));
 * }
 *
 * @public
 */
export function CollectionAction<const Options extends CollectionActionOptions = CollectionWriteOptions>(
  path: string,
  options?: Exactly<Options, CollectionActionOptions>,
): CollectionActionDecorator<Options> {
  return declareAction('collection', path, options ?? {});
}

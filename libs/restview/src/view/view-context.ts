import type { EntityManager } from 'typeorm';
import type { RestviewCaller, RestviewRequest } from './caller.js';

/**
 * What an operation knows of its surroundings: the last argument of every handler, verb and seam.
 *
 * A view is one object for all requests, so nothing about a request may be kept on `this`.
 *
 * @public
 */
export interface ViewContext {
  /** Who asks, as the module option `caller` or {@link systemContext} says. */
  readonly caller: RestviewCaller;
  /** The platform's request; `undefined` outside HTTP. */
  readonly request: RestviewRequest | undefined;
  /** Reads and writes of the operation go through this manager; in a write it is bound to the transaction. */
  readonly manager: EntityManager;
  /** One of the five {@link Action} names, or the name of the custom action. */
  readonly action: string;
  /** Sets a header of the response; does nothing outside HTTP. */
  setHeader(name: string, value: string): void;
  /** Adds to a header that is a list, whatever it has already; does nothing outside HTTP. */
  appendHeader(name: string, value: string): void;
}

/**
 * The context of a write: its manager is bound to the transaction that the write bracket opened.
 *
 * What is done through `manager` is committed or rolled back with the write. Pass this context on to handlers of other
 * views, and their writes become part of this one.
 *
 * @public
 */
export interface WriteContext extends ViewContext {
  /** Tells a write context from others. */
  readonly isTransactional: true;
}

import type { SchemaClass } from '../schema/schema-class.js';

/**
 * What both kinds of actions take besides body, method and response.
 *
 * @public
 */
export interface ActionOptions {
  /** What guards, `authorize` and the hooks are told. Default: the name of the method. */
  readonly action?: string;
  /** The name for people, such as that of a button. Default: by the name of the method, `markAsRead` is "Mark as read". */
  readonly label?: string;
  /** What it does, for the document. */
  readonly description?: string;
  /** The status of the success, from 200 to 299. Default: 201 for rows that were made, 204 for no content, else 200. */
  readonly status?: number;
  /** Further problems that it answers with, by status: in words, or `true` for the usual ones. */
  readonly problems?: Readonly<Record<number, string | true>>;
}

/**
 * The HTTP methods of actions that run in the write bracket.
 *
 * @public
 */
export type WriteMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * What an action answers with: a row of the view by its read schema, a list of them, what a class shows of an object or
 * of a list of objects, or (`null`) nothing.
 *
 * @public
 */
export type ActionResponse = 'row' | 'rows' | SchemaClass | readonly [SchemaClass] | null;

/**
 * What `@InstanceAction` takes.
 *
 * @public
 */
export type InstanceActionOptions = InstanceWriteOptions | ReadActionOptions;

/**
 * What `@CollectionAction` takes.
 *
 * @public
 */
export type CollectionActionOptions = CollectionWriteOptions | ReadActionOptions;

/**
 * An action that runs in the write bracket.
 *
 * @public
 */
export interface CollectionWriteOptions extends ActionOptions {
  /** The HTTP method. Default: `POST`. */
  readonly method?: WriteMethod;
  /** The class of the body, with marks and validators; without it a body is refused. */
  readonly body?: SchemaClass;
  /** What it answers with. Default: the row, of an action on a row and of one that makes one; else nothing, 204. */
  readonly response?: ActionResponse;
  /** What it returns is made by it: 201, with the `Location` of a single row; 403 for one that the caller could not see. */
  readonly creates?: boolean;
}

/**
 * An action on a row that runs in the write bracket.
 *
 * @public
 */
export interface InstanceWriteOptions extends CollectionWriteOptions {
  /** Locks the row before it is loaded, so that of two actions at a time the second one sees what the first one did. Default: `false`. */
  readonly lock?: boolean;
}

/**
 * An action that reads: without a body, and without the write bracket.
 *
 * @public
 */
export interface ReadActionOptions extends ActionOptions {
  /** The HTTP method. */
  readonly method: 'GET';
  /** What it answers with. Default: the row, of an action on a row. */
  readonly response?: ActionResponse;
  /** A GET has no body. */
  readonly body?: never;
  /** A GET makes nothing. */
  readonly creates?: never;
  /** A GET locks nothing. */
  readonly lock?: never;
}

/** All that a developer may say of an action, whatever its kind; the decorators allow what goes together. */
export interface AnyActionOptions extends ActionOptions {
  readonly method?: 'GET' | WriteMethod;
  readonly body?: SchemaClass;
  readonly response?: ActionResponse;
  readonly creates?: boolean;
  readonly lock?: boolean;
}

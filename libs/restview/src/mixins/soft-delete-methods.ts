import type { Key } from '../view/key-values.js';
import type { ViewContext, WriteContext } from '../view/view-context.js';

/**
 * What `SoftDelete` opens.
 *
 * @public
 */
export interface SoftDeleteOptions {
  /** Lists and single rows take `include_deleted=true`, and `mayIncludeDeleted` decides who may ask so. */
  readonly includeDeleted?: boolean;
  /** There is `DELETE /:id/permanently`, which removes a deleted row for good. */
  readonly purge?: boolean;
}

/**
 * What `SoftDelete` adds to a view.
 *
 * @public
 */
export interface SoftDeleteMethods<Entity extends object> {
  /** Whether the caller may ask for deleted rows by `include_deleted=true`. Default: nobody may, 403. */
  mayIncludeDeleted(context: ViewContext): boolean | Promise<boolean>;
  /** `POST /:id/restore`: takes a deletion back; 200 with the row. */
  restoreEndpoint(id: Key, context: ViewContext): Promise<unknown>;
  /** Finds the deleted row in the scope, asks the policy and restores it, in the write bracket; the action is `restore`. */
  handleRestore(id: Key, context: ViewContext): Promise<Entity>;
  /** Restores a deleted row that is loaded; 409 `not_deleted` for a live one. */
  restore(entity: Entity, context: WriteContext): Promise<void>;
  /** `DELETE /:id/permanently`: removes a deleted row for good; 204. A route with the option `purge` only. */
  purgeEndpoint(id: Key, context: ViewContext): Promise<unknown>;
  /** Finds the deleted row in the scope, asks the policy and removes it, in the write bracket; the action is `purge`. */
  handlePurge(id: Key, context: ViewContext): Promise<Entity>;
  /** Removes the row of a deleted entity that is loaded; 409 `not_deleted` for a live one. */
  purge(entity: Entity, context: WriteContext): Promise<void>;
}

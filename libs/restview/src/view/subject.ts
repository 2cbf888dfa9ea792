import type { ListQuery } from '../query/list-query.js';
import type { UpdateOf } from '../schema/input/input-types.js';

/**
 * What `authorize` decides about.
 *
 * `entity` is the loaded row: of getOne, update, delete and of custom actions on a row. `data` is the checked body of a
 * create or update; on an update just the fields that the client sent. Of a custom action it is what its body class
 * describes: `data instanceof PublishInput` tells. `query` is the list query of getMany.
 *
 * @public
 */
export interface Subject<Entity extends object, Schema extends object = Partial<Entity>> {
  /** The loaded row. */
  readonly entity?: Entity;
  /** The checked body. */
  readonly data?: UpdateOf<Schema>;
  /** The list query. */
  readonly query?: ListQuery;
}

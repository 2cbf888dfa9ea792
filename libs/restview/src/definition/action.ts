/**
 * The names of the five generated actions, as `authorize` and the hooks receive them.
 *
 * Actions are an open set: a custom action has a name of its own, such as `archive`.
 *
 * @public
 */
export const Action = {
  GET_MANY: 'getMany',
  GET_ONE: 'getOne',
  CREATE: 'create',
  UPDATE: 'update',
  DELETE: 'delete',
} as const;

/**
 * One of the five generated actions.
 *
 * @public
 */
export type Action = (typeof Action)[keyof typeof Action];

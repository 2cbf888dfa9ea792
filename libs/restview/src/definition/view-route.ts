/**
 * The five generated routes, each named by its endpoint method; for `routes` and `excludeRoutes`.
 *
 * @public
 */
export const ViewRoute = {
  GET_MANY: 'getManyEndpoint',
  GET_ONE: 'getOneEndpoint',
  CREATE: 'createEndpoint',
  UPDATE: 'updateEndpoint',
  DELETE: 'deleteEndpoint',
} as const;

/**
 * The endpoint method of one of the five generated routes.
 *
 * @public
 */
export type ViewRoute = (typeof ViewRoute)[keyof typeof ViewRoute];

/**
 * The generated routes, each named by its endpoint method; for `routes` and `excludeRoutes`.
 *
 * @public
 */
export const ViewRoute = {
  GET_MANY: 'getManyEndpoint',
  GET_ONE: 'getOneEndpoint',
  CREATE: 'createEndpoint',
  UPDATE: 'updateEndpoint',
  /** `PUT /:id`, which only views that extend `ReactAdminView` have; closed wherever `UPDATE` is. */
  REPLACE: 'replaceEndpoint',
  DELETE: 'deleteEndpoint',
} as const;

/**
 * The endpoint method of one of the generated routes.
 *
 * @public
 */
export type ViewRoute = (typeof ViewRoute)[keyof typeof ViewRoute];

/**
 * What an answer holds: one row, a list, or nothing. `toResponse` decides by it.
 *
 * @public
 */
export const ResponseShape = {
  SINGLE: 'single',
  LISTING: 'listing',
  EMPTY: 'empty',
} as const;

/**
 * What an answer holds.
 *
 * @public
 */
export type ResponseShape = (typeof ResponseShape)[keyof typeof ResponseShape];

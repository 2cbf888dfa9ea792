/** The parameters of a list in the standard grammar that are no filters. */
export const LIST_PARAMETERS: readonly string[] = Object.freeze([
  ...['page', 'page_size', 'cursor', 'include_total'],
  ...['sort', 'q', 'fields', 'include', 'and', 'or', 'not'],
]);

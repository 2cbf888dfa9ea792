/** One term of an ordering. */
export interface SortTerm {
  /** Property path from the entity, such as `['name']`. */
  readonly path: readonly string[];
  readonly direction: 'asc' | 'desc';
}

/**
 * What a client asks of a list: already checked, plain and frozen.
 *
 * Only a parser makes one; {@link applyListQuery} is its reader. `authorize` and `getMany` receive it.
 *
 * @public
 */
export interface ListQuery {
  /** The page, counted from 1. */
  readonly page: number;
  /** Rows of a page; `null` when the list is not cut into pages. */
  readonly pageSize: number | null;
  readonly sort: readonly SortTerm[];
  /** The view's own parameters (`extraQueryParams`) that the client sent, each with all its values, as text. */
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

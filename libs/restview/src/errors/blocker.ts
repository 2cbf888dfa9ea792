/**
 * Rows that stand in the way of a delete: those of one view that refer to the row by one field.
 *
 * @public
 */
export interface Blocker {
  /** The name of the view that serves the rows, such as `OrderView`. */
  readonly view: string;
  /** Its path, without a slash in front, such as `orders`. */
  readonly path: string;
  /** The field by which they refer, under its public name; absent where the view shows none. */
  readonly field?: string;
  /** The keys of the first of them, five at most, as the texts by which that path finds them. */
  readonly ids: readonly string[];
  /** How many there are that the caller may see. */
  readonly count: number;
}

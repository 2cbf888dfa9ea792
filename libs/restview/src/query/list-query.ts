import type { ColumnDescription, RelationDescription } from '../model/model-description.js';
import type { Condition } from './condition.js';
import type { Cursor } from './cursor.js';
import type { FieldSelection } from './response-fields.js';

/**
 * One term of an ordering.
 *
 * @public
 */
export interface SortTerm {
  /** The public name, such as `city.name`. */
  readonly name: string;
  /** Ascending or descending; NULLs are last in both. */
  readonly direction: 'asc' | 'desc';
  /** The to-one relations on the way to the column. */
  readonly relations: readonly RelationDescription[];
  /** The column that orders. */
  readonly column: ColumnDescription;
}

/**
 * What a client asks of a list: already checked, plain and frozen.
 *
 * Only a parser makes one; {@link applyListQuery} is its reader. `authorize` and `getMany` receive it.
 *
 * @public
 */
export interface ListQuery {
  /** What the rows have to fulfil; `undefined` when the client asks for all. */
  readonly condition?: Condition;
  /** The order; the key is the last term, so that it is total. */
  readonly sort: readonly SortTerm[];
  /** Neither client nor grammar asks for an order, so that of the scope, if it has one, comes before the key. */
  readonly keepsOrder: boolean;
  /** The page, counted from 1; always 1 in a walk by cursor. */
  readonly page: number;
  /** Rows before the page. */
  readonly offset: number;
  /** Rows of a page; `null` when the list is not cut into pages. */
  readonly pageSize: number | null;
  /** Present in a walk by cursor. */
  readonly walk?: CursorWalk;
  /** Whether the answer has the number of rows on all pages. */
  readonly includeTotal: boolean;
  /** The columns that the answer needs, by property path; `undefined` for all. */
  readonly columns?: readonly string[];
  /** The fields that the answer has; `undefined` for all. */
  readonly fields?: FieldSelection;
  /** The optional relations that the answer has, by public path; absent for none. */
  readonly include?: readonly string[];
  /** The view's own parameters (`extraQueryParams`) that the client sent, each with all its values, as text. */
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/**
 * A walk through a list by cursors.
 *
 * @public
 */
export interface CursorWalk {
  /** Where the page starts; `undefined` at the start of the list. */
  readonly from?: Cursor;
  /** One half of the page; see {@link splitWalk}. Without it the page is read in one step. */
  readonly part?: 'near' | 'far';
  /** Writes the cursor of a place in this list. */
  readonly write: (cursor: Cursor) => string;
}

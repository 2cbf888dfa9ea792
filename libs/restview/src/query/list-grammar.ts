import type { ColumnDescription } from '../model/model-description.js';
import type { Condition } from './condition.js';
import type { FoundField, ListFields } from './list-fields.js';
import type { ListLimits } from './list-limits.js';
import type { SortTerm } from './list-query.js';
import type { ResponseFields } from './response-fields.js';

/** Rows of a page when neither the client nor the view says otherwise. */
export const DEFAULT_PAGE_SIZE = 50;
/** Most rows of a page when the view does not say otherwise. */
export const MAX_PAGE_SIZE = 1000;

/**
 * The kinds of pages that a list offers: counted ones (`page=3`), and walks by cursor (`cursor=…`).
 *
 * @public
 */
export type PageKind = 'page' | 'cursor';

/** A condition that holds until the client sends one on the same field. */
export interface DefaultCondition {
  /** The public path of the field. */
  readonly field: string;
  readonly condition: Condition;
}

/**
 * Which list parameters a view understands; made once from its definition and frozen.
 *
 * The parser accepts just these, and the document shows just these.
 *
 * @public
 */
export interface ListGrammar {
  /** The name of the list's resource: a cursor of another resource does not fit. */
  readonly name: string;
  /** What filters and sorts can name. */
  readonly fields: ListFields;
  /** What `fields` can name. */
  readonly responseFields: ResponseFields;
  /** The optional relations that `include` can name, by public path. */
  readonly includable: readonly string[];
  /** The text columns that `q` looks into; empty when the list has no search. */
  readonly searchFields: readonly FoundField[];
  /** The order when the client gives none, the key included. */
  readonly defaultSort: readonly SortTerm[];
  /** The order that makes any other one total: the primary key, ascending. */
  readonly keyOrder: readonly SortTerm[];
  /**
   * The columns of the key by which the list's rows are found, in lists that take it as one `id`: any of the rows may be
   * asked for by it, whatever fields filters can name.
   */
  readonly rowId?: readonly ColumnDescription[];
  /** Conditions that hold until the client sends one on the same field. */
  readonly defaultFilter: readonly DefaultCondition[];
  /** The kinds of pages that clients may ask for. */
  readonly pageKinds: readonly PageKind[];
  /** `null`: a request without `page_size` gets every row. */
  readonly defaultPageSize: number | null;
  /** Most rows of a page. */
  readonly maxPageSize: number;
  /** Names of the view's own parameters. */
  readonly extraQueryParams: readonly string[];
  /** How much a client may ask of one list. */
  readonly limits: ListLimits;
}

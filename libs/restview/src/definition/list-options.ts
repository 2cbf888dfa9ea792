import type { ListDialect } from '../query/list-dialect.js';
import type { PageKind } from '../query/list-grammar.js';
import type { ListLimits } from '../query/list-limits.js';

/**
 * What a view sets for its lists.
 *
 * @public
 */
export interface ListOptions {
  /** The language of the list's parameters. Default: {@link standardDialect}. */
  readonly dialect?: ListDialect;
  /** Rows of a page when the client does not say; `null` gives every row then. Default: 50. */
  readonly defaultPageSize?: number | null;
  /** Most rows of a page. Default: 1000. */
  readonly maxPageSize?: number;
  /** The kinds of pages that clients may ask for. Default: `['page', 'cursor']`. */
  readonly pageKinds?: readonly PageKind[];
  /** The public paths that filters may name; without it every column of the read schema. */
  readonly filterable?: readonly string[];
  /** The public paths that sorts may name; without it every column of the read schema that has an order. */
  readonly sortable?: readonly string[];
  /** The text fields that `q` looks into, by public path; without it there is no `q`. */
  readonly searchFields?: readonly string[];
  /** The order when the client gives none, as in a URL: `-createdAt,name`. Default: the primary key. */
  readonly defaultSort?: string;
  /**
   * Conditions that hold until the client sends one on the same field: `{ status: 'open' }`. It is a convenience for
   * clients; what they must not see belongs into `buildQuery`.
   */
  readonly defaultFilter?: Readonly<Record<string, string>>;
  /** How much a client may ask of one list; what is left out has its default. */
  readonly limits?: Partial<ListLimits>;
  /** Query parameters of the view's own, for all its routes; a list finds them in `query.extra`. */
  readonly extraQueryParams?: readonly string[];
}

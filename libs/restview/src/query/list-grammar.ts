import type { SortTerm } from './list-query.js';

/** Rows of a page when neither the client nor the view says otherwise. */
export const DEFAULT_PAGE_SIZE = 50;
/** Most rows of a page when the view does not say otherwise. */
export const MAX_PAGE_SIZE = 1000;

/**
 * Which list parameters a view understands; made once from its definition and frozen.
 *
 * The parser accepts just these, and the document shows just these.
 */
export interface ListGrammar {
  /** `null`: a request without `page_size` gets every row. */
  readonly defaultPageSize: number | null;
  readonly maxPageSize: number;
  /** Names of the view's own parameters. */
  readonly extraQueryParams: readonly string[];
  /** The order that makes pages stable: the primary key, ascending. */
  readonly keyOrder: readonly SortTerm[];
}

/** One query parameter as the document describes it. */
export interface ListParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** The parameters of a grammar for the document, in the order in which a reader wants them. */
export function listParameters(grammar: ListGrammar): readonly ListParameter[] {
  const { defaultPageSize, maxPageSize, extraQueryParams } = grammar;
  return [
    {
      name: 'page',
      description: 'The page, counted from 1.',
      schema: { type: 'integer', minimum: 1, default: 1 },
    },
    {
      name: 'page_size',
      description:
        defaultPageSize === null
          ? `Rows of a page, at most ${maxPageSize}; without it the list has every row.`
          : `Rows of a page, at most ${maxPageSize}.`,
      schema: {
        type: 'integer',
        minimum: 1,
        maximum: maxPageSize,
        ...(defaultPageSize === null ? {} : { default: defaultPageSize }),
      },
    },
    ...extraQueryParams.map((name) => ({
      name,
      description: 'A parameter of this resource.',
      schema: { type: 'string' },
    })),
  ];
}

import type { ListGrammar } from './list-grammar.js';
import { LIST_PARAMETERS } from './list-parameter-names.js';
import { listParameters, type ListParameter } from './list-parameters.js';
import type { ListQuery } from './list-query.js';
import { type ParsedListQuery, parseListQuery } from './parse-list-query.js';
import type { QueryParameters } from './query-parameters.js';

/**
 * A language in which clients ask for lists: what it is called in a URL, and what surrounds the rows of an answer.
 *
 * A view takes one by its option `dialect`; what comes after the parse (scope, verbs, order, count) is the same for all.
 *
 * @public
 */
export interface ListDialect {
  /** The parameters that are no filters: no field and no parameter of a view can have these names. */
  readonly reserved: readonly string[];
  /** Reads the parameters; collects every mistake and throws nothing. */
  parse(parameters: QueryParameters, grammar: ListGrammar, cursorSecret: string): ParsedListQuery;
  /** The parameters for the document. */
  parameters(grammar: ListGrammar): readonly ListParameter[];
  /** What surrounds the rows; absent where the standard envelope does. */
  envelope?(items: readonly unknown[], total: number | null, query: ListQuery): Readonly<Record<string, unknown>>;
  /** The properties of that envelope besides `items`, as JSON schemas, for the document. */
  readonly envelopeProperties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What the name of its component ends with, after that of the rows: `UserReadSlice`. Default: `DialectPage`. */
  readonly envelopeName?: string;
}

/**
 * The grammar of this library: `status=open&age__gte=18&sort=-created_at&page=2`.
 *
 * @public
 */
export const standardDialect: ListDialect = Object.freeze({
  reserved: LIST_PARAMETERS,
  parse: parseListQuery,
  parameters: listParameters,
});

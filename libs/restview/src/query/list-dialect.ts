import { type IncludeSyntax, includeSyntax } from './include-syntax.js';
import type { ListGrammar } from './list-grammar.js';
import { LIST_PARAMETERS } from './list-parameter-names.js';
import type { ListParameter } from './list-parameter.js';
import { listParameters } from './list-parameters.js';
import type { ListQuery } from './list-query.js';
import { type ParsedListQuery, parseListQuery } from './parse-list-query.js';
import type { QueryParameters } from './query-parameters.js';

/**
 * A header of an answer as the document describes it.
 *
 * @public
 */
export interface HeaderDocument {
  /** What it says, for people. */
  readonly description: string;
  /** The JSON schema of its value. */
  readonly schema: Readonly<Record<string, unknown>>;
}

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
  /**
   * Puts parameters of the view's own at the top that clients of this dialect can send in another place only; absent where
   * they can send any parameter. What the dialect itself reads may stay where it is.
   */
  lift?(parameters: QueryParameters, names: readonly string[]): QueryParameters;
  /** How clients ask for optional relations, of a list or of one row: {@link includeSyntax}; absent where they cannot. */
  readonly include?: IncludeSyntax;
  /** The filters for programs, where they are no parameters of their own; absent where they are. */
  filters?(grammar: ListGrammar): readonly ListParameter[];
  /** What surrounds the rows; absent where the standard envelope does. */
  envelope?(items: readonly unknown[], total: number | null, query: ListQuery): Readonly<Record<string, unknown>>;
  /** The properties of that envelope besides `items`, as JSON schemas, for the document. */
  readonly envelopeProperties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /**
   * Present where the answer is the rows alone: the headers that say what an envelope would, for the document. The rows
   * are counted for them all the same; the view sets them.
   */
  readonly headers?: Readonly<Record<string, HeaderDocument>>;
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
  include: includeSyntax,
});

import type { Mistake } from '../errors/mistake.js';
import type { ListGrammar } from './list-grammar.js';
import type { ListParameter } from './list-parameter.js';
import type { QueryParameters } from './query-parameters.js';
import { INCLUDE_PARAMETER, readInclude } from './read-include.js';

/**
 * A parameter by which clients ask for optional relations.
 *
 * @public
 */
export interface IncludeSyntax {
  /** Its name. */
  readonly parameter: string;
  /** For the document, as it is said of a grammar with optional relations. */
  describe(grammar: ListGrammar): ListParameter;
  /** The public paths of the relations, each with the optional ones on its way; mistakes are added. */
  read(parameters: QueryParameters, grammar: ListGrammar, mistakes: Mistake[]): readonly string[];
}

/** The most paths that the document lists one by one. */
const MOST_VALUES = 50;

/**
 * `include=notes,lines.product`, of dialects that have nothing else for it.
 *
 * @public
 */
export const includeSyntax: IncludeSyntax = Object.freeze<IncludeSyntax>({
  parameter: INCLUDE_PARAMETER,
  describe: ({ includable, limits }) => ({
    name: INCLUDE_PARAMETER,
    description: `The relations that the answer has besides, separated by commas; at most ${String(limits.maxIncludes)}.`,
    schema: {
      type: 'array',
      items: { type: 'string', ...(includable.length <= MOST_VALUES && { enum: includable }) },
      maxItems: limits.maxIncludes,
    },
    isList: true,
  }),
  read: readInclude,
});

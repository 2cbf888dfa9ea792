import type { Mistake } from '../errors/mistake.js';
import type { ListGrammar } from './list-grammar.js';
import type { ListQuery } from './list-query.js';
import type { QueryParameters } from './query-parameters.js';
import { unknownParameters } from './unknown-parameters.js';

/** The outcome of a parse: a query to use when `mistakes` is empty. */
export interface ParsedListQuery {
  readonly query: ListQuery;
  readonly mistakes: readonly Mistake[];
}

/**
 * Reads a URL's parameters by a grammar; never throws, and collects every mistake.
 *
 * Knows nothing of TypeORM: see {@link applyListQuery} for what happens with the result.
 */
export function parseListQuery(parameters: QueryParameters, grammar: ListGrammar): ParsedListQuery {
  const mistakes: Mistake[] = [];
  const known = new Set(['page', 'page_size', ...grammar.extraQueryParams]);
  mistakes.push(...unknownParameters(parameters, known));

  const pageSize = readCount('page_size', parameters, grammar.maxPageSize, mistakes) ?? grammar.defaultPageSize;
  const page = readCount('page', parameters, Math.floor(Number.MAX_SAFE_INTEGER / (pageSize ?? 1)), mistakes) ?? 1;
  if (pageSize === null && page > 1) {
    mistakes.push({ parameter: 'page', code: 'needs_page_size', detail: '"page" needs "page_size" here.' });
  }

  const extra = Object.fromEntries(
    grammar.extraQueryParams.flatMap((name) => {
      const values = parameters.get(name);
      return values ? [[name, Object.freeze([...values])] as const] : [];
    }),
  );
  return {
    query: Object.freeze({ page, pageSize, sort: grammar.keyOrder, extra: Object.freeze(extra) }),
    mistakes,
  };
}

/** A whole number from 1 to `maximum`, or `undefined` when the client did not send the parameter or sent nonsense. */
function readCount(
  name: string,
  parameters: QueryParameters,
  maximum: number,
  mistakes: Mistake[],
): number | undefined {
  const values = parameters.get(name);
  if (!values) return undefined;
  const [text = ''] = values;
  if (values.length > 1) {
    mistakes.push({ parameter: name, code: 'repeated', detail: `"${name}" may be given once.` });
  } else if (!/^\d{1,16}$/.test(text) || Number(text) < 1 || Number(text) > maximum) {
    mistakes.push({
      parameter: name,
      code: /^-?\d+$/.test(text) ? 'out_of_range' : 'type',
      detail: `"${name}" must be a whole number from 1 to ${maximum}.`,
    });
  } else {
    return Number(text);
  }
  return undefined;
}

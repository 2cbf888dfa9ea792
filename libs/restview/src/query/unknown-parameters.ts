import { closestName } from '../errors/closest-name.js';
import type { Mistake } from '../errors/mistake.js';
import type { QueryParameters } from './query-parameters.js';

/** The mistakes of a query that has names which the route does not know; a suggestion names public parameters only. */
export function unknownParameters(parameters: QueryParameters, known: ReadonlySet<string>): readonly Mistake[] {
  return [...parameters.keys()]
    .filter((name) => !known.has(name))
    .sort()
    .map((name) => {
      const suggestion = closestName(name, known);
      return {
        parameter: name,
        code: 'unknown_parameter',
        detail: `There is no query parameter "${name}" here.${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`,
      };
    });
}

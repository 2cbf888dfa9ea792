import { closestName } from '../errors/closest-name.js';
import type { Mistake } from '../errors/mistake.js';
import type { QueryParameters } from './query-parameters.js';
import { shown } from './shown.js';

/** More than that are no slips of the keyboard. */
const MOST_MISTAKES = 20;

/** The mistakes of a query that has names which the route does not know; a suggestion names public parameters only. */
export function unknownParameters(parameters: QueryParameters, known: ReadonlySet<string>): readonly Mistake[] {
  return [...parameters.keys()]
    .filter((name) => !known.has(name))
    .sort()
    .slice(0, MOST_MISTAKES)
    .map((name) => {
      const suggestion = closestName(name, known);
      return {
        parameter: shown(name),
        code: 'unknown_parameter',
        detail: `There is no query parameter "${shown(name)}" here.${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`,
      };
    });
}

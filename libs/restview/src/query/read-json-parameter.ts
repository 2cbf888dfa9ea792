import type { Mistake } from '../errors/mistake.js';
import type { QueryParameters } from './query-parameters.js';
import { singleValue } from './read-page.js';

/**
 * The value of a parameter in JSON; `undefined` for one that is absent, blank or wrong.
 *
 * @param longest - the most characters; JSON is not even looked at beyond them.
 * @param example - what it may look like, for the mistakes.
 */
export function readJsonParameter(
  name: string,
  parameters: QueryParameters,
  longest: number,
  example: string,
  mistakes: Mistake[],
): unknown {
  const text = singleValue(name, parameters, mistakes);
  if (text === undefined || text.trim() === '') return undefined;
  if (text.length > longest) {
    const detail = `"${name}" may have ${String(longest)} characters at most.`;
    mistakes.push({ parameter: name, code: 'too_long', detail });
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    mistakes.push({ parameter: name, code: 'json', detail: `"${name}" must be JSON, such as ${example}.` });
    return undefined;
  }
}

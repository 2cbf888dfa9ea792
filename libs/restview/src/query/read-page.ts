import type { Mistake } from '../errors/mistake.js';
import type { ListGrammar } from './list-grammar.js';
import type { ListLimits } from './list-limits.js';
import type { ListQuery } from './list-query.js';
import type { QueryParameters } from './query-parameters.js';

/**
 * The one value of a parameter; a mistake is added for a second one.
 *
 * @param limits - bounds the length of the value, where its reader does not.
 */
export function singleValue(
  name: string,
  parameters: QueryParameters,
  mistakes: Mistake[],
  limits?: ListLimits,
): string | undefined {
  const [value, ...more] = parameters.get(name) ?? [];
  if (more.length > 0) mistakes.push({ parameter: name, code: 'repeated', detail: `"${name}" may be given once.` });
  if (value === undefined || !limits || value.length <= limits.maxValueLength) return value;
  const detail = `"${name}" may have ${String(limits.maxValueLength)} characters at most.`;
  mistakes.push({ parameter: name, code: 'too_long', detail });
  return undefined;
}

/** A whole number from `minimum` to `maximum`, or `undefined` when the client did not send one or sent nonsense. */
export function readCount(
  name: string,
  parameters: QueryParameters,
  [minimum, maximum]: readonly [number, number],
  mistakes: Mistake[],
): number | undefined {
  const text = singleValue(name, parameters, mistakes);
  if (text === undefined) return undefined;
  if (/^\d{1,16}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum) return Number(text);
  mistakes.push({
    parameter: name,
    code: /^-?\d+$/.test(text) ? 'out_of_range' : 'type',
    detail: `"${name}" must be a whole number from ${String(minimum)} to ${String(maximum)}.`,
  });
  return undefined;
}

/** The highest page whose rows can still be counted. */
export function highestPage(pageSize: number | null): number {
  return Math.floor(Number.MAX_SAFE_INTEGER / (pageSize ?? 1));
}

/** `true` or `false`, or `undefined` when the client did not say or sent nonsense. */
export function readFlag(name: string, parameters: QueryParameters, mistakes: Mistake[]): boolean | undefined {
  const text = singleValue(name, parameters, mistakes);
  if (text === undefined) return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  mistakes.push({ parameter: name, code: 'type', detail: `"${name}" must be true or false.` });
  return undefined;
}

/** The parameters of the view's own, as the client sent them. */
export function extraValues(parameters: QueryParameters, { extraQueryParams }: ListGrammar): ListQuery['extra'] {
  const sent = extraQueryParams.flatMap((name): [string, readonly string[]][] => {
    const values = parameters.get(name);
    return values ? [[name, Object.freeze([...values])]] : [];
  });
  return Object.freeze(Object.fromEntries(sent));
}

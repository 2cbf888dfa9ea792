import type { Mistake } from '../errors/mistake.js';
import type { QueryParameters } from './query-parameters.js';

/** The one value of a parameter; a mistake is added for a second one. */
export function singleValue(name: string, parameters: QueryParameters, mistakes: Mistake[]): string | undefined {
  const values = parameters.get(name);
  if (!values) return undefined;
  if (values.length > 1) mistakes.push({ parameter: name, code: 'repeated', detail: `"${name}" may be given once.` });
  return values[0];
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

/** `true` or `false`, or `undefined` when the client did not say or sent nonsense. */
export function readFlag(name: string, parameters: QueryParameters, mistakes: Mistake[]): boolean | undefined {
  const text = singleValue(name, parameters, mistakes);
  if (text === undefined) return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  mistakes.push({ parameter: name, code: 'type', detail: `"${name}" must be true or false.` });
  return undefined;
}

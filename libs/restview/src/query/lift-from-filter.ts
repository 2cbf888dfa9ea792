import type { QueryParameters } from './query-parameters.js';
import { isJsonObject, LONGEST_FILTER } from './read-json-filter.js';

/**
 * Takes parameters of the view's own out of `filter`, the only place where the data provider of react-admin can put them:
 * `filter={"include_deleted":true}` becomes `include_deleted=true`.
 *
 * What is no filter, and values that no parameter can have, stay where they are: they are mistakes of the filter.
 */
export function liftFromFilter(parameters: QueryParameters, names: readonly string[]): QueryParameters {
  const [text, ...more] = parameters.get('filter') ?? [];
  if (text === undefined || more.length > 0 || !names.some((name) => text.includes(name))) return parameters;
  const filter = objectIn(text);
  if (!filter) return parameters;
  const lifted = new Map(parameters);
  const rest = Object.entries(filter).filter(([name, value]) => {
    const texts = names.includes(name) ? textsOf(value) : undefined;
    if (texts) lifted.set(name, [...(lifted.get(name) ?? []), ...texts]);
    return texts === undefined;
  });
  lifted.set('filter', [JSON.stringify(Object.fromEntries(rest))]);
  return lifted;
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.length > LONGEST_FILTER) return undefined;
  try {
    // What is too high for a number would be `null` in the filter that is left; as it stands, it is a mistake.
    const numbers: number[] = [];
    const value: unknown = JSON.parse(text, (_name, one: unknown) => {
      if (typeof one === 'number') numbers.push(one);
      return one;
    });
    return numbers.every(Number.isFinite) && isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function textsOf(value: unknown): readonly string[] | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = values.map((one) => {
    return typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? String(one) : undefined;
  });
  return texts.length > 0 && texts.every((one) => one !== undefined) ? texts : undefined;
}

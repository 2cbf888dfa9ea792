import { closestName } from '../errors/closest-name.js';
import { findField, type ListFields, publicPaths } from './list-fields.js';
import { shown } from './shown.js';

/** What to say of a key that lists do not have: the operators of its field, or the public name that it resembles. */
export function unknownKey(
  key: string,
  { fields, parameters }: { readonly fields: ListFields; readonly parameters: ReadonlySet<string> },
  kind = 'query parameter',
): string {
  const at = key.lastIndexOf('__');
  for (const name of at > 0 ? [key, key.slice(0, at)] : [key]) {
    const operators = name.length > 200 ? undefined : findField(fields, name)?.field.operators;
    if (operators && operators.length > 0) return noSuchOperator(name, key.slice(name.length + 2), operators);
  }
  const paths = publicPaths(fields, 1).filter(({ field }) => field.operators.length > 0);
  const names = [...parameters, ...paths.map((path) => path.name)];
  const suggestion = closestName(at > 0 ? key.slice(0, at) : key, names);
  return `There is no ${kind} "${shown(key)}" here.${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`;
}

function noSuchOperator(name: string, operator: string, operators: readonly string[]): string {
  const offered = operators.filter((one) => one !== 'eq').map((one) => `__${one}`);
  const missing = operator === '' ? `cannot be compared for equality` : `has no operator "${shown(operator)}"`;
  return `"${name}" ${missing}; it has ${offered.join(' ')}.`;
}

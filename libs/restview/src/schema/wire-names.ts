import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { FieldDescription } from './schema-description.js';

/** The parameters of a list that are not fields. */
const LIST_PARAMETERS: ReadonlySet<string> = new Set([
  'page',
  'page_size',
  'sort',
  'q',
  'fields',
  'cursor',
  'and',
  'or',
  'not',
  'include',
  'include_total',
]);

/** Two fields with one name on the wire. */
export function ambiguousNames(fields: readonly FieldDescription[]): ConfigurationMistake[] {
  const owners = new Map<string, string>();
  return fields.flatMap(({ property, wireName }) => {
    const owner = owners.get(wireName);
    if (owner === undefined) owners.set(wireName, property);
    return owner === undefined
      ? []
      : [
          {
            subject: property,
            problem: `is called "${wireName}" on the wire, and so is ${owner}.`,
            remedy: 'Give one of them another name with @Expose({ name }).',
          },
        ];
  });
}

/** Names that a list's query string could not tell from its own words. */
export function unspeakableNames(fields: readonly FieldDescription[]): ConfigurationMistake[] {
  return fields.flatMap(({ property, wireName }) => {
    const reason = LIST_PARAMETERS.has(wireName)
      ? 'is a parameter of every list'
      : /__|\./.test(wireName)
        ? 'has the signs that separate field and operator in a filter ("." or "__")'
        : undefined;
    return reason === undefined
      ? []
      : [
          {
            subject: property,
            problem: `is called "${wireName}" on the wire, which ${reason}.`,
            remedy: 'Give it another name with @Expose({ name }).',
          },
        ];
  });
}

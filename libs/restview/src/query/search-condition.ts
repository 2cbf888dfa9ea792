import { allOf, type Condition } from './condition.js';
import type { FoundField } from './list-fields.js';
import { behind } from './read-condition.js';

/** That every word is found in one of the fields. */
export function searchCondition(
  words: readonly string[],
  fields: readonly FoundField[],
  foldsCase: boolean,
): Condition {
  const operator = foldsCase ? 'icontains' : 'contains';
  return allOf(
    words.map((word) => ({
      kind: 'or',
      conditions: fields.map(({ hops, field }) =>
        behind(hops, { kind: 'compare', column: field.column, operator, values: [word] }),
      ),
    })),
  );
}

import type { Condition } from './condition.js';
import { allOf } from './condition.js';
import type { FoundField } from './list-fields.js';

/** That every word is found in one of the fields, regardless of case unless it is said to matter. */
export function searchCondition(words: readonly string[], fields: readonly FoundField[], foldsCase = true): Condition {
  const operator = foldsCase ? 'icontains' : 'contains';
  return allOf(
    words.map((word): Condition => ({
      kind: 'or',
      conditions: fields.map(({ hops, field }) =>
        hops.reduceRight<Condition>(
          (condition, { relation }) => ({ kind: 'related', relation: relation.relation, quantifier: 'any', condition }),
          { kind: 'compare', column: field.column, operator, values: [word] },
        ),
      ),
    })),
  );
}

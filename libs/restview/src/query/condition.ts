import type { ColumnDescription, RelationDescription } from '../model/model-description.js';
import type { Quantifier } from './list-fields.js';
import type { Operator } from './operators.js';

/**
 * A comparison of a column with checked values.
 *
 * @public
 */
export interface Comparison {
  /** Tells a comparison from other conditions. */
  readonly kind: 'compare';
  /** What is compared. */
  readonly column: ColumnDescription;
  /** How. */
  readonly operator: Operator;
  /** Converted to the column's values; for text operators the text, for `isnull` a boolean. */
  readonly values: readonly unknown[];
}

/**
 * A condition on the rows at the other side of a relation.
 *
 * @public
 */
export interface RelatedCondition {
  /** Tells a condition on related rows from others. */
  readonly kind: 'related';
  /** The relation that leads to the rows. */
  readonly relation: RelationDescription;
  /** How many of the rows have to fulfil the condition. */
  readonly quantifier: Quantifier;
  /** What they have to fulfil. */
  readonly condition: Condition;
}

/**
 * All of (`and`), one of (`or`), or, with `not`, whatever does not fulfil the condition.
 *
 * @public
 */
export type Condition =
  | Comparison
  | RelatedCondition
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition };

/**
 * All of these conditions, where conditions on one relation speak of the same related row.
 *
 * `tags.name=red&tags.size=3` asks for one tag that is both; a group of its own asks for another tag.
 */
export function allOf(conditions: readonly Condition[]): Condition {
  const merged: Condition[] = [];
  const related = new Map<string, RelatedCondition[]>();
  for (const condition of conditions) {
    if (condition.kind !== 'related') {
      merged.push(condition);
      continue;
    }
    const row = `${condition.relation.property} ${condition.quantifier}`;
    const known = related.get(row);
    if (known) known.push(condition);
    else related.set(row, [condition]);
  }
  for (const [first, ...more] of related.values()) {
    if (!first) continue;
    merged.push({ ...first, condition: allOf([first, ...more].map((one) => one.condition)) });
  }
  // A group even of one: bare, it would be taken for a condition of the group around it.
  return { kind: 'and', conditions: merged };
}

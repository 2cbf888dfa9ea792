import { allOf, type Condition } from './condition.js';
import type { ListGrammar } from './list-grammar.js';
import type { QueryParameters } from './query-parameters.js';
import { type ConditionReading, hasTooMany, readCondition } from './read-condition.js';
import { GROUP_KINDS, readGroup } from './read-group.js';

/**
 * Reads every condition of a query: filters, groups, and the default filters on fields that the client does not name.
 *
 * @param offered - the parameters that are no filters.
 */
export function readConditions(
  parameters: QueryParameters,
  grammar: ListGrammar,
  offered: ReadonlySet<string>,
  reading: ConditionReading,
): readonly Condition[] {
  const conditions: (Condition | undefined)[] = [];
  for (const [key, values] of parameters) {
    if (offered.has(key)) continue;
    for (const value of values) {
      if (hasTooMany(reading)) break;
      conditions.push(readCondition(key, value, key, reading));
    }
  }
  for (const kind of GROUP_KINDS) {
    if (!offered.has(kind)) continue;
    for (const text of parameters.get(kind) ?? []) {
      if (hasTooMany(reading)) break;
      conditions.push(readGroup(kind, text, reading));
    }
  }
  return [...conditions.filter((condition) => condition !== undefined), ...defaultConditions(grammar, reading)];
}

/** The default filters on fields that no condition of the client names, not even one in a group. */
export function defaultConditions({ defaultFilter }: ListGrammar, { named }: ConditionReading): readonly Condition[] {
  return defaultFilter.filter(({ field }) => !named.has(field)).map(({ condition }) => condition);
}

/** All of the conditions; `undefined` for none. */
export function conditionOf(conditions: readonly Condition[]): Condition | undefined {
  return conditions.length === 0 ? undefined : allOf(conditions);
}

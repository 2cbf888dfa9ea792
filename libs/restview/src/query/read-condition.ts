import type { Mistake } from '../errors/mistake.js';
import { allOf, type Condition } from './condition.js';
import { findField, type FoundField, type Hop, type ListFields, plainPath } from './list-fields.js';
import type { ListLimits } from './list-limits.js';
import { isOperator, type Operator } from './operators.js';
import { readOperands } from './read-operands.js';
import { shown } from './shown.js';
import { unknownKey } from './unknown-key.js';

/** What reading conditions needs and fills. */
export interface ConditionReading {
  readonly fields: ListFields;
  readonly limits: ListLimits;
  readonly mistakes: Mistake[];
  /** Other parameters of the list, for suggestions. */
  readonly parameters: ReadonlySet<string>;
  /** The fields that conditions were about so far. */
  readonly named: Set<string>;
  /** Conditions and groups so far. */
  count: number;
}

/** A key, looked up. */
export interface FoundKey {
  readonly found: FoundField;
  readonly operator: Operator;
}

/** Splits a key such as `city.name__in` and looks it up; `undefined` when lists have no such parameter. */
export function findKey(fields: ListFields, key: string): FoundKey | undefined {
  const plain = findField(fields, key);
  if (plain) return plain.field.operators.includes('eq') ? { found: plain, operator: 'eq' } : undefined;
  const at = key.lastIndexOf('__');
  const operator = key.slice(at + 2);
  if (at <= 0 || operator === 'eq' || !isOperator(operator)) return undefined;
  const found = findField(fields, key.slice(0, at));
  return found?.field.operators.includes(operator) ? { found, operator } : undefined;
}

/** Whether more conditions were read than a list takes; said once, what follows is not looked at. */
export function hasTooMany({ count, limits }: ConditionReading): boolean {
  return count > limits.maxConditions;
}

/** Counts a condition or a group; `false` when it is one too many. */
export function countCondition(parameter: string, reading: ConditionReading): boolean {
  const { limits, mistakes } = reading;
  const hadTooMany = hasTooMany(reading);
  reading.count += 1;
  if (hasTooMany(reading) && !hadTooMany) {
    const detail = `A list takes at most ${String(limits.maxConditions)} conditions.`;
    mistakes.push({ parameter: shown(parameter), code: 'too_many', detail });
  }
  return !hasTooMany(reading);
}

/**
 * Reads one condition, such as `age__gte` with `18`.
 *
 * @param text - the value as in a URL, or several values, each as it stands.
 * @param parameter - the name of the URL parameter that the condition stands in, for the mistakes.
 * @param label - what the mistakes call the condition.
 * @returns `undefined` when something is wrong; the mistakes say what.
 */
export function readCondition(
  key: string,
  text: string | readonly string[],
  parameter: string,
  reading: ConditionReading,
  label = key,
): Condition | undefined {
  if (!countCondition(parameter, reading)) return undefined;
  const outcome = conditionOrRefusal(key, text, reading, label);
  if ('kind' in outcome) return outcome;
  reading.mistakes.push({ parameter: shown(parameter), ...outcome });
  return undefined;
}

function conditionOrRefusal(
  key: string,
  text: string | readonly string[],
  reading: ConditionReading,
  label: string,
): Condition | Pick<Mistake, 'code' | 'detail'> {
  const { fields, limits, named } = reading;
  const known = key.length > LONGEST_KEY ? undefined : findKey(fields, key);
  if (!known) return { code: 'unknown_parameter', detail: unknownKey(key, reading) };
  const { found, operator } = known;
  if (found.depth > limits.maxPathDepth) {
    return { code: 'too_deep', detail: `A path leads through ${String(limits.maxPathDepth)} relations at most.` };
  }
  named.add(plainPath(found));
  const operands = readOperands(operator, found.field.column, text, limits);
  if ('problem' in operands) return { code: operands.code, detail: `"${label}" ${operands.problem}` };
  return conditionOn(found, operator, operands.values);
}

/** Longer than any path that leads somewhere. */
export const LONGEST_KEY = 1000;

/** A comparison of what a key has led to. */
export function conditionOn(
  { hops, field, depth }: FoundField,
  operator: Operator,
  values: readonly unknown[],
): Condition {
  const isRelation = hops.length > depth;
  if (isRelation && operator === 'isnull') {
    const quantifier = values[0] === true ? 'none' : 'any';
    return behind(
      hops.map((hop, index) => (index === depth ? { ...hop, quantifier } : hop)),
      allOf([]),
    );
  }
  return behind(hops, { kind: 'compare', column: field.column, operator, values });
}

/** A condition on the rows that a path leads to. */
export function behind(hops: readonly Hop[], condition: Condition): Condition {
  return hops.reduceRight(
    (inner, { relation: { relation }, quantifier }) => ({ kind: 'related', relation, quantifier, condition: inner }),
    condition,
  );
}

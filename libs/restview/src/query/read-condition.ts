import { closestName } from '../errors/closest-name.js';
import type { Mistake } from '../errors/mistake.js';
import { parseText } from '../model/column-values.js';
import type { ColumnDescription } from '../model/model-description.js';
import type { Comparison, Condition } from './condition.js';
import { findField, type FoundField, type ListFields, publicPaths } from './list-fields.js';
import type { ListLimits } from './list-limits.js';
import { isOperator, type Operator } from './operators.js';
import { type SplitValues, splitValues } from './split-values.js';

/** What reading conditions needs and fills. */
export interface ConditionReading {
  readonly fields: ListFields;
  readonly limits: ListLimits;
  readonly mistakes: Mistake[];
  /** Other parameters of the list, for suggestions. */
  readonly parameters: ReadonlySet<string>;
  /** Conditions read so far. */
  count: number;
}

/** A key, looked up. */
export interface FoundKey {
  readonly found: FoundField;
  readonly operator: Operator;
}

const TEXT_OPERATORS: ReadonlySet<Operator> = new Set([
  'contains',
  'icontains',
  'startswith',
  'istartswith',
  'endswith',
  'iendswith',
]);

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

/**
 * Reads one condition, such as `age__gte` with `18`.
 *
 * @param parameter - the name of the URL parameter that the condition stands in, for the mistakes.
 * @returns `undefined` when something is wrong; the mistakes say what.
 */
export function readCondition(
  key: string,
  text: string | readonly string[],
  parameter: string,
  reading: ConditionReading,
): Condition | undefined {
  const { fields, limits, mistakes } = reading;
  const refuse = (code: string, detail: string): undefined => {
    mistakes.push({ parameter, code, detail });
    return undefined;
  };
  reading.count += 1;
  if (reading.count === limits.maxConditions + 1) {
    return refuse('too_many', `A list takes at most ${String(limits.maxConditions)} conditions.`);
  }
  if (reading.count > limits.maxConditions) return undefined;
  if (key.split('.').length - 1 > limits.maxPathDepth * 2) return refuse('too_deep', tooDeep(limits));
  const known = findKey(fields, key);
  if (!known) return refuse('unknown_parameter', unknownKey(key, reading));
  const { found, operator } = known;
  if (found.hops.length > limits.maxPathDepth) return refuse('too_deep', tooDeep(limits));
  const given = typeof text === 'string' ? [text] : text;
  if (given.some((one) => one.length > limits.maxValueLength)) {
    return refuse('too_long', `"${key}" may have ${String(limits.maxValueLength)} characters at most.`);
  }
  const values = readValues(operator, found.field.column, text);
  if ('problem' in values) return refuse(values.code, `"${key}" ${values.problem}`);
  if (values.values.length > limits.maxValues) {
    return refuse('too_many', `"${key}" may have ${String(limits.maxValues)} values at most.`);
  }
  const comparison: Comparison = { kind: 'compare', column: found.field.column, operator, values: values.values };
  return found.hops.reduceRight<Condition>(
    (condition, { relation, quantifier }) => ({ kind: 'related', relation: relation.relation, quantifier, condition }),
    comparison,
  );
}

type ReadValues = { readonly values: readonly unknown[] } | { readonly code: string; readonly problem: string };

function readValues(operator: Operator, column: ColumnDescription, text: string | readonly string[]): ReadValues {
  if (operator === 'isnull') return readPresence(text);
  if (TEXT_OPERATORS.has(operator)) return readWords(operator, text);
  const split: SplitValues = typeof text === 'string' ? splitValues(text) : { values: text };
  if ('problem' in split) return { code: 'quoting', problem: `${split.problem}.` };
  if (operator === 'between' && split.values.length !== 2) {
    return { code: 'type', problem: 'takes two values, such as 1,5.' };
  }
  const values: unknown[] = [];
  for (const part of split.values) {
    const value = parseText(column, column.kind === 'boolean' ? booleanWord(part) : part);
    if (!value.ok) return { code: value.code, problem: `has a value that is not valid: ${lowerFirst(value.detail)}` };
    values.push(value.value);
  }
  return { values };
}

const TRUE_WORDS: ReadonlySet<string> = new Set(['true', 't', 'yes', 'y', 'on', '1']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', 'off', '0']);

function booleanWord(text: string): string {
  const word = text.toLowerCase();
  if (TRUE_WORDS.has(word)) return 'true';
  return FALSE_WORDS.has(word) ? 'false' : text;
}

function readPresence(text: string | readonly string[]): ReadValues {
  const word = booleanWord(typeof text === 'string' ? text : text.join());
  return word === 'true' || word === 'false'
    ? { values: [word === 'true'] }
    : { code: 'type', problem: 'takes true or false.' };
}

/** `contains` looks for every word on its own, a quoted phrase as a whole; the others take the text as it stands. */
function readWords(operator: Operator, text: string | readonly string[]): ReadValues {
  const whole = typeof text === 'string' ? text : text.join(' ');
  // eslint-disable-next-line no-control-regex -- NUL is the one character that PostgreSQL's text cannot hold
  if (/\u0000/.test(whole)) return { code: 'invalid_character', problem: 'must not have a NUL character.' };
  if (/\p{Surrogate}/u.test(whole)) return { code: 'invalid_character', problem: 'must be well-formed Unicode.' };
  const isContains = operator === 'contains' || operator === 'icontains';
  if (!isContains)
    return whole === '' ? { code: 'blank', problem: 'must not be blank.' } : { values: [unquoted(whole)] };
  const words = wordsOf(whole);
  return words.length > 0 ? { values: words } : { code: 'blank', problem: 'must not be blank.' };
}

/** The words of a search text; what stands in double quotes is one word. */
export function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"|\S+/g)]
    .map(([whole, quoted]) => (quoted === undefined ? whole : quoted.replaceAll('""', '"')))
    .filter((word) => word !== '');
}

function unquoted(text: string): string {
  const quoted = /^"((?:[^"]|"")*)"$/.exec(text);
  return quoted ? (quoted[1] ?? '').replaceAll('""', '"') : text;
}

function unknownKey(key: string, { fields, parameters }: ConditionReading): string {
  const at = key.indexOf('__');
  const name = at > 0 && findField(fields, key.slice(0, at)) ? key.slice(0, at) : undefined;
  if (name !== undefined) {
    const operators = findField(fields, name)?.field.operators.filter((operator) => operator !== 'eq') ?? [];
    return `"${name}" has no operator "${key.slice(at + 2)}"; it has ${operators.map((one) => `__${one}`).join(' ')}.`;
  }
  const paths = publicPaths(fields, 1).map((path) => path.name);
  const suggestion = closestName(at > 0 ? key.slice(0, at) : key, [...parameters, ...paths]);
  return `There is no query parameter "${key}" here.${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`;
}

function tooDeep({ maxPathDepth }: ListLimits): string {
  return `A path leads through ${String(maxPathDepth)} relations at most.`;
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

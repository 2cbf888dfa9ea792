import { allOf, type Condition } from './condition.js';
import { type ConditionReading, countCondition, readCondition } from './read-condition.js';
import { readQuoted } from './split-values.js';

/** What joins the conditions of a group. */
export const GROUP_KINDS = ['and', 'or', 'not'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

/** The text of a group, how far it is read, and what for. */
interface GroupText {
  readonly text: string;
  readonly parameter: GroupKind;
  readonly reading: ConditionReading;
  at: number;
}

/** Stops the reading of one group. */
class Unreadable extends Error {}

/**
 * Reads a group of conditions, such as `status=open,and(age__gte=18,age__lt=65),not(city.name=Paris)`.
 *
 * A condition is `key=value`; several values stand in parentheses, `status__in=(open,paid)`; a value with commas or
 * parentheses stands in double quotes. Groups are `and(…)`, `or(…)` and `not(…)`; the outermost parentheses may be left
 * out. An empty `or` holds for no row, an empty `and` for every row, and `not` for the rows that the rest leaves out.
 *
 * @returns `undefined` when something is wrong; the mistakes say what.
 */
export function readGroup(parameter: GroupKind, text: string, reading: ConditionReading): Condition | undefined {
  const { limits, mistakes } = reading;
  const before = mistakes.length;
  if (!countCondition(parameter, reading)) return undefined;
  if (text.length > limits.maxValueLength) {
    const detail = `"${parameter}" may have ${String(limits.maxValueLength)} characters at most.`;
    mistakes.push({ parameter, code: 'too_long', detail });
    return undefined;
  }
  try {
    const conditions = readWhole({ text, parameter, reading, at: 0 });
    return mistakes.length > before ? undefined : joined(parameter, conditions);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    mistakes.push({ parameter, code: 'group', detail: `"${parameter}" ${error.message}.` });
    return undefined;
  }
}

function joined(kind: GroupKind, conditions: readonly Condition[]): Condition {
  if (kind === 'or') return { kind: 'or', conditions };
  return kind === 'and' ? allOf(conditions) : { kind: 'not', condition: allOf(conditions) };
}

function readWhole(group: GroupText): readonly Condition[] {
  const isEnclosed = group.text.startsWith('(');
  if (isEnclosed) group.at = 1;
  const conditions = readMembers(group, 1);
  if (isEnclosed) expect(group, ')');
  if (group.at < group.text.length) throw new Unreadable(`has something unexpected at character ${place(group)}`);
  return conditions;
}

/** The members of a group up to its closing parenthesis or the end. */
function readMembers(group: GroupText, depth: number): readonly Condition[] {
  const { text, reading } = group;
  if (depth > reading.limits.maxGroupDepth) {
    throw new Unreadable(`nests groups more than ${String(reading.limits.maxGroupDepth)} deep`);
  }
  const conditions: Condition[] = [];
  if (group.at >= text.length || text.charAt(group.at) === ')') return conditions;
  for (;;) {
    const member = readMember(group, depth);
    if (member) conditions.push(member);
    if (text.charAt(group.at) !== ',') return conditions;
    group.at += 1;
  }
}

function readMember(group: GroupText, depth: number): Condition | undefined {
  const { parameter, reading } = group;
  const kind = GROUP_KINDS.find((name) => group.text.startsWith(`${name}(`, group.at));
  if (kind !== undefined) {
    group.at += kind.length + 1;
    // Groups count too, or empty ones would be free.
    const counts = countCondition(parameter, reading);
    const conditions = readMembers(group, depth + 1);
    expect(group, ')');
    return counts ? joined(kind, conditions) : undefined;
  }
  const key = take(group, /[^=,()"\s]+/y);
  if (key === '') throw new Unreadable(`needs a condition such as name=Ada at character ${place(group)}`);
  expect(group, '=');
  return readCondition(key, readOperand(group), parameter, reading);
}

/** The text of one value, or of several in parentheses, as it would stand in a parameter of its own. */
function readOperand(group: GroupText): string {
  const isList = group.text.charAt(group.at) === '(';
  if (isList) group.at += 1;
  const start = group.at;
  if (!isList) {
    if (!skipQuoted(group)) take(group, /[^,()]*/y);
    return group.text.slice(start, group.at);
  }
  // A quote opens where a value or a word begins; elsewhere it is a character like any other.
  do {
    if (!skipQuoted(group)) take(group, /[^\s,()]*/y);
  } while (take(group, /[\s,]/y) !== '');
  const list = group.text.slice(start, group.at);
  expect(group, ')');
  return list;
}

function skipQuoted(group: GroupText): boolean {
  if (group.text.charAt(group.at) !== '"') return false;
  const quoted = readQuoted(group.text, group.at);
  if (!quoted) throw new Unreadable('has an opening quote without a closing one');
  group.at = quoted.end;
  return true;
}

/** What a pattern finds at the place that is reached, which moves behind it. */
function take(group: GroupText, pattern: RegExp): string {
  pattern.lastIndex = group.at;
  const [found = ''] = pattern.exec(group.text) ?? [];
  group.at += found.length;
  return found;
}

function expect(group: GroupText, character: string): void {
  if (group.text.charAt(group.at) !== character)
    throw new Unreadable(`needs "${character}" at character ${place(group)}`);
  group.at += 1;
}

function place({ at }: GroupText): string {
  return String(at + 1);
}

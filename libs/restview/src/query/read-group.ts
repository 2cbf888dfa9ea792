import type { Condition } from './condition.js';
import { allOf } from './condition.js';
import { type ConditionReading, readCondition } from './read-condition.js';
import { readQuoted } from './split-values.js';

/** What joins the conditions of a group. */
export type GroupKind = 'and' | 'or' | 'not';

/** The text of a group, and how far it is read. */
interface Cursor {
  readonly text: string;
  at: number;
}

/** Stops the reading of one group; the mistake is recorded by then. */
class Unreadable {
  constructor(readonly detail: string) {}
}

/**
 * Reads a group of conditions, such as `status=open,and(age__gte=18,age__lt=65),not(city.name=Paris)`.
 *
 * A condition is `key=value`; several values stand in parentheses, `status__in=(open,paid)`; a value with commas or
 * parentheses stands in double quotes. Groups are `and(…)`, `or(…)` and `not(…)`; the outermost parentheses may be left
 * out. An empty `or` holds for no row, an empty `and` for every row, and `not` for the rows that the rest leaves out.
 *
 * @returns `undefined` when something is wrong; the mistakes say what.
 */
export function readGroup(kind: GroupKind, text: string, reading: ConditionReading): Condition | undefined {
  const parameter: string = kind;
  const before = reading.mistakes.length;
  if (text.length > reading.limits.maxValueLength) {
    const detail = `"${parameter}" may have ${String(reading.limits.maxValueLength)} characters at most.`;
    reading.mistakes.push({ parameter, code: 'too_long', detail });
    return undefined;
  }
  const cursor: Cursor = { text, at: 0 };
  try {
    const isEnclosed = text.startsWith('(');
    if (isEnclosed) cursor.at = 1;
    const conditions = readMembers(cursor, parameter, reading, 1);
    if (isEnclosed) expect(cursor, ')');
    if (cursor.at < text.length) throw new Unreadable(`has something unexpected at character ${String(cursor.at + 1)}`);
    return reading.mistakes.length > before ? undefined : joined(kind, conditions);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    reading.mistakes.push({ parameter, code: 'group', detail: `"${parameter}" ${error.detail}.` });
    return undefined;
  }
}

function joined(kind: GroupKind, conditions: readonly Condition[]): Condition {
  if (kind === 'or') return { kind: 'or', conditions };
  return kind === 'and' ? allOf(conditions) : { kind: 'not', condition: allOf(conditions) };
}

/** The members of a group up to its closing parenthesis or the end. */
function readMembers(cursor: Cursor, parameter: string, reading: ConditionReading, depth: number): Condition[] {
  if (depth > reading.limits.maxGroupDepth) {
    throw new Unreadable(`nests groups more than ${String(reading.limits.maxGroupDepth)} deep`);
  }
  const conditions: Condition[] = [];
  if (isAtEnd(cursor)) return conditions;
  for (;;) {
    const member = readMember(cursor, parameter, reading, depth);
    if (member) conditions.push(member);
    if (cursor.text.charAt(cursor.at) !== ',') return conditions;
    cursor.at += 1;
  }
}

function readMember(
  cursor: Cursor,
  parameter: string,
  reading: ConditionReading,
  depth: number,
): Condition | undefined {
  const group = /(and|or|not)\(/y;
  group.lastIndex = cursor.at;
  const opened = group.exec(cursor.text);
  if (opened) {
    cursor.at = group.lastIndex;
    // Groups count too, or empty ones would be free.
    reading.count += 1;
    const conditions = readMembers(cursor, parameter, reading, depth + 1);
    expect(cursor, ')');
    return joined(opened[1] === 'and' ? 'and' : opened[1] === 'or' ? 'or' : 'not', conditions);
  }
  const key = /[^=,()"\s]+/y;
  key.lastIndex = cursor.at;
  const [name] = key.exec(cursor.text) ?? [];
  if (name === undefined)
    throw new Unreadable(`needs a condition such as name=Ada at character ${String(cursor.at + 1)}`);
  cursor.at += name.length;
  expect(cursor, '=');
  return readCondition(name, readOperand(cursor), parameter, reading);
}

/** One value, or several in parentheses. */
function readOperand(cursor: Cursor): readonly string[] {
  if (cursor.text.charAt(cursor.at) !== '(') return [readValue(cursor)];
  cursor.at += 1;
  const values = [readValue(cursor)];
  while (cursor.text.charAt(cursor.at) === ',') {
    cursor.at += 1;
    values.push(readValue(cursor));
  }
  expect(cursor, ')');
  return values;
}

function readValue(cursor: Cursor): string {
  if (cursor.text.charAt(cursor.at) === '"') {
    const quoted = readQuoted(cursor.text, cursor.at);
    if (!quoted) throw new Unreadable('has an opening quote without a closing one');
    cursor.at = quoted.end;
    return quoted.value;
  }
  const plain = /[^,()]*/y;
  plain.lastIndex = cursor.at;
  const [value = ''] = plain.exec(cursor.text) ?? [];
  cursor.at += value.length;
  return value;
}

function expect(cursor: Cursor, character: string): void {
  if (cursor.text.charAt(cursor.at) !== character) {
    throw new Unreadable(`needs "${character}" at character ${String(cursor.at + 1)}`);
  }
  cursor.at += 1;
}

function isAtEnd({ text, at }: Cursor): boolean {
  return at >= text.length || text.charAt(at) === ')';
}

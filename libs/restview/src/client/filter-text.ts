import { type Comparison, comparisonsOn } from './comparison.js';
import { isPlainObject } from './is-record.js';
import { UsageError } from './usage-error.js';
import { listItem, quoted } from './value-text.js';

/** The parameters of a filter, by the grammar of lists: `[name, value]`, not yet escaped for a URL. */
export function filterParameters(filter: unknown): readonly (readonly [string, string])[] {
  return Object.entries(recordOf(filter)).flatMap(([name, condition]): (readonly [string, string])[] => {
    if (name === 'or') return [['or', membersOf(name, condition).map(memberText).join()]];
    // Each for itself: conditions of one group speak of the same related row.
    if (name === 'and') return membersOf(name, condition).map((member) => ['and', conditionTexts(member).join()]);
    if (name === 'not') return [['not', conditionTexts(condition).join()]];
    return comparisonsOn(name, condition).flatMap(comparisonParameter);
  });
}

function comparisonParameter({ key, kind, values, constant }: Comparison): readonly (readonly [string, string])[] {
  // An empty group of alternatives holds for no row.
  if (constant !== undefined) return constant === 'no row' ? [['or', '']] : [];
  switch (kind) {
    case 'words':
      return [[key, values.join(' ')]];
    case 'phrases':
      return [[key, values.map(quoted).join(' ')]];
    case 'text':
      return values.map((value) => [key, value.startsWith('"') ? quoted(value) : value]);
    default:
      return [[key, values.map(listItem).join()]];
  }
}

/** The conditions of a filter as members of a group. */
function conditionTexts(filter: unknown): readonly string[] {
  return Object.entries(recordOf(filter)).flatMap(([name, condition]): readonly string[] => {
    if (name === 'or') return [`or(${membersOf(name, condition).map(memberText).join()})`];
    if (name === 'and') return membersOf(name, condition).map((member) => `and(${conditionTexts(member).join()})`);
    if (name === 'not') return [`not(${conditionTexts(condition).join()})`];
    return comparisonsOn(name, condition).map(comparisonText);
  });
}

/** A filter as one member of a group. */
function memberText(filter: unknown): string {
  const texts = conditionTexts(filter);
  return texts.length === 1 ? texts.join() : `and(${texts.join()})`;
}

function comparisonText({ key, kind, values, constant }: Comparison): string {
  if (constant !== undefined) return constant === 'no row' ? 'or()' : 'and()';
  switch (kind) {
    case 'words':
      return `${key}=(${values.flatMap(wordsOf).map(groupItem).join(' ')})`;
    case 'phrases':
      return `${key}=(${values.map(quoted).join(' ')})`;
    default:
      return values.length === 1
        ? `${key}=${values.map(groupItem).join()}`
        : `${key}=(${values.map(groupItem).join()})`;
  }
}

/** A value within a group, where commas and parentheses have a meaning. */
function groupItem(text: string): string {
  return /^[^\s,()"]+$/.test(text) ? text : quoted(text);
}

/** The words of a text; what stands in double quotes is one. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"|\S+/g)].map(([whole, phrase]) => phrase?.replaceAll('""', '"') ?? whole);
}

function recordOf(filter: unknown): Readonly<Record<string, unknown>> {
  if (!isPlainObject(filter)) throw new UsageError('A filter must be an object of conditions.');
  return filter;
}

function membersOf(kind: string, members: unknown): readonly unknown[] {
  if (!Array.isArray(members)) throw new UsageError(`"${kind}" must be a list of filters.`);
  return members;
}

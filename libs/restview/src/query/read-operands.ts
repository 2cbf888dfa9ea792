import { parseText } from '../model/column-values.js';
import type { ColumnDescription } from '../model/model-description.js';
import { isStorableText } from '../model/text-values.js';
import type { ListLimits } from './list-limits.js';
import type { Operator } from './operators.js';
import { searchWords } from './search-words.js';
import { splitValues } from './split-values.js';
import { textSearchOf } from './text-search.js';

/** What an operator compares with, or what is wrong with it. */
export type ReadOperands =
  { readonly values: readonly unknown[] } | { readonly code: string; readonly problem: string };

/**
 * Reads what an operator compares a column with, by the column's type.
 *
 * @param text - the value as in a URL, or several values, each as it stands.
 */
export function readOperands(
  operator: Operator,
  column: ColumnDescription,
  text: string | readonly string[],
  limits: ListLimits,
): ReadOperands {
  const given = typeof text === 'string' ? [text] : text;
  if (given.some((one) => one.length > limits.maxValueLength)) {
    return { code: 'too_long', problem: `may have ${String(limits.maxValueLength)} characters at most.` };
  }
  const operands = operandsOf(operator, column, text);
  if ('problem' in operands || operands.values.length <= limits.maxValues) return operands;
  return { code: 'too_many', problem: `may have ${String(limits.maxValues)} values at most.` };
}

function operandsOf(operator: Operator, column: ColumnDescription, text: string | readonly string[]): ReadOperands {
  if (operator === 'isnull') return readPresence(text);
  const search = textSearchOf(operator);
  if (search) return readSearched(text, search.place === 'anywhere');
  const split = typeof text === 'string' ? splitValues(text) : { values: text };
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

function readPresence(text: string | readonly string[]): ReadOperands {
  const word = booleanWord(typeof text === 'string' ? text : text.join());
  return word === 'true' || word === 'false'
    ? { values: [word === 'true'] }
    : { code: 'type', problem: 'takes true or false.' };
}

/** What is looked for anywhere is looked for word by word, a quoted phrase as a whole; else it is the text as it stands. */
function readSearched(text: string | readonly string[], byWord: boolean): ReadOperands {
  // Several values are as they stand, so none of their quotes has a meaning.
  const whole = typeof text === 'string' ? text : text.join(' ');
  if (!isStorableText(whole)) return { code: 'invalid_character', problem: 'has a character that no stored text has.' };
  const words = byWord ? searchWords(whole) : [unquoted(whole)].filter((word) => word !== '');
  return words.length > 0 ? { values: words } : { code: 'blank', problem: 'must not be blank.' };
}

function unquoted(text: string): string {
  const quoted = /^"((?:[^"]|"")*)"$/.exec(text);
  return quoted ? (quoted[1] ?? '').replaceAll('""', '"') : text;
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

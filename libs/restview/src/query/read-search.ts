import type { Mistake } from '../errors/mistake.js';
import { isStorableText } from '../model/text-values.js';
import type { Condition } from './condition.js';
import type { ListGrammar } from './list-grammar.js';
import type { ListLimits } from './list-limits.js';
import { searchCondition } from './search-condition.js';
import { searchWords } from './search-words.js';

/**
 * Reads the text of a search.
 *
 * @returns `undefined` when something is wrong; the mistakes say what.
 */
export function readSearch(
  parameter: string,
  text: string,
  { searchFields, limits }: ListGrammar,
  foldsCase: boolean,
  mistakes: Mistake[],
): Condition | undefined {
  const words = text.length > limits.maxValueLength ? [] : searchWords(text.normalize());
  const mistake = mistakeOf(text, words.length, limits);
  if (!mistake) return searchCondition(words, searchFields, foldsCase);
  const [code, problem] = mistake;
  mistakes.push({ parameter, code, detail: `"${parameter}" ${problem}.` });
  return undefined;
}

function mistakeOf(
  text: string,
  words: number,
  { maxValueLength, maxSearchWords }: ListLimits,
): readonly [code: string, problem: string] | undefined {
  if (text.length > maxValueLength) return ['too_long', `may have ${String(maxValueLength)} characters at most`];
  if (!isStorableText(text)) return ['invalid_character', 'has a character that no stored text has'];
  if (words === 0) return ['blank', 'must not be blank'];
  return words > maxSearchWords ? ['too_many', `may have ${String(maxSearchWords)} words at most`] : undefined;
}

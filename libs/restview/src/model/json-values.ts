import { isStorableText } from './text-values.js';
import { accepted, refused, type ValueReading } from './value-reading.js';

/** MySQL's limit; the others take more. */
const maxDepth = 100;

/**
 * Any JSON value, as the value of a JSON column.
 *
 * Refused is what a database cannot store (NUL characters, halves of surrogate pairs, nesting without end) or would
 * change in silence (a number too large for JSON).
 *
 * @internal
 */
export function readJson(value: unknown): ValueReading {
  return mistakeIn(value, 0) ?? accepted(value);
}

function mistakeIn(value: unknown, depth: number): ValueReading | undefined {
  switch (typeof value) {
    case 'string':
      return textMistake(value);
    case 'number':
      return Number.isFinite(value) ? undefined : refused('out_of_range', 'It has a number that is too large.');
    case 'boolean':
      return undefined;
    case 'object':
      return value === null ? undefined : partMistake(value, depth + 1);
    default:
      return refused('type', 'It must be a JSON value.');
  }
}

function partMistake(value: object, depth: number): ValueReading | undefined {
  if (depth > maxDepth) return refused('too_deep', `It must not be nested deeper than ${String(maxDepth)} levels.`);
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) {
      const mistake = mistakeIn(item, depth);
      if (mistake !== undefined) return mistake;
    }
    return undefined;
  }
  for (const [key, item] of Object.entries(value)) {
    const mistake = textMistake(key) ?? mistakeIn(item, depth);
    if (mistake !== undefined) return mistake;
  }
  return undefined;
}

function textMistake(text: string): ValueReading | undefined {
  return isStorableText(text) ? undefined : refused('invalid_character', 'It has a character that cannot be stored.');
}

import type { IncludeSyntax } from './include-syntax.js';
import { includedPaths } from './read-include.js';
import { readJsonParameter } from './read-json-parameter.js';

const EMBED = 'embed';
const EXAMPLE = '["author","tags"]';

/** The parameter of react-admin's `meta.embed`: `embed=["author","lines.product"]`, or the text of a single one. */
export const embedSyntax: IncludeSyntax = Object.freeze<IncludeSyntax>({
  parameter: EMBED,
  describe: ({ includable, limits }) => ({
    name: EMBED,
    description: `The relations that the answer has besides, as a JSON array of names; at most ${String(limits.maxIncludes)} of ${includable.slice(0, MOST_NAMES).join(', ')}.`,
    schema: { type: 'string', example: JSON.stringify(includable.slice(0, 2)) },
  }),
  read: (parameters, grammar, mistakes) => {
    if (grammar.includable.length === 0) return [];
    const value = readJsonParameter(EMBED, parameters, grammar.limits.maxValueLength, EXAMPLE, mistakes);
    if (value === undefined) return [];
    const named: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (named.every((name) => typeof name === 'string')) return includedPaths(named, EMBED, grammar, mistakes);
    const detail = `"${EMBED}" must be a JSON array of names, such as ${EXAMPLE}.`;
    mistakes.push({ parameter: EMBED, code: 'type', detail });
    return [];
  },
});

/** The most relations that the document names. */
const MOST_NAMES = 50;

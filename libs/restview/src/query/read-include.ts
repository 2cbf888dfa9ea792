import { closestName } from '../errors/closest-name.js';
import type { Mistake } from '../errors/mistake.js';
import type { ListGrammar } from './list-grammar.js';
import type { QueryParameters } from './query-parameters.js';
import { singleValue } from './read-page.js';
import { type FieldSelection, type ResponseFields } from './response-fields.js';
import { shown } from './shown.js';

/** The parameter by which clients ask for optional relations. */
export const INCLUDE_PARAMETER = 'include';

/** More than that are no slips of the keyboard. */
const MOST_MISTAKES = 20;

/**
 * Reads `include=notes,lines.product`.
 *
 * @returns the public paths, sorted, each with the optional ones on its way.
 */
export function readInclude(
  parameters: QueryParameters,
  { includable, limits }: Pick<ListGrammar, 'includable' | 'limits'>,
  mistakes: Mistake[],
): readonly string[] {
  if (includable.length === 0) return [];
  const text = singleValue(INCLUDE_PARAMETER, parameters, mistakes, limits);
  if (text === undefined || text === '') return [];
  return includedPaths(text.split(','), INCLUDE_PARAMETER, { includable, limits }, mistakes);
}

/** The public paths that a client names in a parameter, sorted, each with the optional ones on its way. */
export function includedPaths(
  named: readonly string[],
  parameter: string,
  { includable, limits }: Pick<ListGrammar, 'includable' | 'limits'>,
  mistakes: Mistake[],
): readonly string[] {
  const paths = [...new Set(named)];
  if (paths.length > limits.maxIncludes) {
    const detail = `"${parameter}" takes ${String(limits.maxIncludes)} relations at most.`;
    mistakes.push({ parameter, code: 'too_many', detail });
    return [];
  }
  const unknown = paths.filter((path) => !includable.includes(path));
  mistakes.push(
    ...unknown
      .slice(0, MOST_MISTAKES)
      .map((path) => ({ parameter, ...objectionTo(path, includable, limits.maxRelationDepth) })),
  );
  return unknown.length > 0 ? [] : withWay(paths, includable);
}

/** The optional relations that a selection of fields names. */
export function includedBy(
  selection: FieldSelection,
  fields: ResponseFields,
  includable: readonly string[],
  prefix = '',
): readonly string[] {
  return [...selection].flatMap(([name, part]) => {
    const field = fields.get(name);
    const path = prefix + name;
    const inner = part === 'whole' ? undefined : field?.nested?.();
    return [
      ...(includable.includes(path) ? [path] : []),
      ...(part !== 'whole' && inner ? includedBy(part, inner, includable, `${path}.`) : []),
    ];
  });
}

/** The paths with the optional relations that lie on their way, in one order whatever the client's. */
export function withWay(paths: readonly string[], includable: readonly string[]): readonly string[] {
  const all = new Set(
    paths.flatMap((path) => includable.filter((other) => path === other || path.startsWith(`${other}.`))),
  );
  return Object.freeze([...all].sort());
}

function objectionTo(
  path: string,
  includable: readonly string[],
  maxRelationDepth: number,
): Pick<Mistake, 'code' | 'detail'> {
  if (path.split('.').length > maxRelationDepth) {
    const detail = `"${shown(path)}" goes too deep: an answer has ${String(maxRelationDepth)} levels of relations.`;
    return { code: 'too_deep', detail };
  }
  const suggestion = closestName(path, includable);
  const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
  return { code: 'unknown_field', detail: `There is no relation "${shown(path)}" to include.${hint}` };
}

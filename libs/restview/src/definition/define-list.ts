import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { ModelDescription } from '../model/model-description.js';
import { DEFAULT_PAGE_SIZE, type ListGrammar, MAX_PAGE_SIZE } from '../query/list-grammar.js';
import type { ViewClass } from './view-class.js';
import type { ViewOptions } from './view-options.js';

/** Which list parameters a view understands. */
export function defineList(
  view: ViewClass,
  options: ViewOptions,
  model: ModelDescription,
  mistakes: ConfigurationMistake[],
): ListGrammar {
  const { maxPageSize = MAX_PAGE_SIZE, extraQueryParams = [] } = options;
  const { defaultPageSize = Math.min(DEFAULT_PAGE_SIZE, maxPageSize) } = options;
  if (!isCount(maxPageSize)) {
    mistakes.push({
      subject: `${view.name}: "maxPageSize"`,
      problem: `is ${String(maxPageSize)}, which is not a number of rows.`,
      remedy: 'Give a whole number from 1.',
    });
  } else if (defaultPageSize !== null && (!isCount(defaultPageSize) || defaultPageSize > maxPageSize)) {
    mistakes.push({
      subject: `${view.name}: "defaultPageSize"`,
      problem: `is ${String(defaultPageSize)}, which is not from 1 to maxPageSize (${String(maxPageSize)}).`,
      remedy: 'Give a number in that range, or null for lists without a page size.',
    });
  }
  for (const name of extraQueryParams) {
    const isTaken = name === 'page' || name === 'page_size';
    if (!isTaken && /^[\w.-]+$/.test(name)) continue;
    mistakes.push({
      subject: `${view.name}: "extraQueryParams"`,
      problem: `names "${name}", which ${isTaken ? 'the list itself uses' : 'is not a name for a parameter'}.`,
      remedy: 'Choose another name of letters, digits, "_", "-" and ".".',
    });
  }
  return Object.freeze({
    defaultPageSize,
    maxPageSize,
    extraQueryParams: Object.freeze([...extraQueryParams]),
    keyOrder: Object.freeze(model.primaryKey.map(({ path }) => Object.freeze({ path, direction: 'asc' as const }))),
  });
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

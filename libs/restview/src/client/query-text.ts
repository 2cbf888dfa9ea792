import { filterParameters } from './filter-text.js';
import { isRecord } from './is-record.js';
import { UsageError } from './usage-error.js';
import { listItem, valueText } from './value-text.js';

/** What a request asks for, by names of the document, as no type narrows it. */
export type LooseQuery = Readonly<Record<string, unknown>>;

/** The query of a list, as it stands behind the path: `?age__gte=18&sort=-createdAt`, or nothing. */
export function listQueryText({ filter, params, raw, ...rest }: LooseQuery): string {
  const parameters = new URLSearchParams();
  if (filter !== undefined) for (const [name, text] of filterParameters(filter)) parameters.append(name, text);
  appendParameters(parameters, rest);
  appendParameters(parameters, membersOf(params, 'params'));
  for (const [name, value] of Object.entries(membersOf(raw, 'raw'))) {
    for (const text of Array.isArray(value) ? value : [value]) parameters.append(name, valueText(text, name));
  }
  return textOf(parameters);
}

/** The query of another request. */
export function plainQueryText(query: LooseQuery): string {
  const parameters = new URLSearchParams();
  appendParameters(parameters, query);
  return textOf(parameters);
}

/** Values of a list stand in one text, with commas between them; a name without a value is left out. */
function appendParameters(parameters: URLSearchParams, values: LooseQuery): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const texts = items.map((item) => valueText(item, name));
    parameters.append(name, Array.isArray(value) ? texts.map(listItem).join() : texts.join());
  }
}

function membersOf(value: unknown, name: string): LooseQuery {
  if (value === undefined) return {};
  if (!isRecord(value)) throw new UsageError(`"${name}" must be an object of parameters.`);
  return value;
}

function textOf(parameters: URLSearchParams): string {
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

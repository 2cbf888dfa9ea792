import type { GeneratedRoute } from './generated-routes.js';
import { pascalCase, type ResourceNames, wordsOf } from './resource-names.js';

/** The operation of a generated route: `listUsers`, `getUser`. */
export function operationIdOf({ verb }: GeneratedRoute, { one, many }: ResourceNames): string {
  return verb + pascalCase(verb === LIST ? many : one);
}

/** What a generated route does, in a few words: `List users`. */
export function summaryOf({ verb }: GeneratedRoute, { one, many }: ResourceNames): string {
  return capitalised(`${verb} ${verb === LIST ? many : one}`);
}

/** The verb of the only generated route that is about many rows. */
const LIST = 'list';

/** The operation of a custom route: `archive` → `archiveUser`, on the whole collection `import` → `importUsers`. */
export function customOperationId(method: string, names: ResourceNames, isOnRow: boolean): string {
  const verb = method.replace(/(?<=.)Endpoint$/, '');
  return saysWhat(verb, names) ? verb : verb + pascalCase(isOnRow ? names.one : names.many);
}

/** The operation of an action that reads, whose method is mostly named after what it gives: `preview` → `getUserPreview`. */
export function readingOperationId(method: string, names: ResourceNames, isOnRow: boolean): string {
  if (/^(get|list|find|count|search|export|download)(?![a-z])/.test(method)) {
    return customOperationId(method, names, isOnRow);
  }
  return `get${pascalCase(isOnRow ? names.one : names.many)}${pascalCase(method)}`;
}

/** A name as a person writes it: `markAsPaid` → `Mark as paid`. */
export function labelOf(name: string): string {
  return capitalised(wordsOf(name).join(' '));
}

/** A name that has the resource in it already, such as `archiveUser`. */
function saysWhat(verb: string, { one, many }: ResourceNames): boolean {
  const said = verb.toLowerCase();
  return [one, many].some((name) => said.endsWith(pascalCase(name).toLowerCase()));
}

/**
 * The operation id in one version of a view and at one of its paths: `listUsersV2`, at a second path `listUsers2`.
 *
 * @param version - the version of the route, if it has one.
 * @param place - which of the view's paths it is, from 0.
 */
export function operationIdAt(operationId: string, version: string | undefined, place: number): string {
  const suffix = version === undefined ? '' : `V${version.replace(/[^A-Za-z0-9]+/g, '_')}`;
  return operationId + suffix + (place === 0 ? '' : String(place + 1));
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

import type { KeyDefinition } from '../definition/view-definition.js';
import { type ControllerMethod, routePathsOf, setRoutePaths } from './nest-metadata.js';

/** The segment of a route's path that stands for the view's key. */
const KEY_SEGMENT = ':id';

/**
 * Gives the route of a view the segments of the view's key where its path has `:id`: `/:id/archive` becomes
 * `/:orderId/:lineNo/archive`.
 *
 * So a route that a base class or a mixin writes once fits views with keys of any number of columns.
 *
 * @returns the parameters that a path now has twice.
 */
export function expandKeyPaths(method: ControllerMethod, key: KeyDefinition): readonly string[] {
  if (key.parameters.length === 1) return [];
  const declared = routePathsOf(method);
  const paths = declared.map((path) => expanded(path, key));
  if (paths.every((path, index) => path === declared[index])) return [];
  setRoutePaths(method, paths);
  return key.parameters.filter((name) =>
    paths.some((path) => path.split('/').filter((one) => one === `:${name}`).length > 1),
  );
}

function expanded(path: string, key: KeyDefinition): string {
  // A path that spells the key out may have a part that is called "id".
  if (`${path}/`.includes(`${key.path}/`)) return path;
  return path
    .split('/')
    .map((segment) => (segment === KEY_SEGMENT ? key.path.slice(1) : segment))
    .join('/');
}

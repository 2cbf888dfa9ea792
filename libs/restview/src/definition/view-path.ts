import type { ControllerOptions } from '@nestjs/common';

/**
 * Where a view is served: a path, several paths, or Nest's options (path, version, host).
 *
 * @public
 */
export type ViewPath = string | readonly string[] | ControllerOptions;

/** The same in Nest's one form. */
export function controllerOptionsOf(path: ViewPath): ControllerOptions {
  if (typeof path === 'string') return { path };
  return isList(path) ? { path: [...path] } : path;
}

function isList(path: ViewPath): path is readonly string[] {
  return Array.isArray(path);
}

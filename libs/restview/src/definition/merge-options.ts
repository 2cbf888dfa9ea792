import type { ViewOptions } from './view-options.js';

/**
 * The options of a view: its own over those of the class it extends.
 *
 * Lists add up, and fail closed: exclusions unite, the allow list can only shrink.
 */
export function mergeOptions(inherited: ViewOptions, own: ViewOptions): ViewOptions {
  const merged: ViewOptions = {
    ...inherited,
    ...own,
    ...unite('tags', inherited, own),
    ...unite('excludeRoutes', inherited, own),
    ...unite('extraQueryParams', inherited, own),
    ...(inherited.responses || own.responses ? { responses: { ...inherited.responses, ...own.responses } } : {}),
  };
  if (!inherited.routes || !own.routes) return merged;
  const allowed = new Set(inherited.routes);
  return { ...merged, routes: own.routes.filter((route) => allowed.has(route)) };
}

function unite(
  name: 'tags' | 'excludeRoutes' | 'extraQueryParams',
  inherited: ViewOptions,
  own: ViewOptions,
): Partial<ViewOptions> {
  const united = new Set([...(inherited[name] ?? []), ...(own[name] ?? [])]);
  return united.size > 0 ? { [name]: [...united] } : {};
}

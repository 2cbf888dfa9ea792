import type { ViewOptions } from './view-options.js';

/**
 * The options of a view: its own over those of the class it extends.
 *
 * Lists add up, and fail closed: exclusions unite, allow lists can only shrink.
 */
export function mergeOptions(inherited: ViewOptions, own: ViewOptions): ViewOptions {
  const merged: ViewOptions = {
    ...withoutNames(withoutIdType(inherited, own)),
    ...own,
    ...unite('tags', inherited, own),
    ...unite('excludeRoutes', inherited, own),
    ...unite('extraQueryParams', inherited, own),
    ...unite('searchFields', inherited, own),
    ...unite('problemCodes', inherited, own),
    ...intersect('routes', inherited, own),
    ...intersect('filterable', inherited, own),
    ...intersect('sortable', inherited, own),
    ...overlay('responses', inherited, own),
    ...overlay('defaultFilter', inherited, own),
    ...overlay('limits', inherited, own),
    ...overlay('queryFlags', inherited, own),
  };
  return merged;
}

/** How the inherited key is read says nothing of another column. */
function withoutIdType(inherited: ViewOptions, { lookup }: ViewOptions): ViewOptions {
  const { idType: _idType, ...rest } = inherited;
  return lookup === undefined ? inherited : rest;
}

/** What one view calls its rows is no name for those of another. */
function withoutNames({ names: _names, ...rest }: ViewOptions): ViewOptions {
  return rest;
}

/** What both allow. */
function intersect(
  name: 'routes' | 'filterable' | 'sortable',
  inherited: ViewOptions,
  own: ViewOptions,
): Partial<ViewOptions> {
  const allowed = inherited[name];
  const wanted = own[name];
  return allowed && wanted ? { [name]: wanted.filter((one) => allowed.includes(one)) } : {};
}

/** Entry by entry, the own ones first. */
function overlay(
  name: 'responses' | 'defaultFilter' | 'limits' | 'queryFlags',
  inherited: ViewOptions,
  own: ViewOptions,
): Partial<ViewOptions> {
  return inherited[name] && own[name] ? { [name]: { ...inherited[name], ...own[name] } } : {};
}

function unite(
  name: 'tags' | 'excludeRoutes' | 'extraQueryParams' | 'searchFields' | 'problemCodes',
  inherited: ViewOptions,
  own: ViewOptions,
): Partial<ViewOptions> {
  const united = new Set([...(inherited[name] ?? []), ...(own[name] ?? [])]);
  return united.size > 0 ? { [name]: [...united] } : {};
}

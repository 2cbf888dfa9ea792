import { Controller, type ControllerOptions } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { defineView } from '../definition/define-view.js';
import { inheritedOptionsOf, registerBase, registerView } from '../definition/definitions.js';
import { mergeOptions } from '../definition/merge-options.js';
import type { ViewClass } from '../definition/view-class.js';
import type { BareViewOptions, ViewOptions } from '../definition/view-options.js';
import { RestView } from '../view/rest-view.js';
import { registerRoutes } from './register-routes.js';

/**
 * Makes a class a view: a controller whose routes are inherited and overridable like any method.
 *
 * On a class that extends {@link RestView} the view serves `model` by the generated routes; on any other class it is a
 * bare view: a path, tags, and routes that classes which extend it inherit. An override without a route decorator keeps
 * the route of what it overrides. Guards, interceptors and `@ApiX` decorators work as on any controller.
 *
 * Mistakes in the options are reported when the application starts, all together, as a {@link ConfigurationError}.
 *
 * @param path - the whole path of the view, or Nest's `ControllerOptions` (version, host, several paths).
 * @param options - inherited from the view that the class extends; see {@link ViewOptions}.
 * @example
 * @View('users', { model: User, schema: UserRead, maxPageSize: 200 })
 * export class UserView extends RestView<User, UserRead> {}
 *
 * @public
 */
export function View<Entity extends object, Schema extends object = Entity>(
  path: string | ControllerOptions,
  options: ViewOptions<Entity, Schema>,
): (view: ViewClass<RestView<Entity, Schema>>) => void;
export function View(path: string | ControllerOptions, options?: BareViewOptions): (view: ViewClass) => void;
export function View(path: string | ControllerOptions, own: ViewOptions = {}): (view: ViewClass) => void {
  return (view) => {
    const options = mergeOptions(inheritedOptionsOf(view), own);
    const isResource = view.prototype instanceof RestView;
    const { draft, mistakes: found } = defineView({ view, path, options, isResource });
    const mistakes = [...found];
    const routes = registerRoutes(view, draft, options, mistakes);
    registerView({ view, definition: Object.freeze({ ...draft, routes }), options, mistakes });
    ApiTags(...draft.tags)(view);
    if (typeof path === 'string') Controller(path)(view);
    else Controller(path)(view);
  };
}

/**
 * Gives options to the views that extend a class, without making it a view: for a base view or a mixin.
 *
 * @example
 * @ViewDefaults({ maxPageSize: 200, excludeRoutes: [ViewRoute.DELETE] })
 * export abstract class AppView<Entity extends object> extends RestView<Entity> {}
 *
 * @public
 */
export function ViewDefaults(options: ViewOptions): (base: ViewClass) => void {
  return (base) => {
    registerBase(base, mergeOptions(inheritedOptionsOf(base), options));
  };
}

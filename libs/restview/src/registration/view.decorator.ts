import { Controller } from '@nestjs/common';
import { defineView } from '../definition/define-view.js';
import { inheritedOptionsOf, registerBase, registerView, viewAbove } from '../definition/definitions.js';
import { mergeOptions } from '../definition/merge-options.js';
import { controllerOptionsOf, type ViewPath } from '../definition/view-path.js';
import type { ViewClass } from '../definition/view-class.js';
import type { BareViewOptions, ViewOptions } from '../definition/view-options.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { RestView } from '../view/rest-view.js';
import { routeNameMistakes } from './check-route-names.js';
import { declaredActionsOf } from './declared-actions.js';
import { setTags, tagsOf } from './nest-metadata.js';
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
 * @param path - the whole path of the view, several paths, or Nest's `ControllerOptions` (version, host).
 * @param options - inherited from the view that the class extends; see {@link ViewOptions}.
 * @example
 * @View('users', { model: User, schema: UserRead, maxPageSize: 200 })
 * export class UserView extends RestView<User, UserRead> {}
 *
 * @public
 */
export function View(path: ViewPath, options?: BareViewOptions): (view: ViewClass) => void;
/**
 * Makes a class that extends {@link RestView} a view over a model; see the other form for what a view is.
 *
 * @public
 */
export function View<Entity extends object, Schema extends object = Partial<Entity>>(
  path: ViewPath,
  options: ViewOptions<Entity, Schema>,
): (view: ViewClass<RestView<Entity, Schema>>) => void;
export function View(path: ViewPath, own: ViewOptions = {}): (view: ViewClass) => void {
  return (view) => {
    const isResource = view.prototype instanceof RestView;
    const options = mergeOptions(inheritedOptionsOf(view), withDeclaredTags(view, own));
    const mistakes: ConfigurationMistake[] = [];
    const actions = isResource ? declaredActionsOf(view, mistakes) : [];
    const { draft, mistakes: found } = defineView({ view, path, options, isResource, actions });
    mistakes.push(...found, ...routeNameMistakes(view, isResource, own, options, actions));
    const routes = registerRoutes(view, draft, options, actions, mistakes);
    registerView({ view, definition: Object.freeze({ ...draft, routes }), options, mistakes });
    setTags(view, draft.tags);
    Controller(controllerOptionsOf(path))(view);
  };
}

/** Tags by Swagger's own decorator are tags of the view, like those of the option. */
function withDeclaredTags(view: ViewClass, own: ViewOptions): ViewOptions {
  const known = new Set(viewAbove(view)?.definition.tags);
  const declared = tagsOf(view).filter((tag) => !known.has(tag));
  return declared.length > 0 ? { ...own, tags: [...(own.tags ?? []), ...declared] } : own;
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
export function ViewDefaults(options: Omit<ViewOptions, 'names'>): (base: ViewClass) => void {
  return (base) => {
    registerBase(base, mergeOptions(inheritedOptionsOf(base), options));
  };
}

import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import { noteServedEntity } from '../model/served-entities.js';
import { noteResource } from '../schema/document/resource-paths.js';
import type { ViewClass } from './view-class.js';
import type { ViewDefinition } from './view-definition.js';
import type { ViewOptions } from './view-options.js';

/** All that decorating a view class left behind. */
export interface RegisteredView {
  readonly view: ViewClass;
  readonly definition: ViewDefinition;
  /** The merged options, for the classes that extend the view. */
  readonly options: ViewOptions;
  /** What the start has to report. */
  readonly mistakes: readonly ConfigurationMistake[];
}

const registeredViews = new WeakMap<object, RegisteredView>();
const optionsOfBases = new WeakMap<object, ViewOptions>();

/** Keeps what `@View` made of a class. */
export function registerView(registered: RegisteredView): void {
  registeredViews.set(registered.view, registered);
  optionsOfBases.set(registered.view, registered.options);
  const { view, definition } = registered;
  if (!definition.resource) return;
  const { entity } = definition.resource.model;
  noteServedEntity(view, entity);
  noteResource({ view, entity, path: definition.paths[0] ?? '' });
}

/** Keeps the options of a base class that is no view itself. */
export function registerBase(base: ViewClass, options: ViewOptions): void {
  optionsOfBases.set(base, options);
}

/** What `@View` made of this very class; `undefined` for a class without the decorator. */
export function registeredViewOf(view: object): RegisteredView | undefined {
  return registeredViews.get(view);
}

/** The merged options of the nearest class that `view` extends. */
export function inheritedOptionsOf(view: object): ViewOptions {
  return nearestAbove(view, optionsOfBases) ?? {};
}

/** What `@View` made of the nearest view that `view` extends. */
export function viewAbove(view: object): RegisteredView | undefined {
  return nearestAbove(view, registeredViews);
}

/** What is kept of the nearest class that `view` extends. */
export function nearestAbove<Kept>(view: object, kept: WeakMap<object, Kept>): Kept | undefined {
  for (
    let base: unknown = Object.getPrototypeOf(view);
    typeof base === 'function';
    base = Object.getPrototypeOf(base)
  ) {
    const found = kept.get(base);
    if (found) return found;
  }
  return undefined;
}

/**
 * The frozen definition of a view: its paths, routes, schemas and list grammar.
 *
 * @throws {@link ConfigurationError} when the class is not decorated with `@View` or its definition has mistakes.
 * @example
 * describeView(UserView).resource?.schema.fields.map((field) => field.wireName);
 *
 * @public
 */
export function describeView(view: ViewClass): ViewDefinition {
  const registered = registeredViewOf(view);
  if (!registered) {
    throw new ConfigurationError({
      subject: view.name,
      problem: 'is not a view.',
      remedy: 'Decorate it with @View(path, options).',
    });
  }
  if (registered.mistakes.length > 0) throw new ConfigurationError(...registered.mistakes);
  return registered.definition;
}

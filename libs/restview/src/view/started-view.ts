import { ConfigurationError } from '../errors/configuration-error.js';
import type { BoundView } from './bound-view.js';

/** A view object, which the start of its application ties to what was compiled for it. */
export abstract class StartedView<Entity extends object> {
  #bound: BoundView<Entity> | undefined;

  /** Ties a view object to its application. */
  static start<Entity extends object>(view: StartedView<Entity>, bound: BoundView<Entity>): void {
    view.#bound = bound;
  }

  /** What was compiled for a view object; `undefined` before the start. */
  static find<Entity extends object>(view: StartedView<Entity>): BoundView<Entity> | undefined {
    return view.#bound;
  }

  /**
   * What was compiled for a view object.
   *
   * @throws {@link ConfigurationError} when the application has not started, or imports no `RestviewModule`.
   */
  static of<Entity extends object>(view: StartedView<Entity>): BoundView<Entity> {
    if (view.#bound) return view.#bound;
    throw new ConfigurationError({
      subject: view.constructor.name,
      problem: 'is used before its application has started, or without RestviewModule.',
      remedy: 'Import RestviewModule.forRoot() once, and call app.init() or app.listen() first.',
    });
  }

  /**
   * Stops an application that forgot the module, before it serves a request without checks.
   *
   * @internal
   */
  onApplicationBootstrap(): void {
    StartedView.of(this);
  }
}

/**
 * The same as the class that views extend, without the static methods: these are not for views, and an application that
 * emits declarations would have to name their types where a mixin takes a `RestView<User>`.
 */
export const StartedViewBase: abstract new <Entity extends object>() => StartedView<Entity> = StartedView;

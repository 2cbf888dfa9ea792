import { Injectable } from '@nestjs/common';
import { registeredViewOf } from '../definition/definitions.js';
import type { ViewClass } from '../definition/view-class.js';
import type { ViewDefinition } from '../definition/view-definition.js';
import { ConfigurationError } from '../errors/configuration-error.js';

/**
 * The views of one application. Complete when the application starts, and closed from then on.
 *
 * @public
 */
@Injectable()
export class ViewRegistry {
  private readonly registered = new Set<ViewClass>();
  private isComplete = false;

  /** The definitions of all views of the application. */
  get views(): readonly ViewDefinition[] {
    return [...this.registered].flatMap((view) => registeredViewOf(view)?.definition ?? []);
  }

  /**
   * Adds a view.
   *
   * @throws {@link ConfigurationError} for a class that is no view, and for any view once the application has started.
   */
  register(view: ViewClass): void {
    if (!registeredViewOf(view)) {
      throw new ConfigurationError({
        subject: view.name,
        problem: 'is registered as a view, but is not one.',
        remedy: 'Decorate it with @View(path, options).',
      });
    }
    if (this.isComplete && !this.registered.has(view)) {
      throw new ConfigurationError({
        subject: view.name,
        problem: 'is registered after the application has started, so it would have no routes.',
        remedy: 'Import its module eagerly.',
      });
    }
    this.registered.add(view);
  }

  /** Adds the views that are merely listed as controllers, and closes the registry. */
  complete(views: readonly ViewClass[]): void {
    for (const view of views) this.register(view);
    this.isComplete = true;
  }
}

import type { ModulesContainer } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { registeredViewOf, viewAbove } from '../definition/definitions.js';
import type { ViewClass } from '../definition/view-class.js';
import type { ViewDefinition } from '../definition/view-definition.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';

/** A controller of the application that is a view. */
export interface DiscoveredView {
  readonly view: ViewClass;
  readonly wrapper: InstanceWrapper;
  readonly definition: ViewDefinition;
  /** What is wrong with its definition. */
  readonly mistakes: readonly ConfigurationMistake[];
}

/** Finds the views among an application's controllers, and what is wrong with each on its own. */
export function discoverViews(modules: ModulesContainer, mistakes: ConfigurationMistake[]): readonly DiscoveredView[] {
  const views: DiscoveredView[] = [];
  for (const wrapper of [...modules.values()].flatMap(({ controllers }) => [...controllers.values()])) {
    if (!wrapper.metatype) continue;
    const registered = registeredViewOf(wrapper.metatype);
    if (registered) {
      const { view, definition, mistakes: own } = registered;
      views.push({ view, wrapper, definition, mistakes: own });
      mistakes.push(...own);
    } else if (viewAbove(wrapper.metatype)) {
      mistakes.push({
        subject: wrapper.metatype.name,
        problem: 'is listed as a controller and extends a view, but is no view itself.',
        remedy: 'Decorate it with @View(path, options); options are inherited, the path is not.',
      });
    }
  }
  return views;
}

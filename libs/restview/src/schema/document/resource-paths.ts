import type { ReferenceTarget } from '../marks.js';
import { documentedApplications, type ServedResource } from './documented-application.js';

/** By view and by entity, in the order in which the views were decorated. */
const decorated = new WeakMap<object, readonly ServedResource[]>();

/** Notes a view when it is decorated. */
export function noteResource(resource: ServedResource): void {
  for (const key of [resource.view, resource.entity]) decorated.set(key, [...(decorated.get(key) ?? []), resource]);
}

/**
 * The path of the view that serves a target: of the view itself, or of the first view over the entity.
 *
 * Only views count that an application has, since a class may be decorated and not be used; and the order of an
 * application's modules is the developer's, while that of decorating follows from imports. Nest's preview mode makes no
 * application to speak of; there all decorated views count.
 */
export function resourcePathOf(target: ReferenceTarget): string | undefined {
  const applications = documentedApplications();
  const served =
    applications.length > 0 ? applications.flatMap(({ resources }) => resources) : (decorated.get(target) ?? []);
  return served.find(({ view, entity }) => view === target || entity === target)?.path;
}

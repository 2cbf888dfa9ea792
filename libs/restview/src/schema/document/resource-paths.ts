import type { EntityClass } from '../../model/entity-class.js';
import type { ReferenceTarget } from '../marks.js';

/** A view that serves an entity, and where. */
export interface ServedResource {
  readonly view: object;
  readonly entity: EntityClass;
  /** Without slashes at the ends. */
  readonly path: string;
}

/** By view and by entity, in the order in which the views were decorated. */
const decorated = new WeakMap<object, readonly ServedResource[]>();
/** The views of each application of the process that is not closed, the latest application first. */
const applications: (readonly ServedResource[])[] = [];

/** Notes a view when it is decorated. */
export function noteResource(resource: ServedResource): void {
  for (const key of [resource.view, resource.entity]) decorated.set(key, [...(decorated.get(key) ?? []), resource]);
}

/**
 * Tells which views an application has, in its order.
 *
 * @returns ends it, when the application is closed.
 */
export function serveResources(resources: readonly ServedResource[]): () => void {
  applications.unshift(resources);
  return () => {
    const index = applications.indexOf(resources);
    if (index >= 0) applications.splice(index, 1);
  };
}

/**
 * The path of the view that serves a target: of the view itself, or of the first view over the entity.
 *
 * Only views count that an application has, since a class may be decorated and not be used; and the order of an
 * application's modules is the developer's, while that of decorating follows from imports. Nest's preview mode makes no
 * application to speak of; there all decorated views count.
 */
export function resourcePathOf(target: ReferenceTarget): string | undefined {
  const served = applications.length > 0 ? applications.flat() : (decorated.get(target) ?? []);
  return served.find(({ view, entity }) => view === target || entity === target)?.path;
}

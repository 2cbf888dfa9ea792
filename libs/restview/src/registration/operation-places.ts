import { VERSION_NEUTRAL } from '@nestjs/common';
import { PATH_METADATA, VERSION_METADATA } from '@nestjs/common/constants.js';
import { operationIdAt } from '../definition/operation-ids.js';
import type { ViewClass } from '../definition/view-class.js';
import { applicationOf, type RoutePlace } from '../schema/document/documented-application.js';

/** One of the places where a route is served: a view may have several versions and several paths. */
export interface OperationPlace extends RoutePlace {
  /** Which of the paths it is, from 0: those of the view, each with those of the route. */
  readonly index: number;
}

/** Where a route of a view is served. */
export function operationPlacesOf(view: ViewClass, method: string): readonly OperationPlace[] {
  const handler: unknown = Reflect.get(view.prototype, method);
  if (typeof handler !== 'function') return [];
  const paths = declared(PATH_METADATA, view).flatMap((viewPath) =>
    declared(PATH_METADATA, handler).map((routePath) => ({ viewPath: String(viewPath), routePath: String(routePath) })),
  );
  const versions = Reflect.hasMetadata(VERSION_METADATA, handler)
    ? declared(VERSION_METADATA, handler)
    : declared(VERSION_METADATA, view);
  return versions.flatMap((version) =>
    paths.map((path, index) => ({
      ...path,
      index,
      version: version === VERSION_NEUTRAL || typeof version === 'string' ? version : undefined,
    })),
  );
}

/**
 * The operation id of a route in the document; `undefined` where it is served at several places, since decorators can tell
 * of one only.
 */
export function documentedId(view: ViewClass, method: string, operationId: string): string | undefined {
  const [place, ...more] = operationPlacesOf(view, method);
  const application = applicationOf(view);
  if (!place || application?.namesOperations === false) return undefined;
  if (more.length === 0) return idAtPlace(operationId, place);
  // Versions by header are one operation in the document.
  const paths = application && new Set([place, ...more].flatMap((one) => application.pathsOf(view, method, one)));
  return paths?.size === 1 ? operationId : undefined;
}

/** The operation id of a route at one of its places. */
export function idAtPlace(operationId: string, { version, index }: OperationPlace): string {
  return operationIdAt(operationId, typeof version === 'string' ? version : undefined, index);
}

function declared(key: string, target: object): readonly unknown[] {
  const value: unknown = Reflect.getMetadata(key, target);
  return Array.isArray(value) ? value : [value];
}

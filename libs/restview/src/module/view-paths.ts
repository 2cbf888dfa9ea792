import type { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { HOST_METADATA, MODULE_PATH, VERSION_METADATA } from '@nestjs/common/constants.js';
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import type { ViewDefinition } from '../definition/view-definition.js';

/** A controller of the application that is a view. */
export interface DiscoveredView {
  readonly wrapper: InstanceWrapper;
  readonly definition: ViewDefinition;
}

/** The paths that a view's routes have in the application: with global prefix, module path and version. */
export function pathsOf(
  { wrapper, definition }: DiscoveredView,
  config: ApplicationConfig,
  modules: ModulesContainer,
): readonly string[] {
  const factory = new RoutePathFactory(config);
  const view = wrapper.metatype;
  const module = wrapper.host?.metatype;
  const modulePath: unknown =
    module &&
    (Reflect.getMetadata(MODULE_PATH + modules.applicationId, module) ?? Reflect.getMetadata(MODULE_PATH, module));
  const versioning = config.getVersioning();
  const paths = definition.routes.flatMap(({ path }) =>
    definition.paths.flatMap((viewPath) =>
      factory.create({
        ctrlPath: `/${viewPath}`,
        methodPath: path,
        globalPrefix: config.getGlobalPrefix(),
        ...(typeof modulePath === 'string' && { modulePath }),
        ...(view &&
          versioning && {
            controllerVersion: Reflect.getMetadata(VERSION_METADATA, view),
            versioningOptions: versioning,
          }),
      }),
    ),
  );
  return [...new Set(paths)];
}

/** What tells two views apart that share a path: host and version. */
export function variantOf({ wrapper }: DiscoveredView): string {
  const { metatype } = wrapper;
  const told: unknown[] = metatype
    ? [HOST_METADATA, VERSION_METADATA].map((key) => Reflect.getMetadata(key, metatype))
    : [];
  return JSON.stringify(told.map((value) => (typeof value === 'symbol' ? 'neutral' : (value ?? null))));
}

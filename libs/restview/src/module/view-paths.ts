import type { ControllerOptions, RequestMethod, VERSION_NEUTRAL } from '@nestjs/common';
import { METHOD_METADATA, MODULE_PATH, VERSION_METADATA } from '@nestjs/common/constants.js';
import type { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js';

/** Makes the function that puts a controller's path and a route's together as Nest does: with prefix, module path, version. */
export function mounting(
  { metatype: controller, host }: InstanceWrapper,
  config: ApplicationConfig,
  modules: ModulesContainer,
): (
  ctrlPath: string,
  methodPath: string,
  handler?: object,
  version?: string | typeof VERSION_NEUTRAL,
) => readonly string[] {
  const factory = new RoutePathFactory(config);
  const module = host?.metatype;
  const modulePath: unknown =
    module &&
    (Reflect.getMetadata(MODULE_PATH + modules.applicationId, module) ?? Reflect.getMetadata(MODULE_PATH, module));
  const versioning = config.getVersioning();
  const defaultVersion = (controller ? versionOf(controller) : undefined) ?? versioning?.defaultVersion;
  return (ctrlPath, methodPath, handler, only) => {
    const requestMethod: unknown = handler && Reflect.getMetadata(METHOD_METADATA, handler);
    const version = only ?? (handler ? versionOf(handler) : undefined) ?? defaultVersion;
    return factory.create(
      {
        ctrlPath,
        methodPath,
        globalPrefix: config.getGlobalPrefix(),
        ...(typeof modulePath === 'string' && { modulePath }),
        ...(versioning && { versioningOptions: versioning }),
        ...(versioning && version !== undefined && { methodVersion: version }),
      },
      isRequestMethod(requestMethod) ? requestMethod : undefined,
    );
  };
}

function isRequestMethod(value: unknown): value is RequestMethod {
  return typeof value === 'number';
}

function versionOf(target: object): NonNullable<ControllerOptions['version']> | undefined {
  return Reflect.getMetadata(VERSION_METADATA, target) as ControllerOptions['version'];
}

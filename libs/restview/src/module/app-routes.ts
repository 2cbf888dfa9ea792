import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { type ApplicationConfig, MetadataScanner, type ModulesContainer } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { registeredViewOf } from '../definition/definitions.js';
import { isOwnController } from './own-controllers.js';
import { mounting } from './view-paths.js';

/** A route as the platform knows it, of a view or of any other controller. */
export interface AppRoute {
  /** In capitals; `ALL` for any. */
  readonly method: string;
  /** Such as `/api/users/:id`. */
  readonly path: string;
  /** Of a view, or of a controller of the library's own that answers as views do. */
  readonly isOfView: boolean;
  /** The controller object. */
  readonly controller: unknown;
}

/** The routes of all controllers of an application. */
export function routesOf(config: ApplicationConfig, modules: ModulesContainer): readonly AppRoute[] {
  return [...modules.values()].flatMap((module) =>
    [...module.controllers.values()].flatMap((controller) => routesOfController(controller, config, modules)),
  );
}

function routesOfController(
  controller: InstanceWrapper,
  config: ApplicationConfig,
  modules: ModulesContainer,
): readonly AppRoute[] {
  const { metatype } = controller;
  const instance: unknown = controller.instance;
  const prototype: unknown = metatype?.prototype;
  if (!metatype || !isObject(prototype)) return [];
  const mount = mounting(controller, config, modules);
  const isOfView = registeredViewOf(metatype) !== undefined || isOwnController(metatype);
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const handler: unknown = Reflect.get(prototype, name);
    if (typeof handler !== 'function') return [];
    const method = methodOf(handler);
    const paths = declaredPaths(metatype).flatMap((ctrlPath) =>
      declaredPaths(handler).flatMap((path) => mount(ctrlPath, path, handler)),
    );
    return [...new Set(paths)].map((path) => ({ method, path, isOfView, controller: instance }));
  });
}

/** The paths that a decorator gave to a controller, or to a method of one. */
function declaredPaths(target: object): readonly string[] {
  const path: unknown = Reflect.getMetadata(PATH_METADATA, target);
  const paths: readonly unknown[] = Array.isArray(path) ? path : [path];
  return paths.filter((one) => typeof one === 'string');
}

function methodOf(handler: object): string {
  const method: unknown = Reflect.getMetadata(METHOD_METADATA, handler);
  return (typeof method === 'number' && RequestMethod[method]) || 'GET';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

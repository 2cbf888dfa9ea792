import { VersioningType } from '@nestjs/common';
import { HOST_METADATA, VERSION_METADATA } from '@nestjs/common/constants.js';
import type { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { DiscoveredView } from './discovered-view.js';
import { mounting } from './view-paths.js';

/** What is wrong with the paths of an application's views: each place belongs to one view, and each view is listed once. */
export function pathMistakes(
  views: readonly DiscoveredView[],
  config: ApplicationConfig,
  modules: ModulesContainer,
): readonly ConfigurationMistake[] {
  const mistakes: ConfigurationMistake[] = [];
  const owners = new Map<string, DiscoveredView>();
  for (const view of views) {
    const mount = mounting(view.wrapper, config, modules);
    const paths = new Set(view.definition.paths.flatMap((path) => mount(`/${path}`, '/')));
    const variants = variantsOf(view, config);
    for (const path of paths) {
      const places = variants.map((variant) => `${path.replace(/:[^/]+/g, ':').toLowerCase()} ${variant}`);
      const owner = places.map((place) => owners.get(place)).find((found) => found !== undefined);
      if (owner) mistakes.push(takenMistake(view, path, owner));
      for (const place of places) owners.set(place, view);
    }
  }
  return mistakes;
}

function takenMistake({ view, definition }: DiscoveredView, path: string, owner: DiscoveredView): ConfigurationMistake {
  return view === owner.view
    ? {
        subject: definition.name,
        problem: `is listed in two modules, so the path "${path}" is served twice.`,
        remedy: 'List each view once, in "controllers" or in RestviewModule.forFeature.',
      }
    : {
        subject: definition.name,
        problem: `has the path "${path}", which ${owner.definition.name} has already.`,
        remedy: 'Give each view a path of its own.',
      };
}

/** What tells views apart that share a path: hosts, and versions that are not part of the path. */
function variantsOf({ view }: DiscoveredView, config: ApplicationConfig): readonly string[] {
  const versioning = config.getVersioning();
  const hosts = listOf(Reflect.getMetadata(HOST_METADATA, view));
  const versions =
    versioning && versioning.type !== VersioningType.URI
      ? listOf(Reflect.getMetadata(VERSION_METADATA, view) ?? versioning.defaultVersion)
      : [undefined];
  return hosts.flatMap((host) => versions.map((version) => `${String(host)} ${String(version)}`));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

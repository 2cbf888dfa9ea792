import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { serveResources } from '../schema/document/resource-paths.js';
import { discoverViews } from './discovered-view.js';

/**
 * Tells the document which views the application has.
 *
 * When providers are made, Nest knows all controllers; so a document that is made before the application starts is the
 * same as one that is made later.
 */
@Injectable()
export class DocumentedResources implements OnModuleDestroy {
  private readonly end: () => void;

  constructor(@Inject(ModulesContainer) modules: ModulesContainer) {
    this.end = serveResources(
      discoverViews(modules, []).flatMap(({ view, definition: { resource, paths } }) =>
        resource ? [{ view, entity: resource.model.entity, path: paths[0] ?? '' }] : [],
      ),
    );
  }

  onModuleDestroy(): void {
    this.end();
  }
}

import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { serveDocument } from '../schema/document/documented-application.js';
import { ApplicationDocument } from './application-document.js';

/**
 * Tells the document which views the application has.
 *
 * When providers are made, Nest knows all controllers; so a document that is made before the application starts is the
 * same as one that is made later.
 */
@Injectable()
export class DocumentedResources implements OnModuleDestroy {
  private readonly end: () => void;

  constructor(
    @Inject(ModulesContainer) modules: ModulesContainer,
    @Inject(ApplicationConfig) config: ApplicationConfig,
  ) {
    this.end = serveDocument(new ApplicationDocument(modules, config, () => dataSourceIn(modules)));
  }

  onModuleDestroy(): void {
    this.end();
  }
}

/** The default data source of an application, connected or not; none in Nest's preview mode. */
export function dataSourceIn(modules: ModulesContainer): DataSource | undefined {
  for (const { providers } of modules.values()) {
    const instance: unknown = providers.get(DataSource)?.instance;
    if (instance instanceof DataSource) return instance;
  }
  return undefined;
}

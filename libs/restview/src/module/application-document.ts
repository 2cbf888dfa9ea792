import type { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { dialectOf } from '../model/dialect.js';
import type { EntityClass } from '../model/entity-class.js';
import type { ColumnDescription } from '../model/model-description.js';
import { narrowColumn } from '../model/narrowed-column.js';
import { overrides } from '../registration/overrides.js';
import type { DocumentedApplication, RoutePlace, ServedResource } from '../schema/document/documented-application.js';
import { type DiscoveredView, discoverViews } from './discovered-view.js';
import { mounting } from './view-paths.js';

/** What the document says of one application, asked for when a document is made. */
export class ApplicationDocument implements DocumentedApplication {
  readonly resources: readonly ServedResource[];
  readonly views: ReadonlySet<object>;
  readonly problemCodes: readonly string[];
  /** The views with what Nest knows of them. */
  readonly discovered: readonly DiscoveredView[];

  constructor(
    private readonly modules: ModulesContainer,
    private readonly config: ApplicationConfig,
    private readonly findDataSource: () => DataSource | undefined,
    readonly namesOperations = true,
  ) {
    this.discovered = discoverViews(modules, []);
    this.views = new Set(this.discovered.map(({ view }) => view));
    this.problemCodes = this.discovered.flatMap(({ definition }) => definition.problemCodes);
    this.resources = this.discovered.flatMap(({ view, definition: { resource, paths } }) =>
      resource ? [{ view, entity: resource.model.entity, path: paths[0] ?? '' }] : [],
    );
  }

  isGuarded(): boolean {
    return this.config.getGlobalGuards().length + this.config.getGlobalRequestGuards().length > 0;
  }

  narrowed(column: ColumnDescription): ColumnDescription {
    const dataSource = this.findDataSource();
    return dataSource ? narrowColumn(column, dialectOf(dataSource)) : column;
  }

  isScoped(entity: EntityClass): boolean {
    return this.discovered.some(
      ({ view, definition: { resource } }) => resource?.model.entity === entity && overrides(view, 'buildQuery'),
    );
  }

  pathsOf(view: object, method: string, place: RoutePlace): readonly string[] {
    const found = this.discovered.find((one) => one.view === view);
    if (!found) return [];
    const handler: unknown = Reflect.get(found.view.prototype, method);
    const mount = mounting(found.wrapper, this.config, this.modules);
    const paths = mount(
      place.viewPath,
      place.routePath,
      typeof handler === 'function' ? handler : undefined,
      place.version,
    );
    return [...new Set(paths.map(documentPath))];
  }
}

/** `/users/:id/` → `/users/{id}`. */
function documentPath(path: string): string {
  const written = path.replace(/[:*](\w+)/g, '{$1}').replace(/\/+$/, '');
  return written.startsWith('/') ? written : `/${written}`;
}

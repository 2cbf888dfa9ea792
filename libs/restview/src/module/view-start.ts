import { Inject, Injectable, Logger } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost, ModuleRef, ModulesContainer } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import { learnIsolation } from '../view/bracket/committed-reads.js';
import { forbidNames } from '../model/statements/statement-names.js';
import { deleteMistakes } from '../view/deletes/delete-mistakes.js';
import { RestView } from '../view/rest-view.js';
import { StartedView } from '../view/started-view.js';
import { ViewRuntime } from '../view/view-runtime.js';
import { routesOf } from './app-routes.js';
import { bindView, schemaMistakes } from './bind-view.js';
import { documentMistakes } from './check-document.js';
import { pathMistakes } from './check-paths.js';
import { openViewMistake, openViews } from './check-policies.js';
import { type DiscoveredView, discoverViews } from './discovered-view.js';
import { ApplicationViews } from './application-views.js';
import { allowEmptyBodies } from './empty-bodies.js';
import { withoutPlatformTags } from './platform-etags.js';
import { ProblemFilter } from './problem.filter.js';
import { RESTVIEW_OPTIONS, type RestviewOptions } from './restview-options.js';
import { ViewRegistry } from './view-registry.js';
import { ViewRoutes } from './view-routes.js';

const DEFAULT_WRITE_ATTEMPTS = 5;

/** Starts an application's views: checks all of them, reports every mistake at once, and compiles what requests need. */
@Injectable()
export class ViewStart {
  private readonly logger = new Logger('Restview');
  private readonly views = new ApplicationViews();
  private readonly checks: (() => readonly ConfigurationMistake[])[] = [];
  private hasRun = false;

  constructor(
    @Inject(ModuleRef) private readonly moduleRef: ModuleRef,
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
    @Inject(HttpAdapterHost) private readonly adapters: Partial<HttpAdapterHost>,
    @Inject(ViewRuntime) private readonly runtime: ViewRuntime,
    @Inject(ViewRegistry) private readonly registry: ViewRegistry,
    @Inject(ViewRoutes) private readonly routes: ViewRoutes,
    @Inject(ProblemFilter) private readonly filter: ProblemFilter,
    @Inject(RESTVIEW_OPTIONS) private readonly options: RestviewOptions,
  ) {}

  /**
   * Starts the views; only the first call does anything.
   *
   * @throws {@link ConfigurationError} with every mistake of every view.
   */
  run(): void {
    if (this.hasRun) return;
    this.hasRun = true;
    const mistakes: ConfigurationMistake[] = [];
    const views = discoverViews(this.modules, mistakes);
    mistakes.push(
      ...this.optionMistakes(),
      ...pathMistakes(views, this.config, this.modules),
      ...this.policyMistakes(views),
    );
    this.bindAll(views, mistakes);
    // What is wrong with single views may keep their document from being made.
    if (mistakes.length === 0) mistakes.push(...documentMistakes(views));
    if (mistakes.length > 0) throw new ConfigurationError(...once(mistakes));
    this.registry.complete(views.map(({ view }) => view));
    this.serve();
  }

  /** Asks the database what the statements of a write see of each other; until then every write is a transaction. */
  async learn(): Promise<void> {
    const dataSource = this.findDataSource();
    if (!dataSource?.isInitialized || this.runtime.views.length === 0) return;
    try {
      await learnIsolation(dataSource);
    } catch (error) {
      this.logger.warn(`Writes stay transactions: the database did not tell its isolation level: ${String(error)}`);
    }
  }

  private optionMistakes(): ConfigurationMistake[] {
    const { writeAttempts = DEFAULT_WRITE_ATTEMPTS } = this.options;
    if (Number.isSafeInteger(writeAttempts) && writeAttempts >= 1) return [];
    return [
      {
        subject: 'RestviewModule: "writeAttempts"',
        problem: `is ${String(writeAttempts)}, which is not a number of attempts.`,
        remedy: 'Give a whole number from 1.',
      },
    ];
  }

  private policyMistakes(views: readonly DiscoveredView[]): readonly ConfigurationMistake[] {
    const open = openViews(views, this.config);
    if (this.options.requirePolicy) return open.map(openViewMistake);
    const names = open.map(({ definition }) => definition.name).join(', ');
    if (names !== '') this.logger.warn(`Open to everybody, without guard, buildQuery or authorize: ${names}`);
    return [];
  }

  private bindAll(views: readonly DiscoveredView[], mistakes: ConfigurationMistake[]): void {
    const dataSource = this.findDataSource();
    if (dataSource) {
      this.runtime.start(dataSource);
      if (this.options.preparedStatements === false) forbidNames(dataSource);
      const known = new Set<object>(views.map(({ view }) => view));
      for (const view of views) this.bind(view, dataSource, (other) => known.has(other), mistakes);
      // After all are bound: what is wrong with one may depend on the others.
      for (const check of this.checks) mistakes.push(...check());
    } else if (views.some(({ definition }) => definition.resource)) {
      mistakes.push({
        subject: 'RestviewModule',
        problem: 'finds no DataSource.',
        remedy: "Import TypeOrmModule.forRoot(…), or provide typeorm's DataSource.",
      });
    }
  }

  private bind(
    { view, wrapper, definition, mistakes: defined }: DiscoveredView,
    dataSource: DataSource,
    hasView: (view: object) => boolean,
    mistakes: ConfigurationMistake[],
  ) {
    if (!definition.resource) return;
    if (!wrapper.isDependencyTreeStatic()) {
      mistakes.push({
        subject: definition.name,
        problem: 'depends on a request-scoped provider, and a view is one object for all requests.',
        remedy: 'Take what belongs to a request from the context: context.caller, or context.request.',
      });
      return;
    }
    const { writeAttempts = DEFAULT_WRITE_ATTEMPTS, cursorSecret = 'restview' } = this.options;
    const found = schemaMistakes(definition.name, definition.resource, dataSource, hasView);
    mistakes.push(...found);
    // Only what is right in itself can be compiled; what is wrong with other views hides nothing of this one.
    if (defined.length > 0 || found.length > 0) return;
    const instance: unknown = wrapper.instance;
    if (!isRestView(instance)) return;
    const bound = bindView(
      view,
      instance,
      definition,
      definition.resource,
      dataSource,
      { writeAttempts, cursorSecret },
      this.views,
      mistakes,
    );
    if (!bound) return;
    StartedView.start(instance, bound);
    this.checks.push(() => [...deleteMistakes(bound), ...instance.checkDefinition(definition)]);
    this.views.add(view, instance, bound);
    this.runtime.bind(view, bound);
  }

  private findDataSource(): DataSource | undefined {
    try {
      return this.moduleRef.get(DataSource, { strict: false });
    } catch {
      return undefined;
    }
  }

  /** What the platform needs to know of the views, before it has their routes. */
  private serve(): void {
    this.routes.learn(routesOf(this.config, this.modules));
    const platform: unknown = this.adapters.httpAdapter?.getInstance();
    allowEmptyBodies(platform, (request) => this.routes.has(request));
    withoutPlatformTags(platform, (request) => this.routes.has(request));
    // Last in line, so that every filter of the application comes before it.
    if (this.options.problemFilter !== false) this.config.getGlobalFilters().unshift(this.filter);
    // Static segments win over ":id", also between views; an application that chose a strategy keeps it.
    if (!this.config.getRouteResolutionStrategy()) this.config.setRouteResolutionStrategy('specificity');
  }
}

/** Views of one entity or schema share its mistakes. */
function once(mistakes: readonly ConfigurationMistake[]): readonly ConfigurationMistake[] {
  const known = new Map(mistakes.map((mistake) => [Object.values(mistake).join(), mistake]));
  return [...known.values()];
}

function isRestView(instance: unknown): instance is RestView<object> {
  return instance instanceof RestView;
}

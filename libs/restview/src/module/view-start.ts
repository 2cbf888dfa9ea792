import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { ApplicationConfig, ModuleRef, ModulesContainer } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { registeredViewOf } from '../definition/definitions.js';
import type { ViewClass } from '../definition/view-class.js';
import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import { hasGuard } from '../registration/nest-metadata.js';
import { RestView } from '../view/rest-view.js';
import { StartedView } from '../view/started-view.js';
import { ViewRuntime } from '../view/view-runtime.js';
import { bindView, overrides } from './bind-view.js';
import { ProblemFilter } from './problem.filter.js';
import { RESTVIEW_OPTIONS, type RestviewOptions } from './restview-options.js';
import { type DiscoveredView, pathsOf, variantOf } from './view-paths.js';
import { ViewRegistry } from './view-registry.js';
import { ViewRoutes } from './view-routes.js';

const DEFAULT_WRITE_ATTEMPTS = 5;

const NO_DATA_SOURCE: ConfigurationMistake = {
  subject: 'RestviewModule',
  problem: 'finds no DataSource.',
  remedy: "Import TypeOrmModule.forRoot(…), or provide typeorm's DataSource.",
};

/** Starts an application's views: checks all of them, reports every mistake at once, and compiles what requests need. */
@Injectable()
export class ViewStart implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger('Restview');

  constructor(
    @Inject(ModuleRef) private readonly moduleRef: ModuleRef,
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
    @Inject(ViewRuntime) private readonly runtime: ViewRuntime,
    @Inject(ViewRegistry) private readonly registry: ViewRegistry,
    @Inject(ViewRoutes) private readonly routes: ViewRoutes,
    @Inject(ProblemFilter) private readonly filter: ProblemFilter,
    @Inject(RESTVIEW_OPTIONS) private readonly options: RestviewOptions,
  ) {}

  onModuleInit(): void {
    const views = this.discover();
    const mistakes = this.optionMistakes();
    for (const view of views) mistakes.push(...(registeredViewOf(classOf(view))?.mistakes ?? []));
    this.checkPaths(views, mistakes);
    this.checkPolicies(views, mistakes);
    if (mistakes.length === 0) this.bind(views, mistakes);
    if (mistakes.length > 0) throw new ConfigurationError(...mistakes);

    this.routes.learn(views.flatMap((view) => pathsOf(view, this.config, this.modules)));
    // Last in line, so that every filter of the application comes before it.
    if (this.options.problemFilter !== false) this.config.getGlobalFilters().unshift(this.filter);
    // Static segments win over ":id", also between views; an application that chose a strategy keeps it.
    if (!this.config.getRouteResolutionStrategy()) this.config.setRouteResolutionStrategy('specificity');
  }

  onApplicationBootstrap(): void {
    this.registry.freeze();
  }

  private discover(): readonly DiscoveredView[] {
    const views: DiscoveredView[] = [];
    for (const module of this.modules.values()) {
      for (const wrapper of module.controllers.values()) {
        const registered = wrapper.metatype ? registeredViewOf(wrapper.metatype) : undefined;
        if (!registered) continue;
        this.registry.register(registered.view);
        views.push({ wrapper, definition: registered.definition });
      }
    }
    return views;
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

  private checkPaths(views: readonly DiscoveredView[], mistakes: ConfigurationMistake[]): void {
    const owners = new Map<string, DiscoveredView>();
    for (const view of views) {
      for (const path of new Set(view.definition.paths)) {
        const [route = `/${path}`] = pathsOf(
          {
            ...view,
            definition: {
              ...view.definition,
              paths: [path],
              routes: [{ method: '', action: '', httpMethod: '', path: '/' }],
            },
          },
          this.config,
          this.modules,
        );
        const place = `${route.replace(/:[^/]+/g, ':')} ${variantOf(view)}`;
        const owner = owners.get(place);
        if (owner) {
          mistakes.push({
            subject: view.definition.name,
            problem: `has the path "${route}", which ${owner.definition.name === view.definition.name ? 'another registration of it' : owner.definition.name} has already.`,
            remedy: 'Give each view a path of its own, and list each view in one module.',
          });
        }
        owners.set(place, view);
      }
    }
  }

  private checkPolicies(views: readonly DiscoveredView[], mistakes: ConfigurationMistake[]): void {
    if (this.config.getGlobalGuards().length + this.config.getGlobalRequestGuards().length > 0) return;
    const open = views.filter((view) => view.definition.resource && !hasPolicy(classOf(view)));
    const [first] = open;
    if (!first) return;
    const names = open.map(({ definition }) => definition.name).join(', ');
    if (!this.options.requirePolicy) {
      this.logger.warn(`Open to everybody, without guard, buildQuery or authorize: ${names}`);
      return;
    }
    for (const { definition } of open) {
      mistakes.push({
        subject: definition.name,
        problem: 'has neither a guard nor a scope nor a policy, so anybody may do anything with it.',
        remedy: 'Add @UseGuards(…), or override buildQuery or authorize.',
      });
    }
  }

  private bind(views: readonly DiscoveredView[], mistakes: ConfigurationMistake[]): void {
    const dataSource = this.findDataSource();
    if (!dataSource) {
      if (views.some(({ definition }) => definition.resource)) mistakes.push(NO_DATA_SOURCE);
      return;
    }
    this.runtime.start(dataSource);
    for (const view of views) {
      if (!view.definition.resource) continue;
      if (!view.wrapper.isDependencyTreeStatic()) {
        mistakes.push({
          subject: view.definition.name,
          problem: 'depends on a request-scoped provider, and a view is one object for all requests.',
          remedy: 'Take what belongs to a request from the context: context.caller, or context.request.',
        });
        continue;
      }
      const { writeAttempts = DEFAULT_WRITE_ATTEMPTS } = this.options;
      const bound = bindView(classOf(view), view.definition, dataSource, writeAttempts, mistakes);
      const instance: unknown = view.wrapper.instance;
      if (!bound || !(instance instanceof RestView)) continue;
      StartedView.start(instance, bound);
      this.runtime.bind(classOf(view), bound);
    }
  }

  private findDataSource(): DataSource | undefined {
    try {
      return this.moduleRef.get(DataSource, { strict: false });
    } catch {
      return undefined;
    }
  }
}

function classOf({ wrapper, definition }: DiscoveredView): ViewClass {
  const { metatype } = wrapper;
  if (typeof metatype === 'function') return metatype as ViewClass;
  throw new TypeError(`${definition.name} is no class.`);
}

function hasPolicy(view: ViewClass): boolean {
  return hasGuard(view) || overrides(view, 'buildQuery') || overrides(view, 'authorize');
}

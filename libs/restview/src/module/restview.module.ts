import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type ModuleMetadata,
  type NestModule,
  type OnModuleInit,
  type Provider,
  type Type,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { RestviewCaller } from '../view/caller.js';
import { ViewRuntime } from '../view/view-runtime.js';
import { DocumentedResources } from './documented-resources.js';
import { healthControllerAt } from './health-controller.js';
import { ProblemFilter } from './problem.filter.js';
import { relationsController } from './relations-controller.js';
import {
  RESTVIEW_OPTIONS,
  type RestviewAsyncOptions,
  type RestviewOptions,
  type RestviewRootOptions,
} from './restview-options.js';
import { ViewRegistry } from './view-registry.js';
import { ViewRoutes } from './view-routes.js';
import { ViewStart } from './view-start.js';

const GIVEN_OPTIONS = Symbol('restview:given-options');

/** The caller of an application that does not say who asks. One that widens `RestviewCaller` has to. */
function nobody(): RestviewCaller {
  return Object.freeze(Object.create(null) as RestviewCaller);
}

/** What every application with views has once, whoever imports it. */
@Global()
@Module({
  providers: [
    {
      provide: RESTVIEW_OPTIONS,
      inject: [{ token: GIVEN_OPTIONS, optional: true }],
      useFactory: (given: RestviewOptions | undefined): RestviewOptions => given ?? {},
    },
    {
      provide: ViewRuntime,
      inject: [HttpAdapterHost, RESTVIEW_OPTIONS],
      useFactory: (adapters: HttpAdapterHost, { caller }: RestviewOptions): ViewRuntime =>
        new ViewRuntime(adapters, caller ?? nobody),
    },
    ViewRegistry,
    ViewRoutes,
    ProblemFilter,
    DocumentedResources,
    ViewStart,
  ],
  exports: [ViewRuntime, ViewRegistry],
})
class RestviewCoreModule implements NestModule, OnModuleInit {
  constructor(@Inject(ViewStart) private readonly start: ViewStart) {}

  /** Nest calls this just before it makes the routes, which is when it reads filters and the order of routes. */
  configure(): void {
    this.start.run();
  }

  /** The first call in an application without HTTP. */
  async onModuleInit(): Promise<void> {
    this.start.run();
    await this.start.learn();
  }
}

/**
 * Brings views into a Nest application.
 *
 * Import `forRoot` once. A view is listed in `forFeature`, or in `controllers` like any controller.
 *
 * @example
 * @Module({ imports: [TypeOrmModule.forRoot(…), RestviewModule.forRoot({ caller: (request) => request.user })] })
 * export class AppModule {}
 *
 * @public
 */
@Module({})
export class RestviewModule {
  /** Sets what holds for all views at run time. */
  static forRoot({ health, relations, ...options }: RestviewRootOptions = {}): DynamicModule {
    return rootModule({ provide: GIVEN_OPTIONS, useValue: options }, [], { health, relations });
  }

  /** Like `forRoot`, with options that other providers make. */
  static forRootAsync({ imports = [], inject = [], useFactory, ...routes }: RestviewAsyncOptions): DynamicModule {
    return rootModule({ provide: GIVEN_OPTIONS, inject, useFactory }, imports, routes);
  }

  /**
   * A module of views; `imports` and `providers` are what their constructors need.
   *
   * A class that is no view, and views that come after the application has started, stop the start with a
   * {@link ConfigurationError}.
   *
   * @param views - classes decorated with {@link View}.
   */
  static forFeature(
    views: readonly Type[],
    { imports = [], providers = [] }: Pick<ModuleMetadata, 'imports' | 'providers'> = {},
  ): DynamicModule {
    return {
      module: RestviewFeatureModule,
      imports: [RestviewCoreModule, ...imports],
      controllers: [...views],
      providers: [
        ...providers,
        {
          provide: Symbol('restview:registration'),
          inject: [ViewRegistry],
          useFactory: (registry: ViewRegistry): void => {
            for (const view of views) registry.register(view);
          },
        },
      ],
    };
  }
}

@Module({})
class RestviewFeatureModule {}

/** The routes of the module's own, as its options name them. */
interface RootRoutes {
  readonly health?: string | undefined;
  readonly relations?: RestviewRootOptions['relations'] | undefined;
}

function rootModule(
  options: Provider,
  imports: NonNullable<ModuleMetadata['imports']>,
  { health, relations }: RootRoutes,
): DynamicModule {
  return {
    module: RestviewModule,
    global: true,
    imports: [RestviewCoreModule, ...imports],
    controllers: [
      ...(health === undefined ? [] : [healthControllerAt(health)]),
      ...(relations ? [relationsController(relations === true ? {} : relations)] : []),
    ],
    providers: [options],
    exports: [GIVEN_OPTIONS],
  };
}

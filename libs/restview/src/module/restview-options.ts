import type { ModuleMetadata, FactoryProvider } from '@nestjs/common';
import type { RestviewCaller, RestviewRequest } from '../view/caller.js';

/**
 * What an application sets at run time. What shapes routes and document is an option of the view, or of a base view.
 *
 * @public
 */
export interface RestviewOptions {
  /**
   * Who makes a request; the result is `context.caller`. Called once a request, after the guards.
   * Default: an empty object.
   */
  readonly caller?: (request: RestviewRequest) => RestviewCaller;
  /**
   * Whose errors are answered as `application/problem+json`: those of `'views'`, of the whole application (`'global'`),
   * or none (`false`). Filters of the application come first in any case. Default: `'views'`.
   */
  readonly problemFilter?: 'views' | 'global' | false;
  /** Start of the `type` of a problem; the problem's code follows. Default: {@link PROBLEM_TYPE_BASE}. */
  readonly problemTypeBase?: string;
  /** `true`: a view without guard, scope or `authorize` stops the start. Default: `false`, a warning names such views. */
  readonly requirePolicy?: boolean;
  /**
   * Times that a write is run when the database reports a conflict with other transactions; after the last one the
   * client gets 503 with `Retry-After`. From 1; default 5.
   */
  readonly writeAttempts?: number;
  /**
   * Signs the cursors of lists, so that nobody can make one. Give every process of a deployment the same one. A cursor
   * never shows what scope and filters hide, so the default, which everybody knows, is safe as well.
   */
  readonly cursorSecret?: string;
}

/**
 * The options of `RestviewModule.forRoot`.
 *
 * @public
 */
export interface RestviewRootOptions extends RestviewOptions {
  /** Path of a liveness route that answers `{ "status": "ok" }` without asking the database. Default: no such route. */
  readonly health?: string;
}

/**
 * The options of `RestviewModule.forRootAsync`. `health` is a route, so it has to be known before the factory runs.
 *
 * @public
 */
export interface RestviewAsyncOptions
  extends Pick<ModuleMetadata, 'imports'>, Pick<FactoryProvider<RestviewOptions>, 'inject' | 'useFactory'> {
  /** See {@link RestviewRootOptions}. */
  readonly health?: string;
}

/** Token of the options in the injector. */
export const RESTVIEW_OPTIONS = Symbol('restview:options');

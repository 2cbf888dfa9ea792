import type { CanActivate, FactoryProvider, ModuleMetadata, Type } from '@nestjs/common';
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
  /**
   * Whether PostgreSQL may keep statements that run often as prepared ones of the connection. Give `false` behind a pooler
   * that shares connections by transaction and keeps no prepared statements, such as PgBouncer before 1.21; without it
   * they are given up, with a warning, when the server first says so. Default: `true`.
   */
  readonly preparedStatements?: boolean;
}

/**
 * Where the graph of the application's relations is served, and to whom.
 *
 * @public
 */
export interface RelationsOptions {
  /** The path of the route. Default: `/_relations`. */
  readonly path?: string;
  /** Guards of the route, beside those of the whole application. What they inject, every module must be able to see. */
  readonly guards?: readonly (CanActivate | Type<CanActivate>)[];
}

/**
 * The options of `RestviewModule.forRoot`.
 *
 * @public
 */
export interface RestviewRootOptions extends RestviewOptions {
  /** Path of a liveness route that answers `{ "status": "ok" }` without asking the database. Default: no such route. */
  readonly health?: string;
  /**
   * Serves how the resources of the application refer to each other: names of views, paths, fields, and no rows. `true`:
   * at `/_relations`, under the guards of the application. Default: no such route.
   */
  readonly relations?: boolean | RelationsOptions;
}

/**
 * The options of `RestviewModule.forRootAsync`. `health` and `relations` are routes, so they have to be known before the
 * factory runs.
 *
 * @public
 */
export interface RestviewAsyncOptions
  extends Pick<ModuleMetadata, 'imports'>, Pick<FactoryProvider<RestviewOptions>, 'inject' | 'useFactory'> {
  /** See {@link RestviewRootOptions}. */
  readonly health?: string;
  /** See {@link RestviewRootOptions}. */
  readonly relations?: boolean | RelationsOptions;
}

/** Token of the options in the injector. */
export const RESTVIEW_OPTIONS = Symbol('restview:options');

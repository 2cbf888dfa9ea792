import type { ApiResponseOptions } from '@nestjs/swagger';
import type { ColumnDescription, ModelDescription } from '../model/model-description.js';
import type { ListDialect } from '../query/list-dialect.js';
import type { ListGrammar } from '../query/list-grammar.js';
import type { SchemaClass } from '../schema/schema-class.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import type { ActionDefinition } from './action-definition.js';
import type { InputDefinition } from './input-definition.js';
import type { QueryFlags } from './query-flag.js';
import type { ResourceNames } from './resource-names.js';
import type { IdType } from './view-options.js';

/**
 * One route of a view.
 *
 * @public
 */
export interface RouteDefinition {
  /** The name of the method that answers, such as `createEndpoint` or `archive`. */
  readonly method: string;
  /** What `authorize` and the hooks are told: one of the five, or the method's name for a custom route. */
  readonly action: string;
  /** The HTTP method in capitals, such as `PATCH`. */
  readonly httpMethod: string;
  /** The path below the view's own, such as `/` or `/:id`. */
  readonly path: string;
  /**
   * The operation in the document, such as `createUser`. Versions and further paths of the view add to it: `createUserV2`.
   * Absent where a route answers to every HTTP method.
   */
  readonly operationId?: string;
}

/**
 * How a row is found by a path.
 *
 * @public
 */
export interface KeyDefinition {
  /** The columns of the key, in the order of its parts: the primary key, or the column that `lookup` names. */
  readonly columns: readonly ColumnDescription[];
  /** The names of the parts in a path: `['id']` for a key of one column, else one for each, as `['orderId', 'lineNo']`. */
  readonly parameters: readonly string[];
  /** The key below the path of the view: `/:id`, or `/:orderId/:lineNo`. */
  readonly path: string;
  /** The key is the primary key; `false` where `lookup` names another column. */
  readonly isPrimary: boolean;
}

/**
 * What a view that extends `RestView` serves.
 *
 * @public
 */
export interface ResourceDefinition {
  /** The entity. */
  readonly model: ModelDescription;
  /** The read schema. */
  readonly schema: SchemaDescription;
  /** The body of a create. */
  readonly create: InputDefinition;
  /** The body of an update. */
  readonly update: InputDefinition;
  /** Answers have the key of their row as `id`, which is no field of the read schema. */
  readonly addsId: boolean;
  /** The class that documents a response: the read schema without its write-only fields. */
  readonly response: SchemaClass;
  /** How a row is found by a path; `null` where none can carry the key. */
  readonly key: KeyDefinition | null;
  /** How a key of one column is read; `null` for one of several columns, of dates or enums, and where no path has a key. */
  readonly idType: IdType | null;
  /** What lists understand. */
  readonly list: ListGrammar;
  /** The language of the list's parameters. */
  readonly dialect: ListDialect;
  /** Query parameters of the view's own that are `true` or `false`. */
  readonly queryFlags: QueryFlags;
  /** The field by which people know a row, by its public name; absent where there is none. */
  readonly titleField?: string;
  /** The custom actions that are routes, in the order of their declaration. */
  readonly actions: readonly ActionDefinition[];
  /** Whether lists come in an envelope. */
  readonly includePaginationMetadata: boolean;
}

/**
 * What the framework reads of a view: complete, checked and frozen.
 *
 * Routes, document, admin metadata and reports derive from this and nothing else.
 *
 * @public
 */
export interface ViewDefinition {
  /** The name of the class. */
  readonly name: string;
  /** The paths of the controller, without slashes at the ends. */
  readonly paths: readonly string[];
  /** What a row and many rows are called in the document. */
  readonly names: ResourceNames;
  /** What says who a caller is, as OpenAPI has it: one of these is enough. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** Codes of problems of the application's own. */
  readonly problemCodes: readonly string[];
  /** Tags in the document. */
  readonly tags: readonly string[];
  /** Further answers that every route may give, by status. */
  readonly responses: Readonly<Record<number, ApiResponseOptions>>;
  /** The routes, the generated ones first. */
  readonly routes: readonly RouteDefinition[];
  /** Absent on a bare view, which does not extend `RestView`. */
  readonly resource?: ResourceDefinition;
}

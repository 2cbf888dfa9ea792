import type { ApiResponseOptions } from '@nestjs/swagger';
import type { ColumnDescription, ModelDescription } from '../model/model-description.js';
import type { ListDialect } from '../query/list-dialect.js';
import type { ListGrammar } from '../query/list-grammar.js';
import type { SchemaClass } from '../schema/schema-class.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import type { IdType } from './view-options.js';

/** One route of a view. */
export interface RouteDefinition {
  /** The name of the method that answers, such as `createEndpoint` or `archive`. */
  readonly method: string;
  /** What `authorize` and the hooks are told: one of the five, or the method's name for a custom route. */
  readonly action: string;
  /** The HTTP method in capitals, such as `PATCH`. */
  readonly httpMethod: string;
  /** The path below the view's own, such as `/` or `/:id`. */
  readonly path: string;
}

/** One side of a body: the class that documents and validates it, and its fields. */
export interface InputDefinition {
  /** The class that documents and validates the body. */
  readonly schema: SchemaClass;
  /** Its fields, or those of the read schema that it is derived from. */
  readonly description: SchemaDescription;
}

/** What a view that extends `RestView` serves. */
export interface ResourceDefinition {
  /** The entity. */
  readonly model: ModelDescription;
  /** The read schema. */
  readonly schema: SchemaDescription;
  /** The body of a create. */
  readonly create: InputDefinition;
  /** The body of an update. */
  readonly update: InputDefinition;
  /** The class that documents a response: the read schema without its write-only fields. */
  readonly response: SchemaClass;
  /** The column that a key in the path is compared with; `null` when the key has several columns. */
  readonly key: ColumnDescription | null;
  /** How the key in a path is read; `null` where no path has one. */
  readonly idType: IdType | null;
  /** What lists understand. */
  readonly list: ListGrammar;
  /** The language of the list's parameters. */
  readonly dialect: ListDialect;
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
  /** Tags in the document. */
  readonly tags: readonly string[];
  /** Further answers that every route may give, by status. */
  readonly responses: Readonly<Record<number, ApiResponseOptions>>;
  /** The routes, the generated ones first. */
  readonly routes: readonly RouteDefinition[];
  /** Absent on a bare view, which does not extend `RestView`. */
  readonly resource?: ResourceDefinition;
}

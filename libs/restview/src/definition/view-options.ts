import type { ApiResponseOptions } from '@nestjs/swagger';
import type { EntityClass } from '../model/entity-class.js';
import type { SchemaClass } from '../schema/schema-class.js';
import type { ListOptions } from './list-options.js';
import type { QueryFlag } from './query-flag.js';
import type { ResourceNames } from './resource-names.js';

/**
 * How the key in a path is read.
 *
 * @public
 */
export type IdType = 'integer' | 'bigint' | 'uuid' | 'string';

/**
 * Names of security schemes, one of which is enough, or requirements: scopes by the name of a scheme.
 *
 * @public
 */
export type SecurityOption = string | readonly (string | Readonly<Record<string, readonly string[]>>)[];

/**
 * What any view may set, also a bare one that does not extend `RestView`.
 *
 * @public
 */
export interface BareViewOptions {
  /**
   * What a row and many rows are called in operation ids and summaries, in words: `{ one: 'person', many: 'people' }`
   * gives `getPerson` and `listPeople`. Default: by the name of the class and the path. Not inherited.
   */
  readonly names?: Partial<ResourceNames>;
  /**
   * The security schemes of the document by which callers of the view's routes are known: a name, several names of which
   * one is enough, or requirements as OpenAPI has them. What `@ApiBearerAuth` and its like say of the class or of a method
   * stands instead. Default: none.
   */
  readonly security?: SecurityOption;
  /** Codes of problems of your own, for the document. Added to those of the base view. */
  readonly problemCodes?: readonly string[];
  /** Tags in the document, added to those of the base view. Default: the last segment of the path, `Order Items`. */
  readonly tags?: readonly string[];
  /** Further answers that every route of the view may give, by status; merged over those of the base view. */
  readonly responses?: Readonly<Record<number, ApiResponseOptions>>;
  /**
   * Inherited route methods that this view does not have: a {@link ViewRoute} or the name of an inherited custom route's
   * method. A view cannot open what its base excluded.
   */
  readonly excludeRoutes?: readonly string[];
}

/**
 * What a view that extends `RestView` may set.
 *
 * A view inherits the options of the view it extends. Lists add up and close: what a base excludes stays excluded.
 * Behaviour is not an option: override a method of the view instead.
 *
 * @public
 */
export interface ViewOptions<Entity extends object = object, Schema extends object = Partial<Entity>>
  extends BareViewOptions, ListOptions {
  /** The TypeORM entity that the view serves. */
  readonly model?: EntityClass<Entity>;
  /** The read schema; without it one is made from the entity, with every column that is selected. */
  readonly schema?: SchemaClass<Schema>;
  /** The body of a create; without it the read schema's writable fields. Obeyed by its own marks. */
  readonly schemaCreate?: SchemaClass;
  /** The body of an update; without it the writable fields, each optional. Obeyed by its own marks. */
  readonly schemaUpdate?: SchemaClass;
  /** How the key in the path is read, if it has one column. Default: by the type of that column. */
  readonly idType?: IdType;
  /**
   * The property by which the routes with a key find a row, such as `slug`, instead of the primary key: a unique,
   * selected column that is not nullable and that the read schema shows.
   */
  readonly lookup?: string;
  /**
   * The field by which people know a row, by its public name, for admin tools. Default: a text field that is called
   * `name`, `title`, `label` or the like.
   */
  readonly titleField?: string;
  /** The generated routes that the view has; without it all five. A view cannot add to what its base allows. */
  readonly routes?: readonly string[];
  /** Query parameters of the view's own that are `true` or `false`, by name; read them by {@link queryFlag}. */
  readonly queryFlags?: Readonly<Record<string, QueryFlag>>;
  /** `false`: lists are bare arrays, paged by `Link` headers, and no total is counted. Default: `true`, the envelope. */
  readonly includePaginationMetadata?: boolean;
}

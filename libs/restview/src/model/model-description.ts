import type { EntityClass } from './entity-class.js';

/**
 * The family a column's values belong to: it decides the wire form, the validation and the filters of a field.
 *
 * - `string` text; `enum` one of `enumValues`; `uuid` canonical text
 * - `integer` a JSON number; `bigint` and `decimal` digits in a JSON string, exact; `float` a JSON number
 * - `boolean`
 * - `date` `YYYY-MM-DD`; `time` `HH:MM[:SS[.fff]]`; `datetime` ISO 8601 in UTC, a `Date` on the entity
 * - `json` any JSON value; `binary` base64 in a JSON string; `array` a JSON array of `element` values
 * - `unknown` a column type without a wire form of ours: a field over it is a start-up error
 *
 * @public
 */
export type ColumnKind =
  | 'string'
  | 'enum'
  | 'uuid'
  | 'integer'
  | 'bigint'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'date'
  | 'time'
  | 'datetime'
  | 'json'
  | 'binary'
  | 'array'
  | 'unknown';

/**
 * What a column is, as far as the entity's own declaration tells; the same on every database.
 *
 * @public
 */
export interface ColumnDescription {
  /** The family of the values. */
  readonly kind: ColumnKind;
  /** The kind of the elements, for `kind: 'array'`. */
  readonly element?: Exclude<ColumnKind, 'array' | 'unknown'>;
  /** Property path from the entity: `['name']`, or `['address', 'city']` for a column of an embedded. */
  readonly path: readonly string[];
  /** The column type as declared or implied, such as `varchar`, `int`, `timestamptz`. */
  readonly type: string;
  /** `NULL` is a value of the column. */
  readonly nullable: boolean;
  /** The column is the primary key, or a part of it. */
  readonly primary: boolean;
  /** The database or TypeORM makes the value: generated keys, create/update/delete dates, version, computed columns. */
  readonly serverOwned: boolean;
  /** A value comes into being when an insert leaves the column out. */
  readonly hasDefault: boolean;
  /** The default, where it is a plain literal that a document can show. */
  readonly defaultValue?: string | number | boolean | null;
  /** `false` for `select: false`: a hidden column, never loaded and never shown. */
  readonly selected: boolean;
  /** `false` for `insert: false`. */
  readonly insertable: boolean;
  /** `false` for `update: false`. */
  readonly updatable: boolean;
  /** The column has a value transformer: the kind then follows the property's TypeScript type, not the column type. */
  readonly transformed: boolean;
  /** Longest text in characters, or longest binary in bytes. */
  readonly maxLength?: number;
  /** Lowest and highest integer the column holds, inclusive; for `integer` and `bigint`. */
  readonly minimum?: bigint;
  /** See `minimum`. */
  readonly maximum?: bigint;
  /** Digits in all and after the point; for `decimal`. */
  readonly precision?: number;
  /** See `precision`. */
  readonly scale?: number;
  /** The values of an enum or a set. */
  readonly enumValues?: readonly (string | number)[];
  /** The property of the relation that this column is the foreign key of, if the entity declares one. */
  readonly foreignKeyOf?: string;
}

/**
 * A declared column of a foreign key.
 *
 * @public
 */
export interface ForeignKeyColumn {
  /** The property of the entity. */
  readonly property: string;
  /** The property of the related entity that it refers to. */
  readonly references: string;
}

/**
 * A relation as the entity declares it.
 *
 * @public
 */
export interface RelationDescription {
  /** The property of the entity. */
  readonly property: string;
  /** How many rows there are on either side, this one first. */
  readonly kind: 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';
  /** The related entity; a function, since entities import each other. */
  readonly target: () => EntityClass;
  /** A row may be without a related one. */
  readonly nullable: boolean;
  /** The columns of the foreign key that the entity declares beside the relation; none where TypeORM makes them. */
  readonly foreignKey: readonly ForeignKeyColumn[];
  /** The properties of the related entity that the join columns name; absent where they refer to its primary key. */
  readonly referenced?: readonly string[];
  /** This side has the foreign key, or declares the junction. */
  readonly isOwning: boolean;
  /** The property of the target that leads back, if one does. */
  readonly inverse: () => string | undefined;
}

/**
 * An embedded as the entity declares it.
 *
 * @public
 */
export interface EmbeddedDescription {
  /** The property of the entity, or of the embedded around it. */
  readonly property: string;
  /** The class of the embedded. */
  readonly target: EntityClass;
  /** The embedded is a list. */
  readonly isArray: boolean;
  /** Its own columns. */
  readonly columns: readonly ColumnDescription[];
  /** The embeddeds inside it. */
  readonly embeddeds: readonly EmbeddedDescription[];
}

/**
 * What an entity class declares, as plain frozen data; made at import, needs no DataSource.
 *
 * @public
 */
export interface ModelDescription {
  /** The entity class. */
  readonly entity: EntityClass;
  /** The class name, such as `OrderItem`. */
  readonly name: string;
  /** The name a view's query gives to the entity, such as `orderItem`. */
  readonly alias: string;
  /** The entity's own columns in the order of their declaration, base classes first; embedded columns are not among them. */
  readonly columns: readonly ColumnDescription[];
  /** The columns of the primary key. */
  readonly primaryKey: readonly ColumnDescription[];
  /** The `@DeleteDateColumn()`: rows that have a value there are deleted softly, and queries leave them out. */
  readonly deleteDate?: ColumnDescription;
  /** The relations to other entities, and to itself. */
  readonly relations: readonly RelationDescription[];
  /** The embeddeds. */
  readonly embeddeds: readonly EmbeddedDescription[];
}

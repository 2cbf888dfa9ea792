import type { EntityClass } from '../model/entity-class.js';
import type {
  ColumnDescription,
  EmbeddedDescription,
  ModelDescription,
  RelationDescription,
} from '../model/model-description.js';
import type { NestedWrite, ReferenceForm, ReferenceTarget } from './marks.js';
import type { SchemaClass } from './schema-class.js';

/**
 * Who may see and send a field.
 *
 * @public
 */
export type FieldAccess = 'read-write' | 'read-only' | 'write-only';

/** Which body an input describes: that of a create (POST) or that of an update (PATCH). */
export type InputRole = 'create' | 'update';

/**
 * What a reference mark comes to once all modules are loaded.
 *
 * @public
 */
export interface ResolvedReference {
  /** The entity whose rows are named. */
  readonly entity: EntityClass;
  /** The view that the mark names: its scope alone decides which rows there are. */
  readonly view?: EntityClass;
  /** The columns of the entity that stand for a row on the wire: one, or those of a key of several. */
  readonly by: readonly ColumnDescription[];
  /** The relation that the field writes: its own, or the one that its column is the foreign key of. */
  readonly relation?: RelationDescription;
}

/**
 * A field that names rows of another entity by a key of theirs.
 *
 * @public
 */
export interface FieldReference {
  /** How it stands on the wire: the column's bare value, the bare id, or `{ id }`. */
  readonly form: ReferenceForm;
  /** What the mark names: an entity, or a view; `undefined` where the foreign key tells. A function, since modules import each other. */
  readonly target: () => ReferenceTarget | undefined;
  /** Only rows that the caller may see can be referenced. */
  readonly scoped: boolean;
  /** The unique property of the target that stands for its row, where the mark names one. */
  readonly by?: string;
  /** The columns of the target that stand for a row on the wire: one, or those of a key of several. */
  readonly columns: () => readonly ColumnDescription[];
  /**
   * Target, columns and relation of the reference.
   *
   * @throws {@link ConfigurationError} when mark and entity do not fit; the start reports it.
   */
  readonly resolve: () => ResolvedReference;
}

/**
 * One field of a read schema, tied to what it stands for on the entity.
 *
 * @public
 */
export interface FieldDescription {
  /** The property of the schema class and of the entity. */
  readonly property: string;
  /** The name in bodies, responses and queries: `@Expose({ name })`, else the property. */
  readonly wireName: string;
  /** Who may see and send the field. */
  readonly access: FieldAccess;
  /** The column behind the field, if there is one. */
  readonly column?: ColumnDescription;
  /** The relation behind the field, if there is one. */
  readonly relation?: RelationDescription;
  /** The embedded behind the field, if there is one. */
  readonly embedded?: EmbeddedDescription;
  /** The described schema of a `@Nested` field; a function, since schemas nest each other. */
  readonly nested?: () => SchemaDescription;
  /** What a nested write does with the rows of the relation; absent where the relation is response-only. */
  readonly write?: NestedWrite;
  /** The relation is shown only when the client includes it. */
  readonly isIncludable: boolean;
  /** The field names rows of another entity. */
  readonly reference?: FieldReference;
  /** A nested or related field that holds a list. */
  readonly isList: boolean;
  /** The field takes validators, nullability and document from its column: `@Field()`, or a schema that was made from the entity. */
  readonly fromColumn: boolean;
  /** `@Field({ virtual: true })`: writable without a column, on purpose. */
  readonly virtual: boolean;
  /** `null` is a value of the field. */
  readonly nullable: boolean;
  /** What the document says of the field, from `@Field({ description })`. */
  readonly description?: string;
}

/**
 * A read schema held against its entity: everything that serializer, inputs, grammar and document derive from.
 *
 * @public
 */
export interface SchemaDescription {
  /** The class. */
  readonly schema: SchemaClass;
  /** The name of the component in the document, such as `UserRead`. */
  readonly name: string;
  /** What the class is for: a read schema, or an explicit `schemaCreate` / `schemaUpdate`, obeyed by its own marks. */
  readonly role: 'read' | InputRole;
  /** Absent for a nested schema over an embedded or a JSON column. */
  readonly model?: ModelDescription;
  /** The fields, in the order in which a response has them. */
  readonly fields: readonly FieldDescription[];
}

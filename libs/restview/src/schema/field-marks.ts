import 'reflect-metadata';
import type { SchemaClass } from './schema-class.js';

/** What {@link Field} takes. */
export interface FieldOptions {
  /** The entity has no such column, on purpose: the verb consumes the value. Default `false`. */
  readonly virtual?: boolean;
  /** `null` is a value of the field. Default: what the column says; `false` without a column. */
  readonly nullable?: boolean;
  /** What the document says of the field. */
  readonly description?: string;
}

/** The marks that hold for one field of a schema. */
export interface FieldMarks {
  readonly isReadOnly: boolean;
  readonly isWriteOnly: boolean;
  readonly field?: FieldOptions;
  readonly nested?: () => SchemaClass | readonly [SchemaClass];
}

type Mark =
  | { readonly kind: 'read-only' | 'write-only' }
  | { readonly kind: 'field'; readonly options: FieldOptions }
  | { readonly kind: 'nested'; readonly schema: () => SchemaClass | readonly [SchemaClass] };

const MARKS = Symbol('restview:field-marks');

/**
 * Marks a field that clients read and never send: it is left out of the derived create and update schemas.
 *
 * A read-only key in a body is dropped without a word, so that a client may send back what it read.
 *
 * @example
 * class UserRead {
 *   @ReadOnly() readonly id!: number;
 * }
 * @public
 */
export function ReadOnly(): PropertyDecorator {
  return mark({ kind: 'read-only' });
}

/**
 * Marks a field that clients send and never read: no response, filter, sort or error shows it.
 *
 * It needs no column: the verb may consume it.
 *
 * @example
 * class UserRead {
 *   @WriteOnly() @MinLength(12) password!: string;
 * }
 * @public
 */
export function WriteOnly(): PropertyDecorator {
  return mark({ kind: 'write-only' });
}

/**
 * Makes a property a field which takes validators, nullability, length, enum and document from the entity's column.
 *
 * Validators of your own hold besides the column's. In a subclass, `@Field()` alone lifts a `@ReadOnly()` or
 * `@WriteOnly()` of the base class.
 *
 * @example
 * class UserRead {
 *   @Field() nickname!: string | null;
 *   @Field({ virtual: true }) @IsBoolean() sendInvitation!: boolean;   // no such column, the verb consumes it
 * }
 * @public
 */
export function Field(options: FieldOptions = {}): PropertyDecorator {
  return mark({ kind: 'field', options: Object.freeze({ ...options }) });
}

/**
 * Shows a field by the schema of another class: a relation, an embedded, or a JSON column.
 *
 * Over a relation the field is response-only. Over an embedded or a JSON column it is writable, by an input class that
 * is derived from the nested schema, unless it is `@ReadOnly()` too.
 *
 * @param schema - gives the nested class, or `[Class]` for a list; a function, since schemas nest each other.
 * @example
 * class UserRead {
 *   @ReadOnly() @Nested(() => OrgRead) readonly org!: OrgRead;
 *   @Nested(() => AddressRead) address!: AddressRead;
 * }
 * @public
 */
export function Nested(schema: () => SchemaClass | readonly [SchemaClass]): PropertyDecorator {
  return mark({ kind: 'nested', schema });
}

/**
 * The marks of a schema class and its base classes, by property.
 *
 * The nearest class decides, for each concern by itself: what marks access (`@ReadOnly`, `@WriteOnly`, `@Field`) and
 * what marks nesting.
 *
 * @internal
 */
export function fieldMarks(schema: SchemaClass): ReadonlyMap<string, FieldMarks> {
  const levels: ReadonlyMap<string, readonly Mark[]>[] = [];
  for (let prototype: unknown = schema.prototype; isObject(prototype); prototype = Object.getPrototypeOf(prototype)) {
    levels.unshift(ownMarks(prototype));
  }
  const marks = new Map<string, FieldMarks>();
  for (const level of levels) {
    for (const [property, own] of level) marks.set(property, override(marks.get(property), own));
  }
  return marks;
}

function override(base: FieldMarks | undefined, own: readonly Mark[]): FieldMarks {
  const field = own.find((entry) => entry.kind === 'field')?.options ?? base?.field;
  const nested = own.find((entry) => entry.kind === 'nested')?.schema ?? base?.nested;
  const access = own.some(({ kind }) => kind !== 'nested')
    ? {
        isReadOnly: own.some(({ kind }) => kind === 'read-only'),
        isWriteOnly: own.some(({ kind }) => kind === 'write-only'),
      }
    : { isReadOnly: base?.isReadOnly ?? false, isWriteOnly: base?.isWriteOnly ?? false };
  return Object.freeze({ ...access, ...(field && { field }), ...(nested && { nested }) });
}

function mark(entry: Mark): PropertyDecorator {
  return (prototype, property) => {
    if (typeof property !== 'string') return;
    const own = new Map(ownMarks(prototype));
    own.set(property, [...(own.get(property) ?? []), entry]);
    Reflect.defineMetadata(MARKS, own, prototype);
  };
}

function ownMarks(prototype: object): ReadonlyMap<string, readonly Mark[]> {
  const marks = Reflect.getOwnMetadata(MARKS, prototype) as ReadonlyMap<string, readonly Mark[]> | undefined;
  return marks ?? new Map<string, readonly Mark[]>();
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

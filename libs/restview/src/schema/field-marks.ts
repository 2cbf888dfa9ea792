import { type FieldOptions, mark, type NestedOptions } from './marks.js';
import type { SchemaClass } from './schema-class.js';

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
 * Over a relation the field is response-only, unless `write` opens it: then the rows of a one-to-many or one-to-one
 * relation are made, changed and removed in the bodies of their owner. Over an embedded or a JSON column it is writable,
 * by an input class that is derived from the nested schema, unless it is `@ReadOnly()` too.
 *
 * @param schema - gives the nested class, or `[Class]` for a list; a function, since schemas nest each other.
 * @example
 * class OrderRead {
 *   @ReadOnly() @Nested(() => CustomerRead) readonly customer!: CustomerRead;
 *   @Nested(() => [LineRead], { write: 'replace' }) lines!: LineRead[];
 *   @Nested(() => [NoteRead], { include: 'optional' }) readonly notes?: NoteRead[];   // only with include=notes
 *   @Nested(() => AddressRead) address!: AddressRead;
 * }
 * @public
 */
export function Nested(
  schema: () => SchemaClass | readonly [SchemaClass],
  options: NestedOptions = {},
): PropertyDecorator {
  return mark({ kind: 'nested', schema, options: Object.freeze({ ...options }) });
}

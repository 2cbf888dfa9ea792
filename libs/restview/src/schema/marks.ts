import 'reflect-metadata';
import type { EntityClass } from '../model/entity-class.js';
import type { SchemaClass } from './schema-class.js';

/**
 * What `@Field` takes.
 *
 * @public
 */
export interface FieldOptions {
  /** The entity has no such column, on purpose: the verb consumes the value. Default `false`. */
  readonly virtual?: boolean;
  /** `null` is a value of the field. Default: what the column says; `false` without a column. */
  readonly nullable?: boolean;
  /** What the document says of the field. */
  readonly description?: string;
}

/**
 * What a nested write does with the rows that are there already.
 *
 * - `replace`: the list is the whole: rows are updated by key, made without one, and removed when they are not listed
 * - `merge`: rows are updated by key and made without one; those that are not listed stay
 * - `append`: rows are made
 *
 * @public
 */
export type NestedWrite = 'replace' | 'merge' | 'append';

/**
 * What `@Nested` takes besides the schema.
 *
 * @public
 */
export interface NestedOptions {
  /** Makes a one-to-many or one-to-one relation writable in the bodies of its owner. Default: response-only. */
  readonly write?: NestedWrite;
  /** `'optional'`: the relation is loaded and shown only when the client asks for it by `include=`. Default: always. */
  readonly include?: 'optional';
}

/**
 * A class that names the rows a reference may point to: an entity, or a view whose scope decides.
 *
 * @public
 */
export type ReferenceTarget = EntityClass;

/**
 * What a reference mark takes.
 *
 * @public
 */
export interface ReferenceOptions {
  /** `false`: any row may be referenced, also one that the caller may not see. Default `true`. */
  readonly scoped?: boolean;
  /** The unique property of the target that stands for the row. Default: what the foreign key refers to, else the key. */
  readonly by?: string;
}

/**
 * How a reference stands on the wire: as the bare value of its column or key, or as `{ id }`.
 *
 * @public
 */
export type ReferenceForm = 'value' | 'id' | 'object';

/** A reference as its mark declares it. */
export interface ReferenceMark extends ReferenceOptions {
  readonly form: ReferenceForm;
  /** Absent for a `@MustExist()` that infers its target from the foreign key. */
  readonly target?: () => ReferenceTarget;
}

/** The marks that hold for one field of a schema. */
export interface FieldMarks {
  readonly isReadOnly: boolean;
  readonly isWriteOnly: boolean;
  readonly field?: FieldOptions;
  readonly nested?: () => SchemaClass | readonly [SchemaClass];
  readonly nestedOptions?: NestedOptions;
  readonly reference?: ReferenceMark;
}

/** One mark, as its decorator leaves it. */
export type Mark =
  | { readonly kind: 'read-only' | 'write-only' }
  | { readonly kind: 'field'; readonly options: FieldOptions }
  | {
      readonly kind: 'nested';
      readonly schema: () => SchemaClass | readonly [SchemaClass];
      readonly options: NestedOptions;
    }
  | { readonly kind: 'reference'; readonly reference: ReferenceMark };

const MARKS = Symbol('restview:field-marks');

/** A decorator that leaves a mark on a property. */
export function mark(entry: Mark): PropertyDecorator {
  return (prototype, property) => {
    if (typeof property !== 'string') return;
    const own = new Map(ownMarks(prototype));
    own.set(property, [...(own.get(property) ?? []), entry]);
    Reflect.defineMetadata(MARKS, own, prototype);
  };
}

/**
 * The marks of a schema class and its base classes, by property.
 *
 * The nearest class decides, for each concern by itself: what marks access (`@ReadOnly`, `@WriteOnly`, `@Field`), and
 * what marks how rows are shown (`@Nested`, `@MustExist`, `@IdRef`, `@IdSchema`).
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

const ACCESS_MARKS: readonly string[] = ['read-only', 'write-only', 'field'] satisfies readonly Mark['kind'][];

function override(base: FieldMarks | undefined, own: readonly Mark[]): FieldMarks {
  const field = own.find((entry) => entry.kind === 'field')?.options ?? base?.field;
  const nested = own.find((entry) => entry.kind === 'nested');
  const reference = own.find((entry) => entry.kind === 'reference');
  const access = own.some(({ kind }) => ACCESS_MARKS.includes(kind))
    ? {
        isReadOnly: own.some(({ kind }) => kind === 'read-only'),
        isWriteOnly: own.some(({ kind }) => kind === 'write-only'),
      }
    : { isReadOnly: base?.isReadOnly ?? false, isWriteOnly: base?.isWriteOnly ?? false };
  return Object.freeze({
    ...access,
    ...(field && { field }),
    ...(nested || reference ? shown(nested, reference) : shownBy(base)),
  });
}

/** How a class itself shows the rows behind a field; either mark lifts an inherited one of the other kind. */
function shown(
  nested: Extract<Mark, { readonly kind: 'nested' }> | undefined,
  reference: Extract<Mark, { readonly kind: 'reference' }> | undefined,
): Pick<FieldMarks, 'nested' | 'nestedOptions' | 'reference'> {
  return {
    ...(nested && { nested: nested.schema, nestedOptions: nested.options }),
    ...(reference && { reference: reference.reference }),
  };
}

function shownBy(base: FieldMarks | undefined): Pick<FieldMarks, 'nested' | 'nestedOptions' | 'reference'> {
  const { nested, nestedOptions, reference } = base ?? {};
  return { ...(nested && { nested }), ...(nestedOptions && { nestedOptions }), ...(reference && { reference }) };
}

function ownMarks(prototype: object): ReadonlyMap<string, readonly Mark[]> {
  const marks = Reflect.getOwnMetadata(MARKS, prototype) as ReadonlyMap<string, readonly Mark[]> | undefined;
  return marks ?? new Map<string, readonly Mark[]>();
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

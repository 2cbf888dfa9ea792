/** A property that a body may have: not `readonly`, and no method. */
type InputName<Schema, Name extends keyof Schema> = Schema[Name] extends (...args: never[]) => unknown
  ? never
  : IsSame<Pick<Schema, Name>, { -readonly [Key in Name]: Pick<Schema, Name>[Key] }> extends true
    ? Name
    : never;

/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- the comparison rests upon them */
/** Only the identity of two generic functions makes TypeScript compare types modifiers and all. */
type IsSame<Left, Right> =
  (<Probe>() => Probe extends Left ? 1 : 2) extends <Probe>() => Probe extends Right ? 1 : 2 ? true : false;
/* eslint-enable @typescript-eslint/no-unnecessary-type-parameters */

/**
 * The data of a create body: the read schema without `readonly` properties and methods.
 *
 * TypeScript does not see decorators: write `readonly` beside `@ReadOnly()`.
 *
 * @example
 * class UserRead {
 *   @ReadOnly() readonly id!: number;
 *   @Field() name!: string;
 * }
 * type Data = CreateOf<UserRead>;   // { name: string }
 * @public
 */
export type CreateOf<Schema> = {
  [Name in keyof Schema as InputName<Schema, Name>]: NestedCreate<Schema[Name]>;
};

/**
 * The data of an update body: what {@link CreateOf} gives, each property only if the client sent it.
 *
 * @example
 * type Changes = UpdateOf<UserRead>;   // { name?: string }
 * @public
 */
export type UpdateOf<Schema> = {
  [Name in keyof Schema as InputName<Schema, Name>]?: NestedCreate<Schema[Name]> | NestedChange<Schema[Name]>;
};

/** Rows that are made with their parent: without what the server owns of them. */
type NestedCreate<Value> = Value extends readonly (infer Item)[]
  ? IsChild<Item> extends true
    ? MadeChild<Item>[]
    : Value
  : IsChild<Value> extends true
    ? MadeChild<Value>
    : Value;

/** Rows that are made or changed with their parent: what is sent of them, and the key that names one. */
type NestedChange<Value> = Value extends readonly (infer Item)[]
  ? IsChild<Item> extends true
    ? (MadeChild<Item> | ChangedChild<Item>)[]
    : Value
  : IsChild<Value> extends true
    ? ChangedChild<Value>
    : Value;

type MadeChild<Schema> = CreateOf<Schema> & { readonly [Name in ReadOnlyName<Schema>]?: undefined };
type ChangedChild<Schema> = UpdateOf<Schema> & { readonly [Name in ReadOnlyName<Schema>]?: Schema[Name] };

type MethodName<Schema> = {
  [Name in keyof Schema]-?: Schema[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof Schema];

type ReadOnlyName<Schema> = Exclude<
  keyof Schema,
  MethodName<Schema> | { [Name in keyof Schema]-?: InputName<Schema, Name> }[keyof Schema]
>;

/** A schema class with a `readonly` property and no method; other objects (dates, JSON, references) are values. */
type IsChild<Value> = Value extends object
  ? [MethodName<Value>] extends [never]
    ? [ReadOnlyName<Value>] extends [never]
      ? false
      : true
    : false
  : false;

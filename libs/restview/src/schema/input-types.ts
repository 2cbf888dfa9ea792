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
  [Name in keyof Schema as InputName<Schema, Name>]: Schema[Name];
};

/**
 * The data of an update body: what {@link CreateOf} gives, each property only if the client sent it.
 *
 * @example
 * type Changes = UpdateOf<UserRead>;   // { name?: string }
 * @public
 */
export type UpdateOf<Schema> = {
  [Name in keyof Schema as InputName<Schema, Name>]?: Schema[Name];
};

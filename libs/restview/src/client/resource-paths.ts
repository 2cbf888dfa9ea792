import type { OperationsAt, PathParametersOf } from './operation.js';

/** The name of a path: the path behind the prefix, without the slash. */
export type NameOf<Path, Prefix extends string> = Path extends `${Prefix}/${infer Name}`
  ? Name extends ''
    ? never
    : Name
  : never;

/** The names of all paths of a document. */
export type PathNames<Paths, Prefix extends string> = NameOf<keyof Paths & string, Prefix>;

/** The name of a path without parameters. */
export type PlainName<Path, Prefix extends string> = Exclude<NameOf<Path, Prefix>, `${string}{${string}`>;

/** The parameters of segments that are nothing else, such as `['orderId', 'lineNo']` of `{orderId}/{lineNo}`. */
type ParameterNames<Segments> = Segments extends `{${infer First}}/${infer Rest}`
  ? ParameterNames<Rest> extends infer More extends readonly string[]
    ? [First, ...More]
    : never
  : Segments extends `${string}/${string}`
    ? never
    : Segments extends `{${infer Last}}`
      ? [Last]
      : never;

type Below<Path, Base extends string> = Path extends `${Base}/${infer Rest}` ? Rest : never;

type KeyedBy<Paths, Collection extends string, Count extends 'one' | 'several'> = {
  [Path in keyof Paths & string]: ParameterNames<Below<Path, Collection>> extends infer Names
    ? [Names] extends [never]
      ? never
      : Names extends readonly [string]
        ? Count extends 'one'
          ? Path
          : never
        : Count extends 'several'
          ? Path
          : never
    : never;
}[keyof Paths & string];

/** The path of the single rows of a collection: `/users/{id}` of `/users`; one parameter goes before several. */
export type ItemPath<Paths, Collection extends string> = [KeyedBy<Paths, Collection, 'one'>] extends [never]
  ? KeyedBy<Paths, Collection, 'several'>
  : KeyedBy<Paths, Collection, 'one'>;

/** The names of the parts of a collection's key, in the order of the path. */
export type KeyNames<Paths, Collection extends string> = ParameterNames<Below<ItemPath<Paths, Collection>, Collection>>;

/** A value in a path: a number where the document says so, else a text; a `bigint` for either. */
export type PathValue<Value> = Value extends number
  ? Value | bigint
  : Value extends string
    ? string extends Value
      ? string | bigint
      : Value
    : never;

/** The names of all parameters of a path. */
type TemplateNames<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | TemplateNames<Rest> : never;

/** By name; a parameter of which the document does not say what it is takes what a path can have. */
type PathValues<Names extends string, Parameters> = {
  readonly [Name in Names]: Name extends keyof Parameters ? PathValue<Parameters[Name]> : string | number | bigint;
};

/** What the parameters of a path are filled with. */
export type PathInput<Paths, Path> = PathValues<TemplateNames<Path>, PathParametersOf<OperationsAt<Paths, Path>>>;

/** What names a row of a collection: a value, or the parts of a key of several columns by their names. */
export type KeyInput<Paths, Collection extends string> =
  PathValues<
    KeyNames<Paths, Collection>[number],
    PathParametersOf<OperationsAt<Paths, ItemPath<Paths, Collection>>>
  > extends infer Parts
    ? KeyNames<Paths, Collection> extends readonly [string]
      ? Parts[keyof Parts]
      : Parts
    : never;

/** The names of the parts of every key of several columns, by the name of the collection. */
export type CompositeKeys<Paths, Prefix extends string> = {
  readonly [
    Path in keyof Paths & string as HasParts<Paths, Path> extends true ? NameOf<Path, Prefix> : never
  ]: Readonly<KeyNames<Paths, Path>>;
};

type HasParts<Paths, Collection extends string> = [ItemPath<Paths, Collection>] extends [never]
  ? false
  : KeyNames<Paths, Collection> extends readonly [string]
    ? false
    : true;

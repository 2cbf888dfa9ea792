import type { Filter } from './filter.js';
import type { ElementOf, ListParameterName, OtherParameter } from './list-parameter.js';

/** The names that a parameter of the list takes, such as those of `fields`; `never` where it is not there. */
export type NamesIn<Parameters, Parameter extends string> = Parameter extends keyof Parameters
  ? ElementOf<NonNullable<Parameters[Parameter]>> & string
  : never;

/** A term of `sort`: a name, with `-` in front for descending. */
export type SortTerm<Parameters> =
  NamesIn<Parameters, 'sort'> extends infer Name extends string
    ? string extends Name
      ? string
      : Name | `-${Exclude<Name, `-${string}`>}`
    : never;

/** A parameter that is there if the document has it. */
type Offered<Parameters, Name extends ListParameterName, Value> = Name extends keyof Parameters
  ? { readonly [N in Name]?: Value | undefined }
  : unknown;

/**
 * What a list is asked for: all that the document offers, by the names that it has there.
 *
 * @public
 */
export type ListQuery<Parameters, Field extends string = string, Relation extends string = string> = {
  /** Conditions that all have to hold. */
  readonly filter?: Filter<Parameters> | undefined;
  /** Other parameters that the document has: those of the view's own, and flags. */
  readonly params?: { readonly [Name in OtherParameter<Parameters>]?: Parameters[Name] } | undefined;
  /** Sent as it stands, beside the rest: what the grammar understands and the document does not list. */
  readonly raw?: Readonly<Record<string, string | readonly string[]>> | undefined;
} & Offered<Parameters, 'sort', SortTerm<Parameters> | readonly SortTerm<Parameters>[]> &
  Offered<Parameters, 'q', string> &
  Offered<Parameters, 'page', number> &
  Offered<Parameters, 'page_size', number> &
  Offered<Parameters, 'cursor', string> &
  Offered<Parameters, 'include_total', boolean> &
  Offered<Parameters, 'fields', readonly Field[]> &
  Offered<Parameters, 'include', readonly Relation[]>;

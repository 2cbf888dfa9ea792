import type { ElementOf, FilterParameter, SplitName } from './list-parameter.js';

/** By field: its operators, each with the type of its values. */
type Comparisons<Parameters> = {
  [Name in FilterParameter<Parameters> as SplitName<Name>[0]]: ComparisonBy<Parameters, Name>;
};

/** One for each parameter of a field, which are many: hence over each of them by itself. */
type ComparisonBy<Parameters, Name> = Name extends keyof Parameters
  ? readonly [operator: SplitName<Name>[1], value: ElementOf<NonNullable<Parameters[Name]>>]
  : never;

type Operand<Operator, Value> = Operator extends 'eq' | 'ne'
  ? Value | readonly Value[]
  : Operator extends 'in' | 'not_in'
    ? readonly Value[]
    : Operator extends 'between'
      ? readonly [from: Value, to: Value]
      : Operator extends 'contains' | 'icontains'
        ? Value | readonly Value[]
        : Value;

type Equality<Comparison> = Comparison extends readonly ['eq', infer Value] ? Operand<'eq', Value> : never;

/** A value or several for equality, or operators by their names. */
type Condition<Comparison> =
  | Equality<Comparison>
  | { readonly [C in Extract<Comparison, readonly [string, unknown]> as C[0]]?: Operand<C[0], C[1]> };

/** Groups, where the list has them. */
type Groups<Parameters> = 'or' extends keyof Parameters
  ? {
      /** Filters one of which has to hold; none of none holds. */
      readonly or?: readonly Filter<Parameters>[];
      /** Filters that all have to hold, each for itself: through a to-many relation, each may hold for another row. */
      readonly and?: readonly Filter<Parameters>[];
      /** What must not hold, taken together. */
      readonly not?: Filter<Parameters>;
    }
  : unknown;

/**
 * Conditions that all have to hold: `{ age: { gte: 18, lt: 65 }, status: ['open', 'paid'], name: 'Ada' }`.
 *
 * The fields and the operators of each are those that the document lists. Values are sent as they are, whatever
 * characters they have. The words of `contains` and `icontains` are those of a text, as `q` has them, or each element
 * of a list as it stands.
 *
 * @public
 */
export type Filter<Parameters> = {
  readonly [Field in keyof Comparisons<Parameters>]?: Condition<Comparisons<Parameters>[Field]>;
} & Groups<Parameters>;

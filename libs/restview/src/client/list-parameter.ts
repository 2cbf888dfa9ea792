/** The parameters of a list that are neither filters nor a view's own. */
export type ListParameterName =
  'page' | 'cursor' | 'page_size' | 'include_total' | 'sort' | 'q' | 'fields' | 'include' | 'or' | 'and' | 'not';

/** The operators that may follow a name after two underscores. */
export type SuffixOperator =
  | 'ne'
  | 'in'
  | 'not_in'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'between'
  | 'contains'
  | 'icontains'
  | 'startswith'
  | 'istartswith'
  | 'endswith'
  | 'iendswith'
  | 'isnull';

/** A value, or a value of a list. */
export type ElementOf<Value> = Value extends readonly (infer Element)[] ? Element : Value;

/** The field and the operator of a parameter: `['age', 'gte']` of `age__gte`, `['age', 'eq']` of `age`. */
export type SplitName<Name, Head extends string = ''> = Name extends `${infer Field}__${infer Rest}`
  ? Rest extends SuffixOperator
    ? readonly [field: `${Head}${Field}`, operator: Rest]
    : SplitName<Rest, `${Head}${Field}__`>
  : readonly [field: `${Head}${Name & string}`, operator: 'eq'];

type CandidateName<Parameters> = Exclude<keyof Parameters & string, ListParameterName>;

/** Equality takes several values, which tells it from a parameter of the view's own; so does another operator. */
type IsFilter<Parameters, Name extends keyof Parameters & string> = SplitName<Name>[1] extends 'eq'
  ? NonNullable<Parameters[Name]> extends readonly unknown[]
    ? true
    : [Extract<keyof Parameters, `${Name}__${SuffixOperator}`>] extends [never]
      ? false
      : true
  : true;

/** The parameters that are filters. */
export type FilterParameter<Parameters> = {
  [Name in CandidateName<Parameters>]: IsFilter<Parameters, Name> extends true ? Name : never;
}[CandidateName<Parameters>];

/** The parameters that the grammar of lists knows nothing of. */
export type OtherParameter<Parameters> = Exclude<CandidateName<Parameters>, FilterParameter<Parameters>>;

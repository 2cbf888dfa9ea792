import type { Operator } from './operators.js';

/** What the marks of a schema's field say of lists. */
export interface ListMarks {
  /** `false`: no filter; else the operators that there are. */
  readonly filterable?: false | readonly Operator[];
  readonly sortable?: boolean;
}

const marksByPrototype = new WeakMap<object, Map<string | symbol, ListMarks>>();

/**
 * Says by what operators lists can be filtered by a field; `false` for none. Without the mark it is all that the column
 * can execute.
 *
 * @example
 * @Filterable(['eq', 'in']) status!: Status;
 *
 * @public
 */
export function Filterable(operators: false | readonly Operator[]): PropertyDecorator {
  return mark({ filterable: operators === false ? false : Object.freeze([...operators]) });
}

/**
 * Says whether lists can be sorted by a field. Without the mark they can, where the column has an order.
 *
 * @example
 * @Sortable(false) notes!: string;
 *
 * @public
 */
export function Sortable(sortable: boolean): PropertyDecorator {
  return mark({ sortable });
}

/** The marks of a schema's property, its own before those of the class it extends. */
export function listMarksOf(schema: { readonly prototype: object }, property: string): ListMarks {
  let marks: ListMarks = {};
  for (
    let prototype: unknown = schema.prototype;
    typeof prototype === 'object' && prototype !== null;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    marks = { ...marksByPrototype.get(prototype)?.get(property), ...marks };
  }
  return marks;
}

function mark(marks: ListMarks): PropertyDecorator {
  return (prototype, property) => {
    const known = marksByPrototype.get(prototype) ?? new Map<string | symbol, ListMarks>();
    known.set(property, Object.freeze({ ...known.get(property), ...marks }));
    marksByPrototype.set(prototype, known);
  };
}

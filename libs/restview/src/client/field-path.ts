/** How many relations a path may lead through; types that contain themselves would have no end. */
type Depth = readonly [0, 0, 0];

type ItemOf<Value> = NonNullable<Value> extends readonly (infer Item)[] ? Item : NonNullable<Value>;

type PathsOf<Row, Left extends readonly unknown[]> = Row extends object
  ? { [Key in keyof Row & string]: Key | Deeper<Key, ItemOf<Row[Key]>, Left> }[keyof Row & string]
  : never;

type Deeper<Key extends string, Value, Left extends readonly unknown[]> = Left extends readonly [unknown, ...infer Less]
  ? Value extends object
    ? `${Key}.${PathsOf<Value, Less>}`
    : never
  : never;

/** The paths of the fields of a row: `name`, `roaster`, `roaster.city`, through three relations at most. */
export type FieldPath<Row> = PathsOf<Required<Row>, Depth>;

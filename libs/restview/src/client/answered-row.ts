type HeadOf<Path> = Path extends `${infer Head}.${string}` ? Head : Path;
type TailOf<Path, Head> = Head extends string ? (Path extends `${Head}.${infer Tail}` ? Tail : never) : never;

/** A row with the fields that were asked for; with all where nobody asked. */
type Selected<Row, Field extends string> = [Field] extends [never]
  ? Row
  : string extends Field
    ? Partial<Row>
    : Row extends readonly (infer Item)[]
      ? Selected<Item, Field>[]
      : Row extends object
        ? {
            [Key in keyof Row as Key extends HeadOf<Field> ? Key : never]: Key extends Field
              ? Row[Key]
              : Selected<Row[Key], TailOf<Field, Key>>;
          }
        : Row;

type Included<Row, Relation extends string> = [Extract<keyof Row, Relation>] extends [never]
  ? Row
  : string extends Relation
    ? Row
    : Row & Required<Pick<Row, Extract<keyof Row, Relation>>>;

/**
 * A row as an answer has it: the optional relations that were asked for are there, and fields that were not are not.
 *
 * @public
 */
export type AnsweredRow<Row, Field extends string, Relation extends string> = Selected<Included<Row, Relation>, Field>;

/**
 * A page of such rows: an array, or the envelope of the document.
 *
 * @public
 */
export type AnsweredPage<Page, Field extends string, Relation extends string> = [Field | Relation] extends [never]
  ? Page
  : Page extends readonly (infer Row)[]
    ? AnsweredRow<Row, Field, Relation>[]
    : Page extends { readonly items: readonly (infer Row)[] }
      ? Omit<Page, 'items'> & { items: AnsweredRow<Row, Field, Relation>[] }
      : Page;

/** The row of a page. */
export type RowOf<Page> = Page extends readonly (infer Row)[]
  ? Row
  : Page extends { readonly items: readonly (infer Row)[] }
    ? Row
    : never;

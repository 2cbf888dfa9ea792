import type { SchemaClass } from '../schema/schema-class.js';
import type { EntityOfView, FindingView } from '../view/actions/action-types.js';
import type { ViewContext, WriteContext } from '../view/view-context.js';

/**
 * The decorator of an action on a row: it fits methods that take the row, the data if there is a body, and the context.
 *
 * @public
 */
export type InstanceActionDecorator<Options> = <
  View extends FindingView,
  Verb extends (
    entity: EntityOfView<View>,
    ...inputs: [...data: DataOf<Options>, context: ContextOf<Options>]
  ) => InstanceReturned<Options, EntityOfView<View>>,
>(
  view: View,
  verb: string,
  method: TypedPropertyDescriptor<Verb> & Taken<Verb, [unknown, ...DataOf<Options>], Options>,
) => void;

/**
 * The decorator of an action on the collection: it fits methods that take the data if there is a body, and the context.
 *
 * @public
 */
export type CollectionActionDecorator<Options> = <
  View extends FindingView,
  Verb extends (
    ...inputs: [...data: DataOf<Options>, context: ContextOf<Options>]
  ) => CollectionReturned<Options, EntityOfView<View>>,
>(
  view: View,
  verb: string,
  method: TypedPropertyDescriptor<Verb> & Taken<Verb, DataOf<Options>, Options>,
) => void;

/** Options that have no names but those of actions. */
export type Exactly<Options, Known> = Options & Readonly<Record<Exclude<keyof Options, keyof Known>, never>>;

type DataOf<Options> = Options extends { readonly body: SchemaClass<infer Data> } ? [data: Data] : [];

type ContextOf<Options> = Options extends { readonly method: 'GET' } ? ViewContext : WriteContext;

/** A method that leaves out the data of its body has been given a body by mistake. */
type Taken<Verb extends (...inputs: never[]) => unknown, Inputs extends readonly unknown[], Options> = Options extends {
  readonly body: SchemaClass;
}
  ? Parameters<Verb> extends readonly [...Inputs, ...unknown[]]
    ? unknown
    : { readonly 'the method does not take the data of the body': never }
  : unknown;

type Eventually<Value> = Value | Promise<Value>;

type InstanceReturned<Options, Entity> = Options extends { readonly response: infer Response }
  ? Response extends 'row'
    ? Eventually<WrittenRow<Options, Entity>>
    : Eventually<Answered<Response, Entity>>
  : Eventually<WrittenRow<Options, Entity>>;

type WrittenRow<Options, Entity> = Options extends { readonly creates: true }
  ? Entity
  : // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a method without `return` gives nothing
    Entity | undefined | void;

type CollectionReturned<Options, Entity> = Options extends { readonly response: infer Response }
  ? Eventually<Answered<Response, Entity>>
  : Options extends { readonly creates: true }
    ? Eventually<Entity>
    : Eventually<void>;

type Answered<Response, Entity> = Response extends null
  ? // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a method without `return` gives nothing
    void
  : Response extends 'row'
    ? Entity
    : Response extends 'rows'
      ? readonly Entity[]
      : Response extends readonly [SchemaClass<infer Item>]
        ? readonly Item[]
        : Response extends SchemaClass<infer Answer>
          ? Answer
          : never;

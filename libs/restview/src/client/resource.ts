import type { ActionArguments, ActionsBelow } from './actions.js';
import type { AnsweredPage, AnsweredRow, RowOf } from './answered-row.js';
import type { FieldPath } from './field-path.js';
import type { ListQuery, NamesIn } from './list-query.js';
import type { AnswerOf, BodyArgument, OperationAt, ParametersOf } from './operation.js';
import type { ReadOptions, RequestOptions, WriteOptions } from './request-options.js';
import type { ItemPath, KeyInput } from './resource-paths.js';

/**
 * The requests of a list.
 *
 * @public
 */
export interface ListRequests<Parameters, Page> {
  /**
   * One page.
   *
   * @throws ProblemError for an answer that is no success.
   */
  list<
    const Field extends FieldPath<RowOf<Page>> = never,
    const Relation extends NamesIn<Parameters, 'include'> = never,
  >(
    query?: ListQuery<Parameters, Field, Relation>,
    options?: ReadOptions<AnsweredPage<Page, Field, Relation>>,
  ): Promise<AnsweredPage<Page, Field, Relation>>;

  /**
   * This page and all that follow, one after the other: by cursor where the list has cursors and no `page` is given,
   * else by number, else by the `Link` header.
   *
   * @throws ProblemError for an answer that is no success.
   */
  pages<
    const Field extends FieldPath<RowOf<Page>> = never,
    const Relation extends NamesIn<Parameters, 'include'> = never,
  >(
    query?: ListQuery<Parameters, Field, Relation>,
    options?: RequestOptions,
  ): AsyncIterable<AnsweredPage<Page, Field, Relation>>;

  /**
   * The rows of all {@link ListRequests.pages}: `for await (const user of client.users.all({ page_size: 500 }))`.
   *
   * @throws ProblemError for an answer that is no success.
   */
  all<
    const Field extends FieldPath<RowOf<Page>> = never,
    const Relation extends NamesIn<Parameters, 'include'> = never,
  >(
    query?: ListQuery<Parameters, Field, Relation>,
    options?: RequestOptions,
  ): AsyncIterable<AnsweredRow<RowOf<Page>, Field, Relation>>;
}

/**
 * The request that creates a row.
 *
 * @public
 */
export interface CreateRequest<Operation> {
  /**
   * Creates a row; gives what the server answers, which is the row.
   *
   * @throws ProblemError for an answer that is no success.
   */
  create(
    ...body: [...BodyArgument<Operation>, options?: RequestOptions & QueryOption<Operation>]
  ): Promise<AnswerOf<Operation>>;
}

/**
 * The request that reads a row.
 *
 * @public
 */
export interface GetRequest<Operation, Key> {
  /**
   * One row by its key.
   *
   * @throws ProblemError for an answer that is no success: 404 when there is no such row, or none that the caller may see.
   */
  get<
    const Field extends FieldPath<AnswerOf<Operation>> = never,
    const Relation extends NamesIn<ParametersOf<Operation>, 'include'> = never,
  >(
    key: Key,
    query?: RowQuery<ParametersOf<Operation>, Field, Relation>,
    options?: ReadOptions<AnsweredRow<AnswerOf<Operation>, Field, Relation>>,
  ): Promise<AnsweredRow<AnswerOf<Operation>, Field, Relation>>;
}

/**
 * What a request of one row may ask for besides: the parameters that the document has.
 *
 * @public
 */
export type RowQuery<Parameters, Field extends string = string, Relation extends string = string> = {
  readonly [Name in keyof Parameters]?: Name extends 'fields'
    ? readonly Field[] | undefined
    : Name extends 'include'
      ? readonly Relation[] | undefined
      : Parameters[Name] | undefined;
};

/**
 * The request that changes a row.
 *
 * @public
 */
export interface UpdateRequest<Operation, Key> {
  /**
   * Changes the fields that are given; gives what the server answers, which is the whole row.
   *
   * @throws ProblemError for an answer that is no success.
   */
  update(
    key: Key,
    ...changes: [...BodyArgument<Operation>, options?: WriteOptions & QueryOption<Operation>]
  ): Promise<AnswerOf<Operation>>;
}

/**
 * The request that removes a row.
 *
 * @public
 */
export interface DeleteRequest<Operation, Key> {
  /**
   * Removes a row.
   *
   * @throws ProblemError for an answer that is no success: 409 when other rows hold it.
   */
  delete(key: Key, options?: WriteOptions & QueryOption<Operation>): Promise<AnswerOf<Operation>>;
}

/**
 * Query parameters of a write.
 *
 * @public
 */
export interface QueryOption<Operation> {
  /** The parameters that the document has, such as flags and `include`. */
  readonly query?: RowQuery<ParametersOf<Operation>> | undefined;
}

/**
 * The further operations on one row.
 *
 * @public
 */
export interface ItemActions<Actions, Key> {
  /**
   * Calls an operation below the path of a row: `'publish'` is `POST /posts/7/publish`; another method stands in front
   * of the name, as in `'GET referrers'`.
   *
   * @throws ProblemError for an answer that is no success.
   */
  action<const Name extends keyof Actions & string>(
    key: Key,
    name: Name,
    ...input: ActionArguments<Actions[Name]>
  ): Promise<AnswerOf<Actions[Name]>>;
}

/**
 * The further operations on a collection.
 *
 * @public
 */
export interface CollectionActions<Actions> {
  /**
   * Calls an operation below the path of the collection: `'import'` is `POST /posts/import`; another method stands in
   * front of the name, as in `'GET statistics'`.
   *
   * @throws ProblemError for an answer that is no success.
   */
  collectionAction<const Name extends keyof Actions & string>(
    name: Name,
    ...input: ActionArguments<Actions[Name]>
  ): Promise<AnswerOf<Actions[Name]>>;
}

type Where<Operation, Requests> = [Operation] extends [never] ? unknown : Requests;

/** The list, where what a path answers with is one. */
type Listing<Operation> = [RowOf<AnswerOf<Operation>>] extends [never]
  ? unknown
  : ListRequests<ParametersOf<Operation>, AnswerOf<Operation>>;

/**
 * The requests of a resource: those that the document has at its path, and below it.
 *
 * @public
 */
export type Resource<Paths, Path extends string> = Listing<OperationAt<Paths, Path, 'get'>> &
  Where<OperationAt<Paths, Path, 'post'>, CreateRequest<OperationAt<Paths, Path, 'post'>>> &
  Where<keyof ActionsBelow<Paths, Path>, CollectionActions<ActionsBelow<Paths, Path>>> &
  RowRequests<Paths, ItemPath<Paths, Path>, KeyInput<Paths, Path>>;

type RowRequests<Paths, Item extends string, Key> = Where<
  OperationAt<Paths, Item, 'get'>,
  GetRequest<OperationAt<Paths, Item, 'get'>, Key>
> &
  Where<OperationAt<Paths, Item, 'patch'>, UpdateRequest<OperationAt<Paths, Item, 'patch'>, Key>> &
  Where<OperationAt<Paths, Item, 'delete'>, DeleteRequest<OperationAt<Paths, Item, 'delete'>, Key>> &
  Where<keyof ActionsBelow<Paths, Item>, ItemActions<ActionsBelow<Paths, Item>, Key>>;

import { REACT_ADMIN_ROUTES } from '../definition/generated-routes.js';
import { setWire } from '../definition/view-wire.js';
import type { ProblemDetails } from '../errors/problem-details.js';
import type { ListQuery } from '../query/list-query.js';
import { CONTENT_RANGE, reactAdminDialect } from '../query/react-admin-dialect.js';
import type { UpdateOf } from '../schema/input/input-types.js';
import type { Key } from './key-values.js';
import type { ListingResult } from './listing-result.js';
import { reactAdminProblem, type ReactAdminProblem } from './react-admin-problem.js';
import { noteWholeRecord } from './references/unchanged-fields.js';
import { ResponseShape } from './response-shape.js';
import { RestView } from './rest-view.js';
import type { ViewContext } from './view-context.js';

/**
 * A view that react-admin works with, by its data provider `ra-data-simple-rest` as it is.
 *
 * Only the wire differs from {@link RestView}: lists are asked for by `sort`, `range`, `filter` and `embed` in JSON and
 * answered as bare arrays with a `Content-Range`; `PUT /:id` takes a whole record back; DELETE answers 200 with the record;
 * problems have their `errors` by field. Tiers, seams, options and mixins are those of `RestView`.
 *
 * @example
 * @View('posts', { model: Post, schema: PostRead })
 * export class PostView extends ReactAdminView<Post, PostRead> {}
 *
 * @public
 */
export abstract class ReactAdminView<Entity extends object, Schema extends object = Partial<Entity>> extends RestView<
  Entity,
  Schema
> {
  /** What `Content-Range` counts in: `items 0-24/319`. */
  readonly rangeUnit: string = 'items';

  static {
    setWire(this, {
      routes: REACT_ADMIN_ROUTES,
      dialect: reactAdminDialect,
      pageKinds: ['page'],
      pageSize: 25,
      hasOneId: true,
      problems: 'form',
      refused: {
        dialect: 'react-admin speaks the one of ReactAdminView.',
        includePaginationMetadata: 'react-admin takes bare arrays, and the total from Content-Range.',
        pageKinds: 'react-admin asks for pages by "range".',
      },
    });
  }

  /** `GET /`: the rows of a range as a bare array, and by `Content-Range` where they stand among how many. */
  override async getManyEndpoint(query: ListQuery, context: ViewContext): Promise<unknown> {
    const result = await this.handleGetMany(query, context);
    context.setHeader(CONTENT_RANGE, this.contentRange(result));
    context.appendHeader('Access-Control-Expose-Headers', CONTENT_RANGE);
    return this.toResponse(result, ResponseShape.LISTING, context);
  }

  /** `PUT /:id`: the same as `PATCH`, for clients that send the whole record back; what they cannot write is dropped. */
  replaceEndpoint(id: Key, data: UpdateOf<Schema>, context: ViewContext): Promise<unknown> {
    noteWholeRecord(data);
    return this.updateEndpoint(id, data, context);
  }

  /** `DELETE /:id`: removes the row and answers with it as it was. */
  override async deleteEndpoint(id: Key, context: ViewContext): Promise<unknown> {
    return this.toResponse(await this.handleDelete(id, context), ResponseShape.SINGLE, context);
  }

  /** What `Content-Range` says: `items 0-24/319`; of no rows `items 0-0/0`. */
  contentRange({ items, total, query }: ListingResult<Entity>): string {
    const last = query.offset + Math.max(items.length - 1, 0);
    return `${this.rangeUnit} ${String(query.offset)}-${String(last)}/${total === null ? '*' : String(total)}`;
  }

  /** Problem details with `errors` by field; see {@link ReactAdminProblem}. */
  override toProblem(details: ProblemDetails): ReactAdminProblem {
    return reactAdminProblem(details);
  }
}

import { mark, type ReferenceOptions, type ReferenceTarget } from './marks.js';

/**
 * Checks that the row which a foreign key names exists, among those that the caller may see: else 422.
 *
 * The field stays what it is, a plain value or a list of them. All references of a body to one entity are checked by one
 * statement, and a hidden row counts as missing.
 *
 * @param target - the entity, whose views decide together what the caller may see, or one view of it; a function, since
 * modules import each other. Left out: the entity that the column's foreign key refers to.
 * @example
 * class TaskRead {
 *   @MustExist() projectId!: number;
 *   @MustExist(() => PublicLabelView) labelIds!: number[];
 *   @MustExist(() => Country, { by: 'code' }) countryCode!: string;
 * }
 * @public
 */
export function MustExist(target?: () => ReferenceTarget, options: ReferenceOptions = {}): PropertyDecorator {
  return mark({
    kind: 'reference',
    reference: Object.freeze({ ...options, form: 'value', ...(target && { target }) }),
  });
}

/**
 * Shows and takes a relation as the id of its row, or as the ids of its rows; in a body `{ "id": … }` is the same.
 *
 * What a body names has to exist among the rows that the caller may see. A list replaces the list that was there: client
 * order, without duplicates, `[]` clears it. Over a foreign key column it is {@link MustExist} that also takes objects.
 *
 * @example
 * class PostRead {
 *   @IdRef(() => User) author!: number;
 *   @IdRef(() => Tag, { by: 'slug' }) tags!: string[];
 * }
 * @public
 */
export function IdRef(target: () => ReferenceTarget, options: ReferenceOptions = {}): PropertyDecorator {
  return mark({ kind: 'reference', reference: Object.freeze({ ...options, form: 'id', target }) });
}

/**
 * As {@link IdRef}, but an object with the id on the wire: `{ "id": 1 }`; in a body the bare id is the same.
 *
 * @example
 * class PostRead {
 *   @IdSchema(() => User) author!: { id: number };
 * }
 * @public
 */
export function IdSchema(target: () => ReferenceTarget, options: ReferenceOptions = {}): PropertyDecorator {
  return mark({ kind: 'reference', reference: Object.freeze({ ...options, form: 'object', target }) });
}

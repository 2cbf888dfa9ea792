import type { SelectQueryBuilder } from 'typeorm';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { EntityMetadata } from '../model/type-orm-metadata.js';
import { ConditionWriter, type RelatedRows } from './apply-condition.js';
import { selectCursorValues, startAt } from './apply-cursor.js';
import { orderBy, sortedColumns } from './apply-sort.js';
import { orderEntities } from './kept-order.js';
import type { ListQuery } from './list-query.js';

/** What the caller may see of other entities; without it, all of their rows. */
const ALL_ROWS: RelatedRows = () => [];

/**
 * Puts a checked list query on a query builder: conditions, order, page.
 *
 * Knows nothing of HTTP. Conditions are added to what the builder has and are bound parameters throughout; the order
 * takes the place of one that it has, unless nobody asks for an order. A page is cut by rows of the entity, also when the builder joins a to-many
 * relation. To count the rows on all pages of a walk by cursor, see {@link applyListConditions}.
 *
 * @param relatedRows - queries that say which rows of other entities may take part in conditions and orders.
 * @returns the same builder.
 * @public
 */
export function applyListQuery<Entity extends object>(
  builder: SelectQueryBuilder<Entity>,
  query: ListQuery,
  relatedRows: RelatedRows = ALL_ROWS,
): SelectQueryBuilder<Entity> {
  return applyListPage(applyListConditions(builder, query, relatedRows), query, relatedRows);
}

/**
 * Puts the conditions of a list query on a query builder, and neither order nor page: what is left to count.
 *
 * @public
 */
export function applyListConditions<Entity extends object>(
  builder: SelectQueryBuilder<Entity>,
  { condition }: ListQuery,
  relatedRows: RelatedRows = ALL_ROWS,
): SelectQueryBuilder<Entity> {
  if (!condition) return builder;
  enclose(builder);
  const { sql, parameters } = new ConditionWriter(builder, relatedRows).write(
    condition,
    builder.alias,
    rootOf(builder),
  );
  return builder.andWhere(`(${sql})`, parameters);
}

/**
 * Puts the order and the page of a list query on a query builder that has its conditions.
 *
 * @public
 */
export function applyListPage<Entity extends object>(
  builder: SelectQueryBuilder<Entity>,
  query: ListQuery,
  relatedRows: RelatedRows = ALL_ROWS,
): SelectQueryBuilder<Entity> {
  const { columns: wanted, walk, pageSize, offset, sort, keepsOrder } = query;
  const root = rootOf(builder);
  const isMultiplied = multipliesRows(builder);
  if (wanted) narrow(builder, root, wanted);
  const writer = new ConditionWriter(builder, relatedRows);
  const columns = sortedColumns(builder, root, sort, writer);
  if (!keepsOrder) builder.orderBy();
  else if (isMultiplied) orderEntities(builder, root);
  orderBy(builder, columns, walk?.from?.direction === 'prev', isMultiplied);
  if (walk) selectCursorValues(builder, columns);
  if (walk?.from) {
    enclose(builder);
    startAt(builder, columns, walk.from, walk.part, () => writer.nextName());
  }
  if (pageSize === null) return builder;
  // TypeORM cuts by entities with `take`, in two statements, and by rows with `limit`.
  return isMultiplied ? builder.skip(offset).take(pageSize) : builder.offset(offset).limit(pageSize);
}

/** Puts the conditions so far into brackets, so that an `OR` among them cannot reach those that follow. */
function enclose({ expressionMap }: SelectQueryBuilder<object>): void {
  const { wheres } = expressionMap;
  if (wheres.length === 0) return;
  expressionMap.wheres = [{ type: 'simple', condition: { operator: 'brackets', condition: wheres } }];
}

function rootOf({ expressionMap }: SelectQueryBuilder<object>): EntityMetadata {
  const { mainAlias } = expressionMap;
  if (mainAlias?.hasMetadata) return mainAlias.metadata;
  throw new ConfigurationError({
    subject: 'applyListQuery',
    problem: 'got a query builder that reads no entity.',
    remedy: 'Give it one such as manager.createQueryBuilder(User, "user").',
  });
}

/** Whether a join may repeat the rows of the entity. */
function multipliesRows({ expressionMap }: SelectQueryBuilder<object>): boolean {
  return expressionMap.joinAttributes.some(
    ({ relation }) => relation === undefined || relation.isOneToMany || relation.isManyToMany,
  );
}

/** Reads only these columns and the key; a query that selects more than its rows is left as it is. */
function narrow(builder: SelectQueryBuilder<object>, root: EntityMetadata, columns: readonly string[]): void {
  const { selects } = builder.expressionMap;
  if (selects.length !== 1 || selects[0]?.selection !== builder.alias) return;
  const keys = root.primaryColumns.map((column) => column.propertyPath);
  builder.select([...new Set([...keys, ...columns])].map((path) => `${builder.alias}.${path}`));
}

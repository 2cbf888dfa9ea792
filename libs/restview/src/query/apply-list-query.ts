import type { SelectQueryBuilder } from 'typeorm';
import { ConditionWriter, type RelatedRows } from './apply-condition.js';
import { selectCursorValues, startAt } from './apply-cursor.js';
import { orderBy, sortedColumns } from './apply-sort.js';
import type { ListQuery } from './list-query.js';

/** What the caller may see of other entities; without it, all of their rows. */
const ALL_ROWS: RelatedRows = () => [];

/**
 * Puts a checked list query on a query builder: conditions, order, page.
 *
 * Knows nothing of HTTP. Conditions are added to what the builder has and are bound parameters throughout. A page is cut
 * by rows of the entity, also when the builder joins a to-many relation.
 *
 * @param relatedRows - queries that say which rows of other entities may take part in conditions and orders.
 * @returns the builder; another one over the same rows when its joins would multiply them.
 * @public
 */
export function applyListQuery<Entity extends object>(
  builder: SelectQueryBuilder<Entity>,
  query: ListQuery,
  relatedRows: RelatedRows = ALL_ROWS,
): SelectQueryBuilder<Entity> {
  const metadata = builder.expressionMap.mainAlias?.metadata;
  if (!metadata) throw new TypeError('A list query needs a query over an entity.');
  const rows = query.columns ? narrowed(builder, query.columns) : builder;
  const writer = new ConditionWriter(rows, relatedRows);
  if (query.condition) {
    const { sql, parameters } = writer.write(query.condition, rows.alias, metadata);
    rows.andWhere(`(${sql})`, parameters);
  }
  const columns = sortedColumns(rows, query.sort, writer);
  const isReversed = query.walk?.from?.direction === 'prev';
  orderBy(rows, columns, isReversed);
  if (query.walk) {
    selectCursorValues(rows, columns);
    if (query.walk.from) startAt(rows, columns, query.walk.from);
  }
  return query.pageSize === null ? rows : cut(rows, query.offset, query.pageSize);
}

/** Reads only these columns and the key; a query that selects more than its rows is left as it is. */
function narrowed<Entity extends object>(
  builder: SelectQueryBuilder<Entity>,
  columns: readonly string[],
): SelectQueryBuilder<Entity> {
  const { selects, mainAlias } = builder.expressionMap;
  if (selects.length !== 1 || selects[0]?.selection !== builder.alias) return builder;
  const keys = (mainAlias?.metadata.primaryColumns ?? []).map((column) => column.propertyPath);
  return builder.select([...new Set([...keys, ...columns])].map((path) => `${builder.alias}.${path}`));
}

/** A join that may repeat the rows of the entity. */
function multipliesRows({ expressionMap }: SelectQueryBuilder<object>): boolean {
  return expressionMap.joinAttributes.some(
    ({ relation }) => relation === undefined || relation.isOneToMany || relation.isManyToMany,
  );
}

function cut<Entity extends object>(
  rows: SelectQueryBuilder<Entity>,
  offset: number,
  size: number,
): SelectQueryBuilder<Entity> {
  return multipliesRows(rows) ? rows.skip(offset).take(size) : rows.offset(offset).limit(size);
}

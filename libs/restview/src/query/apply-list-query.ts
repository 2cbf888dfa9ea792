import type { SelectQueryBuilder } from 'typeorm';
import type { ListQuery } from './list-query.js';

/**
 * Puts a checked list query on a query builder: order, then page. Filters come between, ANDed outside the scope.
 *
 * Knows nothing of HTTP. A page of a query that joins a to-many relation is cut by rows of the entity, not by joined rows.
 */
export function applyListQuery<Entity extends object>(
  builder: SelectQueryBuilder<Entity>,
  query: ListQuery,
): SelectQueryBuilder<Entity> {
  for (const { path, direction } of query.sort) {
    builder.addOrderBy(`${builder.alias}.${path.join('.')}`, direction === 'asc' ? 'ASC' : 'DESC');
  }
  if (query.pageSize === null) return builder;
  const offset = (query.page - 1) * query.pageSize;
  const multipliesRows = builder.expressionMap.joinAttributes.some(
    ({ relation }) => relation === undefined || relation.isOneToMany || relation.isManyToMany,
  );
  return multipliesRows ? builder.skip(offset).take(query.pageSize) : builder.offset(offset).limit(query.pageSize);
}

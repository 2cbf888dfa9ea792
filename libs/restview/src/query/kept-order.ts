import type { OrderByCondition, SelectQueryBuilder } from 'typeorm';
import type { EntityMetadata } from '../model/type-orm-metadata.js';

/**
 * Makes the order that a query has an order of entities, where a join repeats their rows.
 *
 * An entity stands where the first of its rows stands, as it does in the query without a page: by the least value of a
 * joined column, or by the greatest one when the order descends.
 */
export function orderEntities(builder: SelectQueryBuilder<object>, { primaryColumns }: EntityMetadata): void {
  const { orderBys, selects } = builder.expressionMap;
  const keys = primaryColumns.map((column) => `${builder.alias}.${column.propertyPath}`).join(', ');
  const kept: OrderByCondition = {};
  Object.entries(orderBys).forEach(([criterion, value], index) => {
    const isNamed = selects.some(({ aliasName }) => aliasName === criterion);
    if (isNamed || criterion.startsWith(`${builder.alias}.`)) {
      kept[criterion] = value;
      return;
    }
    const direction = typeof value === 'string' ? value : value.order;
    const name = `restview_kept_${String(index)}`;
    builder.addSelect(`${direction === 'DESC' ? 'MAX' : 'MIN'}(${criterion}) OVER (PARTITION BY ${keys})`, name);
    kept[name] = value;
  });
  builder.orderBy(kept);
}

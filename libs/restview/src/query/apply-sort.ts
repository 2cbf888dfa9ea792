import type { SelectQueryBuilder } from 'typeorm';
import type { EntityMetadata } from '../model/type-orm-metadata.js';
import type { ConditionWriter } from './apply-condition.js';
import type { SortTerm } from './list-query.js';
import { orderable, ordersAsNull, sqlFamilyOf } from './sql-dialect.js';
import { unknownToEntity } from './unknown-to-entity.js';

/** A term as SQL has it. */
export interface SortedColumn {
  readonly term: SortTerm;
  /** What the rows are ordered by, such as `user.name`. */
  readonly ordered: string;
  /** That is a column, and nothing made of one. */
  readonly isPlain: boolean;
  readonly isNullable: boolean;
}

/** An entity in a query. */
interface Joined {
  readonly alias: string;
  readonly metadata: EntityMetadata;
}

/**
 * Joins what a sort needs; a row without the related row stays, and a related row that the caller may not see counts as
 * none.
 */
export function sortedColumns(
  builder: SelectQueryBuilder<object>,
  root: EntityMetadata,
  sort: readonly SortTerm[],
  writer: ConditionWriter,
): readonly SortedColumn[] {
  const family = sqlFamilyOf(builder.dataSource);
  const routes = new Map<string, Joined>();
  return sort.map((term) => {
    let here: Joined = { alias: builder.alias, metadata: root };
    let route = '';
    for (const { property } of term.relations) {
      route += `.${property}`;
      here = routes.get(route) ?? join(builder, here, property, writer, routes.size);
      routes.set(route, here);
    }
    const expression = writer.expression(here.alias, here.metadata, term.column);
    const ordered = orderable(expression, term.column, family);
    return {
      term,
      ordered,
      isPlain: ordered === `${here.alias}.${term.column.path.join('.')}`,
      isNullable: term.relations.length > 0 || ordersAsNull(term.column, family),
    };
  });
}

function join(
  builder: SelectQueryBuilder<object>,
  { alias, metadata }: Joined,
  property: string,
  writer: ConditionWriter,
  index: number,
): Joined {
  const relation = metadata.findRelationWithPropertyPath(property);
  if (!relation) throw unknownToEntity(metadata, property);
  // A number keeps the name within the 63 characters of PostgreSQL, however long the way.
  const joined = { alias: `restview_join_${String(index)}`, metadata: relation.inverseEntityMetadata };
  const visible = writer.isAmong(joined.metadata, joined.alias);
  builder.leftJoin(`${alias}.${property}`, joined.alias, visible?.sql, visible?.parameters ?? {});
  return joined;
}

/**
 * Orders by these columns, NULLs last in both directions, after what the query is ordered by.
 *
 * @param isReversed - walks the same order backwards.
 * @param byName - reads the sort values along with the rows, as TypeORM's `take` needs them.
 */
export function orderBy(
  builder: SelectQueryBuilder<object>,
  columns: readonly SortedColumn[],
  isReversed: boolean,
  byName: boolean,
): void {
  const isMysql = sqlFamilyOf(builder.dataSource) === 'mysql';
  columns.forEach(({ term, ordered, isPlain, isNullable }, index) => {
    const direction = (term.direction === 'desc') === isReversed ? 'ASC' : 'DESC';
    const name = isPlain && !byName ? ordered : `restview_sort_${String(index)}`;
    // What the query is ordered by already needs no second mention, which would replace the first.
    if (Object.hasOwn(builder.expressionMap.orderBys, name)) return;
    // In parentheses: a bare column under another name would be missing in the entity.
    if (name !== ordered) builder.addSelect(`(${ordered})`, name);
    if (isNullable && isMysql) {
      const nulls = `restview_null_${String(index)}`;
      builder.addSelect(`${ordered} IS NULL`, nulls).addOrderBy(nulls, isReversed ? 'DESC' : 'ASC');
    }
    builder.addOrderBy(
      name,
      direction,
      isNullable && !isMysql ? (isReversed ? 'NULLS FIRST' : 'NULLS LAST') : undefined,
    );
  });
}

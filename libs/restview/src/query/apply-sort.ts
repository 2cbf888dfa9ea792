import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { ConditionWriter } from './apply-condition.js';
import type { SortTerm } from './list-query.js';
import { comparable, sqlFamilyOf } from './sql-dialect.js';

/** A term as SQL has it. */
export interface SortedColumn {
  readonly term: SortTerm;
  /** The column, such as `user__city.name`. */
  readonly expression: string;
  readonly isNullable: boolean;
}

/**
 * Joins what a sort needs; a row without the related row stays, and a related row that the caller may not see counts as
 * none.
 */
export function sortedColumns(
  builder: SelectQueryBuilder<object>,
  sort: readonly SortTerm[],
  writer: ConditionWriter,
): readonly SortedColumn[] {
  return sort.map((term) => {
    let alias = builder.alias;
    let metadata = builder.expressionMap.mainAlias?.metadata;
    for (const relation of term.relations) {
      const joined = `${alias}__${relation.property}`;
      const found = metadata?.findRelationWithPropertyPath(relation.property);
      if (!found) throw new TypeError(`${String(metadata?.name)} has no relation "${relation.property}".`);
      metadata = found.inverseEntityMetadata;
      if (!builder.expressionMap.aliases.some(({ name }) => name === joined)) {
        const visible = writer.isAmong(metadata, joined);
        const parameters: ObjectLiteral = visible?.parameters ?? {};
        builder.leftJoin(`${alias}.${relation.property}`, joined, visible?.sql, parameters);
      }
      alias = joined;
    }
    return {
      term,
      expression: `${alias}.${term.column.path.join('.')}`,
      isNullable: term.column.nullable || term.relations.length > 0,
    };
  });
}

/** Orders by these columns, NULLs last in both directions; `isReversed` walks the same order backwards. */
export function orderBy(
  builder: SelectQueryBuilder<object>,
  columns: readonly SortedColumn[],
  isReversed: boolean,
): void {
  const family = sqlFamilyOf(builder.dataSource);
  columns.forEach(({ term, expression, isNullable }, index) => {
    const direction = (term.direction === 'desc') === isReversed ? 'ASC' : 'DESC';
    const sorted = comparable(expression, term.column, family);
    const name = sorted === expression ? expression : `restview_sort_${String(index)}`;
    if (name !== expression) builder.addSelect(sorted, name);
    if (!isNullable) {
      builder.addOrderBy(name, direction);
    } else if (family === 'mysql') {
      const nulls = `restview_null_${String(index)}`;
      builder.addSelect(`${expression} IS NULL`, nulls).addOrderBy(nulls, isReversed ? 'DESC' : 'ASC');
      builder.addOrderBy(name, direction);
    } else {
      builder.addOrderBy(name, direction, isReversed ? 'NULLS FIRST' : 'NULLS LAST');
    }
  });
}

import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { dialectOf } from '../dialect.js';
import { KeptQuery, PAGE } from './kept-query.js';
import { queryShape } from './query-shape.js';
import { RecentValues } from './recent-values.js';

/** Most queries that are kept of a data source: clients make shapes by what they filter, sort and select by. */
const MOST_QUERIES = 1000;

/** Characters of the longest query that is kept; with the number of queries it bounds the memory. */
const LONGEST_QUERY = 16_000;

const kept = new WeakMap<DataSource, RecentValues<KeptQuery>>();

/** Whether the SQL of reads is kept by their shape; tests and benchmarks compare both ways. */
export const keptQueries = { isOn: true };

/**
 * What is kept for the rows of a query; `undefined` for one whose SQL TypeORM has to make each time.
 *
 * @internal
 */
export function keptRows(builder: SelectQueryBuilder<object>): KeptQuery | undefined {
  return keptQuery(builder, 'rows', () => rowsSql(builder));
}

/**
 * What is kept for the number of rows of a query, in the column `cnt`; `undefined` where TypeORM has to count.
 *
 * @internal
 */
export function keptCount(builder: SelectQueryBuilder<object>): KeptQuery | undefined {
  const expression = countExpression(builder);
  return expression === undefined ? undefined : keptQuery(builder, 'count', () => countSql(builder, expression));
}

function keptQuery(
  builder: SelectQueryBuilder<object>,
  part: 'rows' | 'count',
  sqlOf: () => string,
): KeptQuery | undefined {
  const { dataSource } = builder;
  if (!keptQueries.isOn || dataSource.queryResultCache || !dialects.has(dialectOf(dataSource))) return undefined;
  const shape = queryShape(builder, part);
  if (shape === undefined) return undefined;
  let queries = kept.get(dataSource);
  if (!queries) kept.set(dataSource, (queries = new RecentValues(MOST_QUERIES)));
  let query = queries.get(shape);
  if (query) return query;
  query = new KeptQuery(sqlOf(), builder);
  if (shape.length + query.size <= LONGEST_QUERY) queries.set(shape, query);
  return query;
}

/** Those whose page is `LIMIT … OFFSET …`, which may be parameters. */
const dialects: ReadonlySet<string> = new Set(['sqlite', 'postgres', 'cockroachdb', 'mysql']);

function rowsSql(builder: SelectQueryBuilder<object>): string {
  const { expressionMap } = builder;
  const { limit, offset } = expressionMap;
  // As for raw rows: no column is read besides those that are selected.
  expressionMap.queryEntity = false;
  try {
    const sql = builder.limit(undefined).offset(undefined).getQuery();
    const page = `${limit === undefined ? '' : ` LIMIT :${PAGE.limit}`}${offset === undefined ? '' : ` OFFSET :${PAGE.offset}`}`;
    return sql + page;
  } finally {
    builder.limit(limit).offset(offset);
  }
}

/** What TypeORM counts: rows, or entities where a join may repeat them. */
function countExpression({ expressionMap, dataSource }: SelectQueryBuilder<object>): string | undefined {
  const { mainAlias, joinAttributes } = expressionMap;
  if (!mainAlias?.hasMetadata) return undefined;
  if (joinAttributes.length === 0) return 'COUNT(1)';
  const [key, ...more] = mainAlias.metadata.primaryColumns;
  if (!key || more.length > 0) return undefined;
  const { driver } = dataSource;
  const column = `${driver.escape(mainAlias.name)}.${driver.escape(key.databaseName)}`;
  // TypeORM writes it in two ways.
  return dialectOf(dataSource) === 'mysql' ? `COUNT(DISTINCT ${column})` : `COUNT(DISTINCT(${column}))`;
}

function countSql(builder: SelectQueryBuilder<object>, expression: string): string {
  return builder
    .clone()
    .orderBy()
    .limit(undefined)
    .offset(undefined)
    .select(expression, 'cnt')
    .setOption('disable-global-order')
    .getQuery();
}

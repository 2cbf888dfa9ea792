import type { ObjectLiteral, QueryRunner, SelectQueryBuilder } from 'typeorm';
import { postgresDriver } from './postgres-connection.js';
import { runByRunner } from './run-by-runner.js';
import { runSql } from './run-sql.js';
import { SqlStatement } from './sql-statement.js';
import type { StatementResult } from './statement-result.js';

type ExpressionMap = SelectQueryBuilder<object>['expressionMap'];

/** What stands at a placeholder: a parameter, or one value of a list. */
interface Place {
  readonly name: string;
  readonly index?: number;
}

/**
 * The names of the page among the parameters.
 *
 * @internal
 */
export const PAGE = { limit: 'restview_limit', offset: 'restview_offset' } as const;

/**
 * The SQL of all queries of one shape, with the page as parameters.
 *
 * @internal
 */
export class KeptQuery {
  private readonly statement: SqlStatement | undefined;
  private readonly places: readonly Place[] = [];

  /**
   * @param sql - with named parameters, as builders have it.
   * @param builder - any query of the shape.
   */
  constructor(
    private readonly sql: string,
    { dataSource, expressionMap }: SelectQueryBuilder<object>,
  ) {
    if (!postgresDriver(dataSource)) return;
    // Marks go the way that values go.
    const marks = marksOf(parametersOf(expressionMap));
    const [text, found]: [string, unknown[]] = dataSource.driver.escapeQueryWithParameters(sql, marks);
    this.statement = new SqlStatement(text);
    // An array may be one value too, as in `= ANY(:ids)`.
    const whole = new Map<unknown, Place>(Object.entries(marks).map(([name, mark]) => [mark, { name }]));
    this.places = found.flatMap((mark) => whole.get(mark) ?? (isPlace(mark) ? mark : []));
  }

  /** How much is kept, in characters. */
  get size(): number {
    return this.sql.length + (this.statement?.sql.length ?? 0);
  }

  /** Runs the statement with the parameters of a query of the shape, in its transaction if it has one. */
  run(builder: SelectQueryBuilder<object>): Promise<StatementResult> {
    const { dataSource, expressionMap } = builder;
    const runner = runnerOf(builder);
    if (this.statement) {
      const values = this.places.map((place) => valueAt(place, expressionMap));
      return runSql(dataSource, runner, this.statement, values);
    }
    // Numbers stand in the text on SQLite.
    const [sql, values]: [string, unknown[]] = dataSource.driver.escapeQueryWithParameters(
      this.sql,
      parametersOf(expressionMap),
    );
    return runByRunner(dataSource, runner, sql, values);
  }
}

function parametersOf({ parameters, limit, offset }: ExpressionMap): ObjectLiteral {
  return limit === undefined ? parameters : { ...parameters, [PAGE.limit]: limit, [PAGE.offset]: offset };
}

function marksOf(parameters: ObjectLiteral): Readonly<Record<string, Place | readonly Place[]>> {
  const marks: Record<string, Place | readonly Place[]> = {};
  for (const [name, value] of Object.entries(parameters)) {
    marks[name] = Array.isArray(value) ? value.map((_, index) => ({ name, index })) : { name };
  }
  return marks;
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'name' in value;
}

function valueAt({ name, index }: Place, { parameters, limit, offset }: ExpressionMap): unknown {
  if (name === PAGE.limit) return limit;
  if (name === PAGE.offset) return offset;
  const value: unknown = parameters[name];
  return index === undefined ? value : Array.isArray(value) ? (value[index] as unknown) : undefined;
}

/**
 * The query runner that a query is bound to, which is that of its transaction.
 *
 * @internal
 */
export function runnerOf(builder: SelectQueryBuilder<object>): QueryRunner | undefined {
  const runner: unknown = Reflect.get(builder, 'queryRunner');
  return isRunner(runner) ? runner : undefined;
}

function isRunner(value: unknown): value is QueryRunner {
  return typeof value === 'object' && value !== null && 'isTransactionActive' in value;
}

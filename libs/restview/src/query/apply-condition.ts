import type { SelectQueryBuilder } from 'typeorm';
import type { ColumnDescription } from '../model/model-description.js';
import type { ColumnMetadata, EntityMetadata, RelationMetadata } from '../model/type-orm-metadata.js';
import { type ComparisonPlace, comparisonSql } from './comparison-sql.js';
import type { Comparison, Condition, RelatedCondition } from './condition.js';
import { foreignKeyCondition } from './foreign-key-condition.js';
import { relatedKeys } from './related-keys.js';
import { joinSql, notSql, plainSql, type SqlCondition } from './sql-condition.js';
import { sqlFamilyOf } from './sql-dialect.js';
import { unknownToEntity } from './unknown-to-entity.js';

/**
 * The rows of related entities that may take part: queries over the entity, each new, or none for all rows.
 *
 * @public
 */
export type RelatedRows = (entity: object) => readonly SelectQueryBuilder<object>[];

/** Makes SQL of conditions, for one query. */
export class ConditionWriter {
  private parameterCount = 0;
  private readonly place: Pick<ComparisonPlace, 'family' | 'nextName'>;

  constructor(
    private readonly query: SelectQueryBuilder<object>,
    private readonly relatedRows: RelatedRows,
  ) {
    this.place = { family: sqlFamilyOf(query.dataSource), nextName: () => this.nextName() };
  }

  /** A condition on the rows of an entity that a query knows by an alias. */
  write(condition: Condition, alias: string, metadata: EntityMetadata): SqlCondition {
    switch (condition.kind) {
      case 'compare':
        return this.compare(condition, columnAt(metadata, condition.column.path), alias);
      case 'related':
        return this.related(condition, alias, metadata);
      case 'not':
        return notSql(this.write(condition.condition, alias, metadata));
      default: {
        const parts = condition.conditions.map((part) => this.write(part, alias, metadata));
        return joinSql(condition.kind === 'and' ? 'AND' : 'OR', parts);
      }
    }
  }

  /** That a row of an alias is among the rows that may take part; `undefined` where all may. */
  isAmong(metadata: EntityMetadata, alias: string): SqlCondition | undefined {
    const visible = this.visibleRows(metadata).map((rows) => {
      const keys = metadata.primaryColumns.map((column) => `${rows.alias}.${column.propertyPath}`);
      return this.isIn(this.columns(alias, metadata.primaryColumns), rows.select(keys));
    });
    return visible.length === 0 ? undefined : joinSql('AND', visible);
  }

  /** A column of an alias, by its property path, or what the column is computed from. */
  expression(alias: string, metadata: EntityMetadata, { path }: ColumnDescription): string {
    const column = columnAt(metadata, path);
    return column.isVirtualProperty ? this.columnSql(alias, column) : `${alias}.${column.propertyPath}`;
  }

  /** A parameter name that the query does not use; another writer may have named some. */
  nextName(): string {
    const { parameters } = this.query.expressionMap;
    let name: string;
    do {
      this.parameterCount += 1;
      name = `restview_${String(this.parameterCount)}`;
    } while (Object.hasOwn(parameters, name));
    return name;
  }

  private visibleRows({ target }: EntityMetadata): readonly SelectQueryBuilder<object>[] {
    return typeof target === 'function' ? this.relatedRows(target) : [];
  }

  private compare(comparison: Comparison, stored: ColumnMetadata, alias: string): SqlCondition {
    return comparisonSql(comparison, { ...this.place, expression: this.columnSql(alias, stored), stored });
  }

  /** By a set of keys: it never multiplies rows, and names inside cannot meet names outside. */
  private related(
    { relation, quantifier, condition }: RelatedCondition,
    alias: string,
    metadata: EntityMetadata,
  ): SqlCondition {
    const join = metadata.findRelationWithPropertyPath(relation.property);
    if (!join) throw unknownToEntity(metadata, relation.property);
    const { near, far, junction } = relatedKeys(join);
    const told = quantifier === 'all' ? undefined : this.byForeignKey(join, condition, alias);
    if (told) return quantified(quantifier, told);

    const inside = 'related';
    const other = join.inverseEntityMetadata;
    const rows = this.rowsOf(other, inside);
    const wanted: Condition = quantifier === 'all' ? { kind: 'not', condition } : condition;
    for (const part of [this.write(wanted, inside, other), this.isAmong(other, inside)]) {
      if (part) rows.andWhere(part.sql, part.parameters);
    }
    rows.select(far.map((column) => this.columnSql(inside, column)));
    if (!junction) return quantified(quantifier, this.isIn(this.columns(alias, near), rows));
    const between = this.isIn(this.columns('junction', junction.far), rows);
    const sql = [
      `${this.columns(alias, near)} IN (SELECT ${junction.near.map((column) => this.columnSql('junction', column)).join(', ')}`,
      `FROM ${this.table(junction.metadata)} ${this.escaped('junction')} WHERE ${between.sql})`,
    ];
    return quantified(quantifier, { sql: sql.join(' '), parameters: between.parameters });
  }

  /** Without a look at the related rows, where all of them may take part and the foreign key tells enough. */
  private byForeignKey(join: RelationMetadata, condition: Condition, alias: string): SqlCondition | undefined {
    const told = foreignKeyCondition(join, condition);
    if (!told || this.visibleRows(join.inverseEntityMetadata).length > 0) return undefined;
    const { column, referenced, comparison } = told;
    const expression = this.columnSql(alias, column);
    if (!comparison) return plainSql(`${expression} IS NOT NULL`);
    return comparisonSql(comparison, { ...this.place, expression, stored: referenced });
  }

  private rowsOf(metadata: EntityMetadata, alias: string): SelectQueryBuilder<object> {
    return this.query.dataSource.createQueryBuilder().select().from<object>(metadata.target, alias);
  }

  private isIn(keys: string, query: SelectQueryBuilder<object>): SqlCondition {
    const { sql, parameters } = this.embedded(query);
    return { sql: `${keys} IN (${sql})`, parameters };
  }

  /** The text of a query inside another one; its parameters get names of their own. */
  private embedded(query: SelectQueryBuilder<object>): SqlCondition {
    const given = query.getParameters();
    const names = new Map(Object.keys(given).map((name) => [name, this.nextName()]));
    const sql = query
      .getQuery()
      .replace(/:(\.\.\.)?([A-Za-z0-9_.]+)/g, (whole: string, spread: string | undefined, name: string) => {
        const fresh = names.get(name);
        return fresh === undefined ? whole : `:${spread ?? ''}${fresh}`;
      });
    const parameters = Object.fromEntries([...names].map(([name, fresh]): [string, unknown] => [fresh, given[name]]));
    return { sql, parameters };
  }

  private columns(alias: string, columns: readonly ColumnMetadata[]): string {
    const [only, ...more] = columns.map((column) => this.columnSql(alias, column));
    return only !== undefined && more.length === 0 ? only : `(${[only, ...more].join(', ')})`;
  }

  private columnSql(alias: string, column: ColumnMetadata): string {
    if (column.isVirtualProperty && column.query) return `(${column.query(this.escaped(alias))})`;
    return `${this.escaped(alias)}.${this.escaped(column.databaseName)}`;
  }

  private table({ tablePath }: EntityMetadata): string {
    return tablePath
      .split('.')
      .map((part) => this.escaped(part))
      .join('.');
  }

  private escaped(name: string): string {
    return this.query.dataSource.driver.escape(name);
  }
}

function quantified(quantifier: RelatedCondition['quantifier'], condition: SqlCondition): SqlCondition {
  return quantifier === 'any' ? condition : notSql(condition);
}

function columnAt(metadata: EntityMetadata, path: readonly string[]): ColumnMetadata {
  const column = metadata.findColumnWithPropertyPath(path.join('.'));
  if (!column) throw unknownToEntity(metadata, path.join('.'));
  return column;
}

import type { EntityMetadata, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { RelationMetadata } from '../model/type-orm-metadata.js';
import type { Comparison, Condition, RelatedCondition } from './condition.js';
import { comparable, sqlFamilyOf, type TextMatch, textCondition, textOperand } from './sql-dialect.js';

/** A condition as SQL, with parameters whose names no other condition has. */
export interface SqlCondition {
  readonly sql: string;
  readonly parameters: ObjectLiteral;
}

/** The rows of related entities that may take part: a query over each entity, or nothing for all rows. */
export type RelatedRows = (entity: object) => readonly SelectQueryBuilder<object>[];

/** Makes SQL of conditions, for one query. */
export class ConditionWriter {
  private parameterCount = 0;
  private readonly family;

  constructor(
    private readonly query: SelectQueryBuilder<object>,
    private readonly relatedRows: RelatedRows,
  ) {
    this.family = sqlFamilyOf(query.dataSource);
  }

  /** A condition on the rows of an entity that a query knows by an alias. */
  write(condition: Condition, alias: string, metadata: EntityMetadata): SqlCondition {
    switch (condition.kind) {
      case 'compare':
        return this.compare(condition, alias, metadata);
      case 'related':
        return this.related(condition, alias, metadata);
      case 'not': {
        const { sql, parameters } = this.write(condition.condition, alias, metadata);
        // Whatever the condition does not hold for, NULLs included.
        return { sql: `((${sql}) IS NOT TRUE)`, parameters };
      }
      default: {
        const parts = condition.conditions.map((part) => this.write(part, alias, metadata));
        if (parts.length === 0) return { sql: condition.kind === 'and' ? '1 = 1' : '1 = 0', parameters: {} };
        const sql = parts.map((part) => `(${part.sql})`).join(condition.kind === 'and' ? ' AND ' : ' OR ');
        return {
          sql: `(${sql})`,
          parameters: Object.assign({}, ...parts.map((part) => part.parameters)) as ObjectLiteral,
        };
      }
    }
  }

  /** That a row of an alias is among the rows that may take part. */
  isAmong(metadata: EntityMetadata, alias: string): SqlCondition | undefined {
    const { target } = metadata;
    const rowsOf = typeof target === 'function' ? this.relatedRows(target) : [];
    const parts = rowsOf.map((rows) => {
      const keys = metadata.primaryColumns.map((column) => `${rows.alias}.${column.propertyPath}`);
      const { sql, parameters } = this.embedded(rows.select(keys));
      const key = this.columns(
        alias,
        metadata.primaryColumns.map((column) => column.databaseName),
      );
      return { sql: `${key} IN (${sql})`, parameters };
    });
    if (parts.length === 0) return undefined;
    return {
      sql: parts.map(({ sql }) => sql).join(' AND '),
      parameters: Object.assign({}, ...parts.map(({ parameters }) => parameters)) as ObjectLiteral,
    };
  }

  private compare({ column, operator, values }: Comparison, alias: string, metadata: EntityMetadata): SqlCondition {
    const path = column.path.join('.');
    const expression = comparable(`${alias}.${path}`, column, this.family);
    if (operator === 'isnull') {
      return { sql: `${alias}.${path} IS ${values[0] === true ? '' : 'NOT '}NULL`, parameters: {} };
    }
    const text = TEXT_MATCHES[operator];
    if (text) return this.text(expression, text.match, text.foldsCase, values);
    const stored = storedValues(metadata, path, values);
    const names = stored.map(() => this.nextName());
    const parameters = Object.fromEntries(names.map((name, index): [string, unknown] => [name, stored[index]]));
    const [first = '', second = ''] = names;
    const list = names.map((name) => `:${name}`).join(', ');
    switch (operator) {
      case 'eq':
      case 'in':
        return { sql: names.length === 1 ? `${expression} = :${first}` : `${expression} IN (${list})`, parameters };
      case 'ne':
      case 'not_in':
        return {
          sql: names.length === 1 ? `${expression} <> :${first}` : `${expression} NOT IN (${list})`,
          parameters,
        };
      case 'between':
        return { sql: `${expression} BETWEEN :${first} AND :${second}`, parameters };
      default: {
        const sign = { gt: '>', gte: '>=', lt: '<', lte: '<=' }[operator as 'gt' | 'gte' | 'lt' | 'lte'];
        return { sql: `(${names.map((name) => `${expression} ${sign} :${name}`).join(' OR ')})`, parameters };
      }
    }
  }

  /** Every word has to be found. */
  private text(expression: string, match: TextMatch, foldsCase: boolean, words: readonly unknown[]): SqlCondition {
    const parameters: ObjectLiteral = {};
    const parts = words.map((word) => {
      const name = this.nextName();
      parameters[name] = textOperand(String(word), match, foldsCase, this.family);
      return textCondition(expression, name, match, foldsCase, this.family);
    });
    return { sql: `(${parts.join(' AND ')})`, parameters };
  }

  /** By a set of keys: it never multiplies rows, and names inside cannot meet names outside. */
  private related(
    { relation, quantifier, condition }: RelatedCondition,
    alias: string,
    metadata: EntityMetadata,
  ): SqlCondition {
    const join = metadata.findRelationWithPropertyPath(relation.property);
    if (!join) throw new TypeError(`${metadata.name} has no relation "${relation.property}".`);
    const related = join.inverseEntityMetadata;
    const inside = 'related';
    const rows = this.query.dataSource.createQueryBuilder().select().from<object>(related.target, inside);
    const wanted: Condition = quantifier === 'all' ? { kind: 'not', condition } : condition;
    for (const part of [this.write(wanted, inside, related), this.isAmong(related, inside)]) {
      if (part) rows.andWhere(`(${part.sql})`, part.parameters);
    }

    const { sql, parameters } = join.junctionEntityMetadata
      ? this.throughJunction(join, join.junctionEntityMetadata, alias, rows)
      : this.byForeignKey(join, alias, rows);
    return { sql: quantifier === 'any' ? sql : `((${sql}) IS NOT TRUE)`, parameters };
  }

  private byForeignKey(join: RelationMetadata, alias: string, rows: SelectQueryBuilder<object>): SqlCondition {
    const isOwner = join.joinColumns.length > 0;
    const columns = isOwner ? join.joinColumns : (join.inverseRelation?.joinColumns ?? []);
    const referenced = columns.map((column) => column.referencedColumn ?? column);
    const [near, far] = isOwner ? [columns, referenced] : [referenced, columns];
    const keys = this.embedded(rows.select(far.map((column) => `${rows.alias}.${column.databaseName}`)));
    return { sql: `${this.columns(alias, near.map(nameOf))} IN (${keys.sql})`, parameters: keys.parameters };
  }

  private throughJunction(
    join: RelationMetadata,
    { tablePath }: EntityMetadata,
    alias: string,
    rows: SelectQueryBuilder<object>,
  ): SqlCondition {
    const { driver } = this.query.dataSource;
    const [owners, others] = join.isOwning
      ? [join.joinColumns, join.inverseJoinColumns]
      : [join.inverseRelation?.inverseJoinColumns ?? [], join.inverseRelation?.joinColumns ?? []];
    const keys = this.embedded(
      rows.select(others.map((column) => `${rows.alias}.${column.referencedColumn?.propertyPath ?? ''}`)),
    );
    const table = tablePath
      .split('.')
      .map((part) => driver.escape(part))
      .join('.');
    const owned = owners
      .map((column) => `${driver.escape('junction')}.${driver.escape(column.databaseName)}`)
      .join(', ');
    const near = this.columns(
      alias,
      owners.map((column) => nameOf(column.referencedColumn ?? column)),
    );
    const junction = driver.escape('junction');
    return {
      sql: `${near} IN (SELECT ${owned} FROM ${table} ${junction} WHERE ${this.columns('junction', others.map(nameOf))} IN (${keys.sql}))`,
      parameters: keys.parameters,
    };
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

  private columns(alias: string, names: readonly string[]): string {
    const { driver } = this.query.dataSource;
    const escaped = names.map((name) => `${driver.escape(alias)}.${driver.escape(name)}`);
    return escaped.length === 1 ? escaped.join('') : `(${escaped.join(', ')})`;
  }

  private nextName(): string {
    // Other conditions of the same query may have been written by another writer.
    let name: string;
    do {
      this.parameterCount += 1;
      name = `restview_${String(this.parameterCount)}`;
    } while (Object.hasOwn(this.query.expressionMap.parameters, name));
    return name;
  }
}

function nameOf(column: { readonly databaseName: string }): string {
  return column.databaseName;
}

const TEXT_MATCHES: Readonly<Partial<Record<string, { readonly match: TextMatch; readonly foldsCase: boolean }>>> = {
  contains: { match: 'contains', foldsCase: false },
  icontains: { match: 'contains', foldsCase: true },
  startswith: { match: 'startswith', foldsCase: false },
  istartswith: { match: 'startswith', foldsCase: true },
  endswith: { match: 'endswith', foldsCase: false },
  iendswith: { match: 'endswith', foldsCase: true },
};

/** Values as the column stores them: transformers applied, dates in the database's form. */
function storedValues(metadata: EntityMetadata, path: string, values: readonly unknown[]): readonly unknown[] {
  const column =
    metadata.findColumnWithPropertyPath(path) ??
    metadata.findRelationWithPropertyPath(path)?.joinColumns[0]?.referencedColumn;
  if (!column) throw new TypeError(`${metadata.name} has no column "${path}".`);
  const { driver } = metadata.dataSource;
  return values.map((value): unknown => driver.preparePersistentValue(value, column));
}

import type { ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from '../model/type-orm-metadata.js';
import type { Comparison } from './condition.js';
import type { Operator } from './operators.js';
import { type SqlCondition, plainSql } from './sql-condition.js';
import { comparable, operand, type SqlFamily } from './sql-dialect.js';
import { searchParameter, searchSql, textSearchOf } from './text-search.js';

/** Where a comparison is written. */
export interface ComparisonPlace {
  /** The column as SQL, such as `"user"."name"`. */
  readonly expression: string;
  /** TypeORM's column, which knows how values are stored. */
  readonly stored: ColumnMetadata;
  readonly family: SqlFamily;
  readonly nextName: () => string;
}

/** Makes SQL of a comparison; all values are parameters. */
export function comparisonSql({ column, operator, values }: Comparison, place: ComparisonPlace): SqlCondition {
  const { family, nextName } = place;
  if (operator === 'isnull') return plainSql(`${place.expression} IS ${values[0] === true ? '' : 'NOT '}NULL`);
  const search = textSearchOf(operator);
  const expression = comparable(place.expression, column, family);
  const parameters: ObjectLiteral = {};
  const operands = values.map((value) => {
    const name = nextName();
    if (search) {
      parameters[name] = searchParameter(String(value), search, family);
      return searchSql(expression, name, search, family);
    }
    const stored: unknown = storedValue(value, place);
    parameters[name] = stored;
    return operand(name, stored, column, family);
  });
  // Every word has to be found.
  if (search) return { sql: `(${operands.join(' AND ')})`, parameters };
  return { sql: compared(expression, operator, operands), parameters };
}

function compared(expression: string, operator: Operator, operands: readonly string[]): string {
  const [first = 'NULL', second = 'NULL'] = operands;
  const list = operands.join(', ');
  switch (operator) {
    case 'ne':
    case 'not_in':
      return operands.length === 1 ? `${expression} <> ${first}` : `${expression} NOT IN (${list})`;
    case 'between':
      return `${expression} BETWEEN ${first} AND ${second}`;
    case 'gt':
      return anyOf(expression, '>', operands);
    case 'gte':
      return anyOf(expression, '>=', operands);
    case 'lt':
      return anyOf(expression, '<', operands);
    case 'lte':
      return anyOf(expression, '<=', operands);
    default:
      return operands.length === 1 ? `${expression} = ${first}` : `${expression} IN (${list})`;
  }
}

function anyOf(expression: string, sign: string, operands: readonly string[]): string {
  return `(${operands.map((one) => `${expression} ${sign} ${one}`).join(' OR ')})`;
}

/** A value as the column stores it: transformers applied, dates in the database's form. */
function storedValue(value: unknown, { stored, family }: ComparisonPlace): unknown {
  const prepared: unknown = stored.entityMetadata.dataSource.driver.preparePersistentValue(value, stored);
  // MySQL compares a FLOAT of four bytes with a DOUBLE of eight, so 0.1 has to lose the same digits.
  if (family !== 'mysql' || stored.type !== 'float' || typeof prepared !== 'number') return prepared;
  const single = Math.fround(prepared);
  return Number.isFinite(single) ? single : prepared;
}

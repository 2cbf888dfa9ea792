import type { DataSource } from 'typeorm';
import { dialectOf, type Dialect } from '../model/dialect.js';
import { narrowColumn } from '../model/narrowed-column.js';
import { frozenMap } from './frozen-map.js';
import type { ListField, ListFields, ListRelation } from './list-fields.js';
import type { ListGrammar } from './list-grammar.js';

/**
 * A grammar with the limits that a database adds to its columns: `int` has 32 bits on PostgreSQL.
 *
 * A value beyond them is a mistake of the client then; without them such a filter is executed, and finds nothing equal.
 *
 * @example
 * const grammar = narrowGrammar(listGrammarOf(User, UserRead), dataSource);
 *
 * @public
 */
export function narrowGrammar(grammar: ListGrammar, dataSource: DataSource): ListGrammar {
  const dialect = dialectOf(dataSource);
  const { rowId, fields } = grammar;
  return Object.freeze({
    ...grammar,
    fields: narrowFields(fields, dialect),
    ...(rowId && { rowId: Object.freeze(rowId.map((column) => narrowColumn(column, dialect))) }),
  });
}

function narrowFields({ columns, relations }: ListFields, dialect: Dialect): ListFields {
  const narrowed = (field: ListField): ListField =>
    Object.freeze({ ...field, column: narrowColumn(field.column, dialect) });
  const narrowRelation = (relation: ListRelation): ListRelation => {
    let fields: ListFields | undefined;
    return Object.freeze({
      ...relation,
      // Late: schemas nest each other.
      fields: () => (fields ??= narrowFields(relation.fields(), dialect)),
      key: () => {
        const key = relation.key();
        return key && narrowed(key);
      },
    });
  };
  return Object.freeze({
    columns: frozenMap([...columns].map(([name, field]) => [name, narrowed(field)])),
    relations: frozenMap([...relations].map(([name, relation]) => [name, narrowRelation(relation)])),
  });
}

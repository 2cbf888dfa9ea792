import type { ColumnDescription, RelationDescription } from '../model/model-description.js';
import { frozenMap } from '../query/frozen-map.js';
import type { ListField, ListRelation } from '../query/list-fields.js';
import type { Operator } from '../query/operators.js';
import { knownColumns } from '../schema/document/reference-document.js';
import type { FieldDescription } from '../schema/schema-description.js';

/** The operators that a key has under the name of its relation. */
export const KEY_OPERATORS: readonly Operator[] = ['eq', 'ne', 'in', 'not_in', 'isnull'];

const PRESENCE: readonly Operator[] = ['isnull'];
const NO_RELATIONS: ReadonlyMap<string, ListRelation> = frozenMap([]);

/**
 * A relation that stands in a schema as the ids of its rows: `author=1`, `author.id=1`, `tags__none.id=3`.
 *
 * @param fieldOf - what the schema and the view's policy let lists do with a column under a public path.
 */
export function listReference(
  { reference }: FieldDescription,
  relation: RelationDescription,
  fieldOf: (column: ColumnDescription, path: string) => ListField,
  name: string,
): ListRelation | undefined {
  if (!reference) return undefined;
  const isToMany = relation.kind === 'one-to-many' || relation.kind === 'many-to-many';
  let columns: ReadonlyMap<string, ListField> | undefined;
  let key: { readonly field: ListField | undefined } | undefined;
  return Object.freeze({
    relation,
    isToMany,
    fields: () => {
      const [column, ...more] = knownColumns(reference) ?? [];
      columns ??= frozenMap(column && more.length === 0 ? [['id', fieldOf(column, `${name}.id`)]] : []);
      return { columns, relations: NO_RELATIONS };
    },
    key: () => {
      const by = isToMany ? [] : (knownColumns(reference) ?? []);
      return (key ??= { field: keyField(by, relation, fieldOf, name) }).field;
    },
  });
}

/** The id under the name of the relation itself; of a key of several columns only whether there is one. */
function keyField(
  [column, ...more]: readonly ColumnDescription[],
  { nullable }: RelationDescription,
  fieldOf: (column: ColumnDescription, path: string) => ListField,
  name: string,
): ListField | undefined {
  if (!column) return undefined;
  const { operators } = fieldOf(column, name);
  const executable = more.length === 0 ? KEY_OPERATORS : PRESENCE;
  return Object.freeze({
    column: Object.freeze({ ...column, nullable }),
    operators: executable.filter((operator) => operators.includes(operator)),
    isSortable: false,
  });
}

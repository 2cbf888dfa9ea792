import type { ColumnMetadata, RelationMetadata } from '../../model/type-orm-metadata.js';
import { columnReader, type ColumnReader, inlineReading } from './column-reading.js';
import type { HydrationShape } from './hydration-shape.js';
import { groupOf, type RawRow } from './related-values.js';

/** Makes entities of the rows of one query: one for each key, in the order of the rows. */
export type Hydrator = (rows: readonly RawRow[]) => object[];

/** Makes one entity; `null` if all its columns are NULL, as those of a joined row that is not there. */
type RowReader = (row: RawRow) => object | null;

/** What the text of a function refers to by number. */
interface Tools {
  readonly target: unknown;
  readonly readers: readonly ColumnReader[];
  readonly columnSetters: readonly ((entity: object, value: unknown) => void)[];
  readonly relationSetters: readonly ((entity: object, value: unknown) => void)[];
  readonly joins: readonly RowReader[];
}

/** Compiles a shape; `undefined` where a name is none that may stand in a function, or where functions are forbidden. */
export function compileHydrator(shape: HydrationShape): Hydrator | undefined {
  const read = compileReader(shape);
  if (!read) return undefined;
  const { primaryColumns } = shape.metadata;
  const keyNames = shape.columns.flatMap(({ column, rawName }) => (primaryColumns.includes(column) ? [rawName] : []));
  const [only = '', ...more] = keyNames;
  const keyOf = (row: RawRow): unknown => {
    const value = row[only];
    return more.length === 0 && (typeof value === 'string' || typeof value === 'number')
      ? value
      : groupOf(row, keyNames);
  };
  return (rows) => {
    const seen = new Set<unknown>();
    const entities: object[] = [];
    for (const row of rows) {
      // A join of a query may repeat a row; a set is asked once for each.
      if (seen.size === seen.add(keyOf(row)).size) continue;
      const entity = read(row);
      if (entity) entities.push(entity);
    }
    return entities;
  };
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const isName = (name: string): boolean => IDENTIFIER.test(name) && name !== '__proto__';

function compileReader(shape: HydrationShape): RowReader | undefined {
  const { metadata, columns, joins } = shape;
  const names = [...columns.map(({ rawName }) => rawName), ...columns.map(({ column }) => column.propertyName)];
  if (![...names, ...joins.map(({ relation }) => relation.propertyName)].every(isName)) return undefined;
  const readers = joins.flatMap(({ shape: joined }) => compileReader(joined) ?? []);
  if (readers.length < joins.length) return undefined;
  return withTools(sourceOf(shape), {
    target: metadata.target,
    readers: columns.map(({ column }) => columnReader(column)),
    columnSetters: columns.map(({ column }) => (entity, value) => {
      column.setEntityValue(entity, value);
    }),
    relationSetters: joins.map(({ relation }) => (entity, value) => {
      relation.setEntityValue(entity, value);
    }),
    joins: readers,
  });
}

function withTools(source: string, tools: Tools): RowReader | undefined {
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- nothing of a request is in it, and identifiers only
    const make = new Function('tools', source) as (tools: Tools) => RowReader;
    return make(tools);
  } catch {
    // Node may have been told to make no code from text.
    return undefined;
  }
}

function sourceOf({ metadata, columns, joins }: HydrationShape): string {
  const each = (list: string, count: number): string =>
    Array.from(
      { length: count },
      (_, index) => `const ${list}${String(index)} = tools.${list}[${String(index)}];`,
    ).join('');
  const told = columns.filter(({ column }) => !column.isVirtualProperty);
  const isThere = told.map(({ rawName }) => `(row.${rawName} ?? null) !== null`).join(' || ');
  return `'use strict';
const Target = tools.target;
${each('readers', columns.length)}${each('columnSetters', columns.length)}
${each('joins', joins.length)}${each('relationSetters', joins.length)}
return (row) => {
  if (!(${isThere})) return null;
  const entity = ${metadata.isAlwaysUsingConstructor ? 'new Target()' : 'Object.create(Target.prototype)'};
  let value;
  ${columns.map(({ column, rawName }, index) => columnSource(column, rawName, index)).join('\n  ')}
  ${joins.map(({ relation }, index) => joinSource(relation, index)).join('\n  ')}
  return entity;
};`;
}

function columnSource(column: ColumnMetadata, rawName: string, index: number): string {
  const read = inlineReading(column, `readers${String(index)}(value)`);
  const set = column.embeddedMetadata
    ? `columnSetters${String(index)}(entity, ${read})`
    : `entity.${column.propertyName} = ${read}`;
  return `value = row.${rawName}; if (value !== undefined) ${set};`;
}

/** TypeORM merges a row into what the constructor has put there. */
function joinSource({ embeddedMetadata, propertyName }: RelationMetadata, index: number): string {
  const set = `relationSetters${String(index)}(entity, value)`;
  const read = `value = joins${String(index)}(row);`;
  if (embeddedMetadata) return `${read} ${set};`;
  const own = `entity.${propertyName}`;
  return `${read} if (typeof ${own} === 'object' && ${own} !== null) ${set}; else ${own} = value;`;
}

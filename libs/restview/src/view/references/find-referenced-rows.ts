import { type EntityManager, type ObjectLiteral, Brackets } from 'typeorm';
import type { EntityClass } from '../../model/entity-class.js';
import { batchesOf, isOneOf } from '../../model/key-batches.js';
import type { KeyCondition } from '../../model/row-key.js';
import type { ColumnDescription } from '../../model/model-description.js';
import type { ColumnMetadata, EntityMetadata } from '../../model/type-orm-metadata.js';
import { ConditionWriter, type RelatedRows } from '../../query/apply-condition.js';
import { unknownToEntity } from '../../query/unknown-to-entity.js';
import { type KeyValues, wireKey } from '../../schema/reference-key.js';

/** What to look for: rows by the values of some of their columns. */
export interface WantedRows {
  readonly by: readonly ColumnMetadata[];
  readonly keys: readonly KeyValues[];
}

/** What a look for rows is about. */
export interface RowSearch {
  readonly entity: EntityClass;
  readonly rows: RelatedRows;
  readonly wanted: readonly WantedRows[];
  /** Every column, since entities get the rows; else those that tell a row apart. */
  readonly wantsRows: boolean;
  /** Further columns that are needed, by property path. */
  readonly columns: readonly string[];
}

/** More keys than that are asked for by several statements, since databases limit parameters. */
const MOST_KEYS = 5000;

/** Finds rows by keys, in one statement. */
export async function findReferencedRows(manager: EntityManager, search: RowSearch): Promise<readonly object[]> {
  const rows: object[] = [];
  for (const wanted of inChunks(search.wanted)) rows.push(...(await findChunk(manager, { ...search, wanted })));
  return rows;
}

function findChunk(manager: EntityManager, { entity, rows, wanted, wantsRows, columns }: RowSearch): Promise<object[]> {
  const metadata = manager.dataSource.getMetadata(entity);
  const query = manager.createQueryBuilder<ObjectLiteral>(entity, ALIAS);
  const keys = [...metadata.primaryColumns.map(({ propertyPath }) => propertyPath), ...columns];
  const named = [...new Set([...keys, ...wanted.flatMap(({ by }) => by.map(({ propertyPath }) => propertyPath))])];
  if (wantsRows) query.addSelect(named.filter((path) => !columnAt(metadata, path).isSelect).map(inAlias));
  else query.select(named.map(inAlias));
  query.where(
    new Brackets((either) => {
      let parameters = 0;
      for (const { by, keys: values } of wanted) {
        const condition = keyCondition(by, values, `reference_${String((parameters += 1))}`);
        either.orWhere(condition.sql, condition.parameters);
      }
    }),
  );
  const visible = new ConditionWriter(query, rows).isAmong(metadata, ALIAS);
  if (visible) query.andWhere(visible.sql, visible.parameters);
  return query.getMany();
}

const ALIAS = 'referenced';

function keyCondition(columns: readonly ColumnMetadata[], keys: readonly KeyValues[], name: string): KeyCondition {
  const stored = keys.map((values) =>
    columns.map((column, index): unknown =>
      column.entityMetadata.dataSource.driver.preparePersistentValue(values[index], column),
    ),
  );
  return isOneOf(columns, stored, ALIAS, name);
}

/** The text by which a row is known, the same for what a client sends and for what a column has. */
export function keyTextOf(by: readonly ColumnDescription[], values: KeyValues): string {
  return String(wireKey(by, values));
}

/** The values that a row has in some columns. */
export function keyValuesIn(row: object, metadata: EntityMetadata, by: readonly ColumnDescription[]): KeyValues {
  return by.map((column): unknown => columnAt(metadata, column.path.join('.')).getEntityValue(row));
}

function inChunks(wanted: readonly WantedRows[]): readonly (readonly WantedRows[])[] {
  if (wanted.reduce((sum, { by, keys }) => sum + by.length * keys.length, 0) <= MOST_KEYS) return [wanted];
  return wanted.flatMap(({ by, keys }) => {
    const size = Math.floor(MOST_KEYS / by.length);
    return batchesOf(keys, size).map((batch) => [{ by, keys: batch }]);
  });
}

/** The column at a property path. */
export function columnAt(metadata: EntityMetadata, path: string): ColumnMetadata {
  const column = metadata.findColumnWithPropertyPath(path);
  if (!column) throw unknownToEntity(metadata, path);
  return column;
}

const inAlias = (path: string): string => `${ALIAS}.${path}`;

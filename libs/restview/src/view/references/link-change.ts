import { batchesOf, isOneOf } from '../../model/key-batches.js';
import { rawKeyText } from '../../model/raw-key.js';
import type { KeyCondition } from '../../model/row-key.js';
import type { ColumnMetadata, RelationMetadata } from '../../model/type-orm-metadata.js';
import type { KeyValues } from '../../schema/reference-key.js';
import { findReferencedRows } from './find-referenced-rows.js';
import type { FieldReferences } from './resolved-references.js';
import type { WriteContext } from '../view-context.js';

/** A to-many relation of a row, and the rows that it is to lead to. */
export interface LinkChange {
  readonly entity: object;
  readonly relation: RelationMetadata;
  readonly references: FieldReferences;
  /** The row was just inserted, so that nothing can refer to it yet. */
  readonly isNew: boolean;
  /** The keys of the rows that it leads to, where they are known already. */
  readonly present?: KeySet;
}

/** Keys by their text, which is the same for what an entity has and what the database hands over. */
export type KeySet = ReadonlyMap<string, KeyValues>;

/** The keys that objects have in some columns. */
export function keySetOf(rows: readonly object[], columns: readonly ColumnMetadata[]): KeySet {
  return keySet(rows.map((row) => columns.map((column): unknown => column.getEntityValue(row))));
}

/** Keys as a set. */
export function keySet(keys: readonly KeyValues[]): KeySet {
  return new Map(keys.map((values) => [rawKeyText(values), values]));
}

/** The keys of one set that another one has not. */
export function without(keys: KeySet, others: KeySet): readonly KeyValues[] {
  return [...keys].filter(([text]) => !others.has(text)).map(([, values]) => values);
}

/** That columns have one of these keys. */
export function keysCondition(
  columns: readonly ColumnMetadata[],
  keys: readonly KeyValues[],
  name: string,
  alias?: string,
): KeyCondition {
  const storedKeys = keys.map((values) => columns.map((column, index) => stored(column, values[index])));
  return isOneOf(columns, storedKeys, alias, name);
}

/** The value of a column in a row as the driver hands it over. */
export function hydrated(column: ColumnMetadata, value: unknown): unknown {
  const typed = column.referencedColumn ?? column;
  return column.entityMetadata.dataSource.driver.prepareHydratedValue(value, typed) as unknown;
}

/** Of these keys, those of rows that the caller may see. */
export async function visibleKeys(
  { references, relation }: LinkChange,
  columns: readonly ColumnMetadata[],
  keys: readonly KeyValues[],
  context: WriteContext,
): Promise<readonly KeyValues[]> {
  const { deleteDateColumn, discriminatorColumn } = relation.inverseEntityMetadata;
  if (keys.length === 0 || (!references.isScoped && !deleteDateColumn && !discriminatorColumn)) return keys;
  const rows = await findReferencedRows(context.manager, {
    entity: references.entity,
    rows: references.rows(context),
    wanted: [{ by: columns, keys }],
    wantsRows: false,
    columns: [],
  });
  return [...keySetOf(rows, columns).values()];
}

/** More keys than that are written by several statements, since databases limit parameters. */
const MOST_KEYS = 2000;

/** Runs a statement for every so many keys. */
export async function forChunks(
  keys: readonly KeyValues[],
  run: (chunk: readonly KeyValues[]) => Promise<unknown>,
): Promise<void> {
  for (const batch of batchesOf(keys, MOST_KEYS)) await run(batch);
}

function stored(column: ColumnMetadata, value: unknown): unknown {
  const typed = column.referencedColumn ?? column;
  return typed.entityMetadata.dataSource.driver.preparePersistentValue(value, typed) as unknown;
}

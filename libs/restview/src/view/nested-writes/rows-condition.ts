import { isOneOf } from '../../model/key-batches.js';
import { type KeyCondition, keyOf } from '../../model/row-key.js';
import type { EntityMetadata } from '../../model/type-orm-metadata.js';

/** The condition that a row is one of these, by their primary keys; however many, it stays shallow. */
export function isOneOfRows(metadata: EntityMetadata, rows: readonly object[], alias: string): KeyCondition {
  const { primaryColumns, dataSource } = metadata;
  const keys = rows.map((row) => {
    const key = keyOf(metadata, row);
    return primaryColumns.map((column, index): unknown => dataSource.driver.preparePersistentValue(key[index], column));
  });
  return isOneOf(primaryColumns, keys, alias);
}

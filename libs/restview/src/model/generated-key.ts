import type { ObjectLiteral } from 'typeorm';
import type { EntityMetadata } from './type-orm-metadata.js';

/**
 * Puts a generated key into an entity whose INSERT returned no row: what the driver reports (MySQL's `insertId`), or
 * what TypeORM generated (UUIDs where the database cannot).
 *
 * @internal
 */
export function takeGeneratedKey(
  metadata: EntityMetadata,
  driverResult: unknown,
  locallyGenerated: ObjectLiteral | undefined,
  entity: ObjectLiteral,
): void {
  const generated = metadata.dataSource.driver.createGeneratedMap(metadata, driverResult, 0, 1) ?? {};
  for (const column of metadata.primaryColumns.filter((candidate) => candidate.isGenerated)) {
    const value: unknown = column.getEntityValue(generated) ?? column.getEntityValue(locallyGenerated ?? {});
    if (value !== undefined) column.setEntityValue(entity, value);
  }
}

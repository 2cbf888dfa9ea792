import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';

/** Values in one statement; SQLite takes 32,766 and PostgreSQL 65,535. */
const VALUES = 8_000;

/** Inserts many rows with all of the same columns, by as few statements as there can be. */
export async function insertRows<Entity extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Entity>,
  rows: readonly Partial<Entity>[],
): Promise<void> {
  const { driver } = manager.dataSource;
  const metadata = manager.dataSource.getMetadata(entity);
  const [first] = rows;
  if (!first) return;
  const columns = metadata.columns.filter(({ propertyName }) => propertyName in first);
  const names = columns.map(({ databaseName }) => driver.escape(databaseName)).join(', ');
  const atOnce = Math.max(1, Math.floor(VALUES / columns.length));
  for (let start = 0; start < rows.length; start += atOnce) {
    const values: unknown[] = [];
    const tuples = rows.slice(start, start + atOnce).map((row) => {
      const places = columns.map((column) => {
        values.push(driver.preparePersistentValue(Reflect.get(row, column.propertyName), column));
        return driver.createParameter('value', values.length - 1);
      });
      return `(${places.join(', ')})`;
    });
    await manager.query(
      `INSERT INTO ${driver.escape(metadata.tableName)} (${names}) VALUES ${tuples.join(', ')}`,
      values,
    );
  }
}

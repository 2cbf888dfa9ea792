import type { DataSource, EntityManager } from 'typeorm';
import { entities } from '../entities/entities.js';
import { Store } from '../entities/store.js';
import { Random } from './random.js';
import { seedCatalogue } from './seed-catalogue.js';
import { seedOrders } from './seed-orders.js';
import { seedPeople } from './seed-people.js';
import { FULL_SEED, type SeedSizes } from './seed-sizes.js';

/**
 * Fills an empty shop for demonstration: the same sizes give the same rows, on every machine and database.
 *
 * @returns whether there was nothing before.
 */
export async function seedShop(dataSource: DataSource, sizes: SeedSizes = FULL_SEED): Promise<boolean> {
  return dataSource.transaction(async (manager) => {
    if (await manager.exists(Store)) return false;
    const random = new Random(sizes.seed);
    await seedPeople(sizes, random, manager);
    await seedOrders(sizes, random, await seedCatalogue(sizes, random, manager), manager);
    await moveSequences(manager);
    // So that the database plans by what there is now.
    await manager.query('ANALYZE');
    return true;
  });
}

/** The seed has its own keys: PostgreSQL's counters go on after them. */
async function moveSequences(manager: EntityManager): Promise<void> {
  if (manager.dataSource.options.type !== 'postgres') return;
  for (const { tableName, generatedColumns } of entities.map((entity) => manager.dataSource.getMetadata(entity))) {
    for (const { databaseName } of generatedColumns.filter(({ isPrimary }) => isPrimary)) {
      await manager.query(
        `SELECT setval(pg_get_serial_sequence($1, $2), COALESCE(MAX("${databaseName}"), 0) + 1, false) FROM "${tableName}"`,
        [`"${tableName}"`, databaseName],
      );
    }
  }
}

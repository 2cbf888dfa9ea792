import { DataSource } from 'typeorm';
import { dropDatabase, onEveryDatabase } from '../../../test/setup/databases.js';
import { shopTables } from '../src/database.js';

onEveryDatabase((database) => {
  if (database.name === 'mysql') return;
  let dataSource: DataSource;

  beforeAll(async () => {
    const options = await database.dataSourceOptions(shopTables.entities);
    dataSource = await new DataSource({ ...options, ...shopTables }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await dropDatabase(dataSource.options);
  });

  const tables = async () => {
    const runner = dataSource.createQueryRunner();
    try {
      return (await runner.getTables(shopTables.entities.map((entity) => dataSource.getMetadata(entity).tableName)))
        .length;
    } finally {
      await runner.release();
    }
  };
  const differences = async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  };

  it('makes the tables that the entities describe, to the last index and check', async () => {
    expect(await tables()).toBe(shopTables.entities.length);
    expect(await differences()).toEqual([]);
  });

  it('goes back to nothing and forth again', async () => {
    await dataSource.undoLastMigration();
    expect(await tables()).toBe(0);
    expect((await differences()).length).toBeGreaterThan(shopTables.entities.length);
    await dataSource.runMigrations();
    expect(await differences()).toEqual([]);
  });

  it('does not let stock fall below nothing, whatever writes it', async () => {
    const insert = (table: string, row: Record<string, unknown>) => {
      const names = Object.keys(row);
      const values = Object.values(row).map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
      return dataSource.query(
        `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${values.join(', ')})`,
      );
    };
    await insert('stores', { id: 1, name: 'North' });
    await insert('categories', { id: 1, storeId: 1, name: 'Tea' });
    const product = { storeId: 1, name: 'Tea', categoryId: 1, price: 1 };
    await insert('products', { ...product, id: 1, sku: 'T-1', stock: 0 });
    await expect(insert('products', { ...product, id: 2, sku: 'T-2', stock: -1 })).rejects.toThrow(
      /CHK_products_stock|check/i,
    );
    await expect(dataSource.query('UPDATE "products" SET "stock" = "stock" - 1')).rejects.toThrow(/check/i);
  });
});

import { DataSource } from 'typeorm';
import { dropDatabase, onEveryDatabase } from '../../../test/setup/databases.js';
import { shopTables } from '../src/database.js';
import { Customer } from '../src/entities/customer.js';
import { entities } from '../src/entities/entities.js';
import { Order } from '../src/entities/order.js';
import { OrderLine } from '../src/entities/order-line.js';
import { Product } from '../src/entities/product.js';
import { Staff } from '../src/entities/staff.js';
import { Store } from '../src/entities/store.js';
import { seedShop } from '../src/seed/seed-shop.js';
import { FULL_SEED, type SeedSizes } from '../src/seed/seed-sizes.js';
import { SMALL_SEED } from './fixtures/test-shop.js';

/** All rows of a small shop, by database: the databases have to agree. */
const digests = new Map<string, string>();

/** Milliseconds: a busy machine may take its time over 50,000 orders. */
const FULL_SEED_TIME = 240_000;

onEveryDatabase((database) => {
  if (database.name === 'mysql') return;

  const withSeed = async (sizes: SeedSizes, use: (dataSource: DataSource) => Promise<void>) => {
    const options = await database.dataSourceOptions(shopTables.entities);
    const dataSource = await new DataSource({ ...options, ...shopTables, logging: false }).initialize();
    try {
      const begun = Date.now();
      expect(await seedShop(dataSource, sizes)).toBe(true);
      if (sizes !== SMALL_SEED)
        console.info(`${database.name}: ${sizes.orders} orders and the rest took ${String(Date.now() - begun)} ms`);
      await use(dataSource);
    } finally {
      await dataSource.destroy();
      await dropDatabase(options);
    }
  };
  const number = async (dataSource: DataSource, sql: string) => {
    const [row] = await dataSource.query<Record<string, unknown>[]>(sql);
    return Number(Object.values(row ?? {})[0]);
  };

  it('has as much of everything as it says, and sums that are right', async () => {
    // In full where it is quick; elsewhere a tenth says the same.
    const part = database.name === 'sqlite' ? 1 : 0.1;
    const sizes: SeedSizes = {
      ...FULL_SEED,
      ...{ products: 2_000 * part, customers: 10_000 * part, orders: 50_000 * part },
    };
    const each = sizes.orders / sizes.stores;
    await withSeed(sizes, async (dataSource) => {
      const { manager } = dataSource;
      const counts = await Promise.all(
        [Store, Staff, Product, Customer, Order].map((entity) => manager.count(entity, { withDeleted: true })),
      );
      expect(counts).toEqual([20, 60, sizes.products, sizes.customers, sizes.orders]);
      const lines = await manager.count(OrderLine);
      expect(lines / sizes.orders).toBeCloseTo(2.4, 1);

      // Each store has its share, and its numbers go from 1 to the counter without a hole.
      expect(
        await number(
          dataSource,
          `SELECT COUNT(*) FROM (
             SELECT s."id" FROM "stores" s JOIN "orders" o ON o."storeId" = s."id" GROUP BY s."id", s."lastOrderNumber"
             HAVING COUNT(*) = ${each} AND MIN(o."number") = 1 AND MAX(o."number") = ${each} AND s."lastOrderNumber" = ${each}
           ) fine`,
        ),
      ).toBe(20);
      // No order whose total is not the sum of its lines, no line whose amount is not its price times its quantity.
      const cents = (column: string) => `CAST(ROUND(${column} * 100) AS BIGINT)`;
      expect(
        await number(
          dataSource,
          `SELECT COUNT(*) FROM "orders" o WHERE ${cents('o."total"')} <>
           (SELECT SUM(${cents('l."amount"')}) FROM "order_lines" l WHERE l."orderId" = o."id")`,
        ),
      ).toBe(0);
      expect(
        await number(
          dataSource,
          `SELECT COUNT(*) FROM "order_lines" WHERE ${cents('"amount"')} <> ${cents('"unitPrice"')} * "quantity"`,
        ),
      ).toBe(0);
      // Nothing reaches over to another store.
      for (const [table, key, other] of [
        ['orders', 'customerId', 'customers'],
        ['order_lines', 'orderId', 'orders'],
        ['order_lines', 'productId', 'products'],
        ['products', 'categoryId', 'categories'],
        ['categories', 'parentId', 'categories'],
      ]) {
        const sql = `SELECT COUNT(*) FROM "${table!}" one JOIN "${other!}" other ON other."id" = one."${key!}" WHERE other."storeId" <> one."storeId"`;
        expect(await number(dataSource, sql)).toBe(0);
      }
      // Keys go on after those of the seed.
      const store = await manager.save(Object.assign(new Store(), { name: 'One more' }));
      expect(store.id).toBe(21);
    });
    // Some seconds, but a machine may be busy.
  }, 180_000);

  it(
    'gives the same rows for the same seed, here and on the other database, and others for another',
    async () => {
      const rowsOf = async (dataSource: DataSource) => {
        const rows: unknown[] = [];
        for (const entity of entities) {
          const metadata = dataSource.getMetadata(entity);
          const found = await dataSource.manager
            .createQueryBuilder(entity, 'row')
            .withDeleted()
            .addSelect(
              metadata.columns.filter(({ isSelect }) => !isSelect).map(({ propertyName }) => `row.${propertyName}`),
            )
            .orderBy('row.id')
            .getMany();
          rows.push(found);
        }
        // SQLite has decimals as numbers.
        return JSON.stringify(rows, (name, value: unknown) =>
          ['price', 'unitPrice', 'amount', 'total'].includes(name) ? Number(value) : value,
        );
      };
      let first = '';
      await withSeed(SMALL_SEED, async (dataSource) => {
        first = await rowsOf(dataSource);
        expect(await seedShop(dataSource, SMALL_SEED)).toBe(false);
        expect(await rowsOf(dataSource)).toBe(first);
      });
      await withSeed({ ...SMALL_SEED, seed: 8 }, async (dataSource) => {
        expect(await rowsOf(dataSource)).not.toBe(first);
      });
      digests.set(database.name, first);
      expect(new Set(digests.values()).size).toBe(1);
    },
    FULL_SEED_TIME,
  );
});

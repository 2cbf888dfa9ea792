import {
  type MigrationInterface,
  type QueryRunner,
  Table,
  TableCheck,
  TableForeignKey,
  TableIndex,
  type TableOptions,
  TableUnique,
} from 'typeorm';
import { type ColumnTypes, columnTypes } from './column-types.js';

/** All tables as they were at first. Constraints without a name get the one that TypeORM gives them. */
export class MakeShop1763700000000 implements MigrationInterface {
  readonly name = 'MakeShop1763700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables(columnTypes(queryRunner))) await queryRunner.createTable(new Table(table));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const { name } of tables(columnTypes(queryRunner)).toReversed()) await queryRunner.dropTable(name);
  }
}

function tables(column: ColumnTypes): readonly TableOptions[] {
  const { key, integer, isTrue, text, moment, now, varchar, money, oneOf } = column;
  const storeId = integer('storeId');
  return [
    {
      name: 'stores',
      columns: [
        key,
        varchar('name', 80),
        varchar('currency', 3, { default: "'EUR'" }),
        integer('lowStockAt', { default: '5' }),
        integer('lastOrderNumber', { default: '0' }),
      ],
      checks: [check('CHK_stores_low_stock_at', '"lowStockAt" >= 0')],
    },
    {
      name: 'staff',
      columns: [
        key,
        storeId,
        varchar('name', 80),
        varchar('email', 120),
        oneOf('role', ['owner', 'manager', 'clerk'], { default: "'clerk'" }),
        isTrue('active'),
        varchar('passwordHash', 200),
        now('createdAt'),
      ],
      uniques: [unique('email')],
      indices: [index('storeId', 'name')],
      foreignKeys: [foreignKey('storeId', 'stores')],
    },
    {
      name: 'sessions',
      columns: [varchar('id', 36, { isPrimary: true }), integer('staffId'), moment('expiresAt')],
      indices: [index('staffId')],
      foreignKeys: [foreignKey('staffId', 'staff', 'CASCADE')],
    },
    {
      name: 'customers',
      columns: [
        key,
        storeId,
        varchar('name', 80),
        varchar('email', 120),
        varchar('phone', 30, { isNullable: true }),
        varchar('city', 60),
        text('note', { isNullable: true }),
        now('createdAt'),
        now('updatedAt'),
        moment('deletedAt', { isNullable: true }),
      ],
      indices: [index('storeId', 'name'), index('storeId', 'email'), index('storeId', 'city')],
      foreignKeys: [foreignKey('storeId', 'stores')],
    },
    {
      name: 'categories',
      columns: [
        key,
        storeId,
        varchar('name', 60),
        integer('parentId', { isNullable: true }),
        integer('position', { default: '0' }),
      ],
      uniques: [unique('storeId', 'name')],
      indices: [index('parentId')],
      foreignKeys: [foreignKey('storeId', 'stores'), foreignKey('parentId', 'categories', 'RESTRICT')],
    },
    {
      name: 'products',
      columns: [
        key,
        storeId,
        varchar('sku', 40),
        varchar('name', 120),
        text('description', { isNullable: true }),
        integer('categoryId'),
        money('price', 10),
        integer('stock', { default: '0' }),
        oneOf('status', ['draft', 'active', 'archived'], { default: "'draft'" }),
        now('createdAt'),
        now('updatedAt'),
        moment('deletedAt', { isNullable: true }),
      ],
      uniques: [unique('storeId', 'sku')],
      checks: [check('CHK_products_stock', '"stock" >= 0'), check('CHK_products_price', '"price" >= 0')],
      indices: [
        index('categoryId'),
        index('storeId', 'name'),
        index('storeId', 'status'),
        index('storeId', 'price'),
        index('storeId', 'stock'),
      ],
      foreignKeys: [foreignKey('storeId', 'stores'), foreignKey('categoryId', 'categories', 'RESTRICT')],
    },
    {
      name: 'orders',
      columns: [
        key,
        storeId,
        integer('number'),
        integer('customerId'),
        oneOf('status', ['draft', 'placed', 'paid', 'shipped', 'delivered', 'cancelled'], { default: "'draft'" }),
        money('total', 12, { default: "'0'" }),
        text('note', { isNullable: true }),
        moment('placedAt', { isNullable: true }),
        now('createdAt'),
        now('updatedAt'),
      ],
      uniques: [unique('storeId', 'number')],
      indices: [
        index('customerId'),
        index('storeId', 'createdAt'),
        index('storeId', 'placedAt'),
        index('storeId', 'status'),
        index('storeId', 'total'),
      ],
      foreignKeys: [foreignKey('storeId', 'stores'), foreignKey('customerId', 'customers', 'RESTRICT')],
    },
    {
      name: 'order_lines',
      columns: [
        key,
        storeId,
        integer('orderId'),
        integer('productId'),
        integer('quantity'),
        money('unitPrice', 10),
        money('amount', 12),
      ],
      checks: [check('CHK_order_lines_quantity', '"quantity" > 0')],
      indices: [index('orderId'), index('productId')],
      foreignKeys: [
        foreignKey('storeId', 'stores'),
        foreignKey('orderId', 'orders', 'CASCADE'),
        foreignKey('productId', 'products', 'RESTRICT'),
      ],
    },
    {
      name: 'audit_entries',
      columns: [
        key,
        storeId,
        varchar('action', 40),
        varchar('resource', 40),
        integer('rowId'),
        integer('staffId'),
        varchar('staffName', 80),
        text('changes'),
        now('createdAt'),
      ],
      indices: [index('storeId', 'createdAt'), index('storeId', 'resource', 'rowId')],
      foreignKeys: [foreignKey('storeId', 'stores')],
    },
  ];
}

function index(...columnNames: string[]): TableIndex {
  return new TableIndex({ columnNames });
}

function unique(...columnNames: string[]): TableUnique {
  return new TableUnique({ columnNames });
}

function check(name: string, expression: string): TableCheck {
  return new TableCheck({ name, expression });
}

function foreignKey(columnName: string, table: string, onDelete = 'NO ACTION'): TableForeignKey {
  return new TableForeignKey({
    columnNames: [columnName],
    referencedTableName: table,
    referencedColumnNames: ['id'],
    onDelete,
  });
}

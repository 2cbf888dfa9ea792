import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Order } from '../entities/order.js';
import { OrderLine } from '../entities/order-line.js';
import { Product } from '../entities/product.js';
import { Store } from '../entities/store.js';
import { decimalOf } from '../orders/money.js';
import { CLOCK, type Clock } from '../shop-options.js';
import type { DashboardAnswer, LowStock, SalesOfDay, TopProduct } from './dashboard.schemas.js';
import { dayOf, daysUntil, monthOf } from './days.js';
import { daySql } from './day-sql.js';

const DAYS = 30;

/** The figures of one store, each by one statement, whatever the number of its orders. */
@Injectable()
export class Dashboard {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly now: Clock,
  ) {}

  async of(storeId: number): Promise<DashboardAnswer> {
    const today = this.now();
    const days = daysUntil(today, DAYS);
    const [salesByDay, openOrders, revenueThisMonth, lowStock, topProducts] = await Promise.all([
      this.#salesByDay(storeId, days),
      this.#openOrders(storeId),
      this.#revenueSince(storeId, monthOf(today)),
      this.#lowStock(storeId),
      this.#topProducts(storeId, days),
    ]);
    return { salesByDay, openOrders, revenueThisMonth, lowStock, topProducts };
  }

  async #salesByDay(storeId: number, days: readonly string[]): Promise<SalesOfDay[]> {
    const day = daySql(this.dataSource, 'sale.placedAt');
    const rows = await this.#sales(storeId, startOf(days))
      .select(day, 'day')
      .addSelect('COUNT(*)', 'orders')
      .addSelect(centsSql('sale.total'), 'cents')
      .groupBy(day)
      .getRawMany<{ day: string; orders: string | number; cents: string | number }>();
    const sold = new Map(rows.map((row) => [row.day, row]));
    return days.map((one) => {
      const { orders = 0, cents = 0 } = sold.get(one) ?? {};
      return { day: one, orders: Number(orders), total: decimalOf(BigInt(cents)) };
    });
  }

  #openOrders(storeId: number): Promise<number> {
    return this.dataSource.manager
      .createQueryBuilder(Order, 'sale')
      .where('sale.storeId = :storeId AND sale.status IN (:...open)', { storeId, open: ['placed', 'paid'] })
      .getCount();
  }

  async #revenueSince(storeId: number, since: Date): Promise<string> {
    const row = await this.#sales(storeId, since)
      .andWhere('sale.status <> :placed', { placed: 'placed' })
      .select(centsSql('sale.total'), 'cents')
      .getRawOne<{ cents: string | number | null }>();
    return decimalOf(BigInt(row?.cents ?? 0));
  }

  #lowStock(storeId: number): Promise<LowStock[]> {
    return this.dataSource.manager
      .createQueryBuilder(Product, 'product')
      .select('product.id', 'id')
      .addSelect('product.name', 'name')
      .addSelect('product.stock', 'stock')
      .innerJoin(Store, 'store', 'store.id = product.storeId')
      .where('product.storeId = :storeId AND product.status = :active', { storeId, active: 'active' })
      .andWhere('product.stock <= store.lowStockAt')
      .orderBy('product.stock')
      .addOrderBy('product.id')
      .limit(10)
      .getRawMany<LowStock>();
  }

  async #topProducts(storeId: number, days: readonly string[]): Promise<TopProduct[]> {
    const rows = await this.#sales(storeId, startOf(days))
      .innerJoin(OrderLine, 'line', 'line.orderId = sale.id')
      .innerJoin(Product, 'product', 'product.id = line.productId')
      .select('product.id', 'id')
      .addSelect('product.name', 'name')
      .addSelect('SUM(line.quantity)', 'quantity')
      .addSelect(centsSql('line.amount'), 'cents')
      .groupBy('product.id')
      .addGroupBy('product.name')
      .orderBy('SUM(line.quantity)', 'DESC')
      .addOrderBy('product.id')
      .limit(5)
      .getRawMany<{ id: number; name: string; quantity: string | number; cents: string | number }>();
    return rows.map(({ id, name, quantity, cents }) => ({
      ...{ id, name, quantity: Number(quantity) },
      total: decimalOf(BigInt(cents)),
    }));
  }

  /** What was ordered since then and not cancelled. */
  #sales(storeId: number, since: Date) {
    return this.dataSource.manager
      .createQueryBuilder(Order, 'sale')
      .where('sale.storeId = :storeId AND sale.placedAt >= :since', { storeId, since })
      .andWhere('sale.status <> :cancelled', { cancelled: 'cancelled' });
  }
}

/** A sum in whole cents, which is exact on SQLite too, where a decimal is a floating point number. */
function centsSql(amount: string): string {
  return `SUM(CAST(ROUND(${amount} * 100) AS BIGINT))`;
}

function startOf([first = '1970-01-01']: readonly string[]): Date {
  return dayOf(first);
}

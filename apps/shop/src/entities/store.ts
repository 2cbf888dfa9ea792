import { Check, Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A tenant: every other row of the shop belongs to one store, and only its staff can reach it. */
@Entity('stores')
@Check('CHK_stores_low_stock_at', '"lowStockAt" >= 0')
export class Store {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80 }) name!: string;
  @Column({ length: 3, default: 'EUR' }) currency!: string;
  /** A product with this stock or less is shown on the dashboard. */
  @Column({ default: 5 }) lowStockAt!: number;
  /** The number of the newest order, counted up by `nextOrderNumber`. */
  @Column({ default: 0, select: false }) lastOrderNumber!: number;
}

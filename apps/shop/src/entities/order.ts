import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
  UpdateDateColumn,
} from 'typeorm';
import { Customer } from './customer.js';
import { OrderLine } from './order-line.js';
import { Store } from './store.js';

export const ORDER_STATUSES = ['draft', 'placed', 'paid', 'shipped', 'delivered', 'cancelled'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** What a customer buys. Only a draft can change; from then on it goes through its states. */
@Entity('orders')
@Unique(['storeId', 'number'])
@Index(['storeId', 'createdAt'])
@Index(['storeId', 'placedAt'])
@Index(['storeId', 'status'])
@Index(['storeId', 'total'])
export class Order {
  @PrimaryGeneratedColumn() id!: number;
  @Column() storeId!: number;
  @ManyToOne(() => Store) @JoinColumn({ name: 'storeId' }) store!: Store;
  /** What people call the order by: counted up in the store. */
  @Column() number!: number;
  @Index() @Column() customerId!: number;
  @ManyToOne(() => Customer, { onDelete: 'RESTRICT' }) @JoinColumn({ name: 'customerId' }) customer!: Customer;
  @Column({ type: 'simple-enum', enum: ORDER_STATUSES, default: 'draft' }) status!: OrderStatus;
  @OneToMany(() => OrderLine, (line) => line.order) lines!: Relation<OrderLine>[];
  /** The sum of the amounts of the lines. */
  @Column({ type: 'decimal', precision: 12, scale: 2, default: '0' }) total!: string;
  @Column({ type: 'text', nullable: true }) note!: string | null;
  @Column({ type: Date, nullable: true }) placedAt!: Date | null;
  @CreateDateColumn() createdAt!: Date;
  @UpdateDateColumn() updatedAt!: Date;
}

import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { Order } from './order.js';
import { Product } from './product.js';
import { Store } from './store.js';

/** A product in an order, at the price that it had when the line was written. */
@Entity('order_lines')
@Check('CHK_order_lines_quantity', '"quantity" > 0')
export class OrderLine {
  @PrimaryGeneratedColumn() id!: number;
  @Column() storeId!: number;
  @ManyToOne(() => Store) @JoinColumn({ name: 'storeId' }) store!: Store;
  @Index() @Column() orderId!: number;
  @ManyToOne(() => Order, (order) => order.lines, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'orderId' })
  order!: Relation<Order>;
  @Index() @Column() productId!: number;
  @ManyToOne(() => Product, { onDelete: 'RESTRICT' }) @JoinColumn({ name: 'productId' }) product!: Product;
  @Column() quantity!: number;
  @Column({ type: 'decimal', precision: 10, scale: 2 }) unitPrice!: string;
  @Column({ type: 'decimal', precision: 12, scale: 2 }) amount!: string;
}

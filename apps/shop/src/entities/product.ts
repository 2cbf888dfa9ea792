import {
  Check,
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
  UpdateDateColumn,
} from 'typeorm';
import { Category } from './category.js';
import { Store } from './store.js';

export const PRODUCT_STATUSES = ['draft', 'active', 'archived'] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

@Entity('products')
@Unique(['storeId', 'sku'])
@Index(['storeId', 'name'])
@Index(['storeId', 'status'])
@Index(['storeId', 'price'])
@Index(['storeId', 'stock'])
// The last line of defence: whatever a program does, what is not there is not sold.
@Check('CHK_products_stock', '"stock" >= 0')
@Check('CHK_products_price', '"price" >= 0')
export class Product {
  @PrimaryGeneratedColumn() id!: number;
  @Column() storeId!: number;
  @ManyToOne(() => Store) @JoinColumn({ name: 'storeId' }) store!: Store;
  @Column({ length: 40 }) sku!: string;
  @Column({ length: 120 }) name!: string;
  @Column({ type: 'text', nullable: true }) description!: string | null;
  @Index() @Column() categoryId!: number;
  @ManyToOne(() => Category, { onDelete: 'RESTRICT' }) @JoinColumn({ name: 'categoryId' }) category!: Category;
  @Column({ type: 'decimal', precision: 10, scale: 2 }) price!: string;
  @Column({ default: 0 }) stock!: number;
  @Column({ type: 'simple-enum', enum: PRODUCT_STATUSES, default: 'draft' }) status!: ProductStatus;
  @CreateDateColumn() createdAt!: Date;
  @UpdateDateColumn() updatedAt!: Date;
  @DeleteDateColumn() deletedAt!: Date | null;
}

import {
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
} from 'typeorm';
import { Store } from './store.js';

/** A node of the store's tree of categories. */
@Entity('categories')
@Unique(['storeId', 'name'])
export class Category {
  @PrimaryGeneratedColumn() id!: number;
  @Column() storeId!: number;
  @ManyToOne(() => Store) @JoinColumn({ name: 'storeId' }) store!: Store;
  @Column({ length: 60 }) name!: string;
  @Index() @Column({ type: 'int', nullable: true }) parentId!: number | null;
  @ManyToOne(() => Category, (category) => category.children, { nullable: true, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'parentId' })
  parent!: Relation<Category> | null;
  @OneToMany(() => Category, (category) => category.parent) children!: Relation<Category>[];
  /** Its place among the children of its parent. */
  @Column({ default: 0 }) position!: number;
}

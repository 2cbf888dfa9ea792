import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { FieldChanges } from '../audit/field-changes.js';
import { Store } from './store.js';

/** Who did what to which row: written with every write, in its transaction, and never changed. */
@Entity('audit_entries')
@Index(['storeId', 'createdAt'])
@Index(['storeId', 'resource', 'rowId'])
export class AuditEntry {
  @PrimaryGeneratedColumn() id!: number;
  @Column() storeId!: number;
  @ManyToOne(() => Store) @JoinColumn({ name: 'storeId' }) store!: Store;
  @Column({ length: 40 }) action!: string;
  @Column({ length: 40 }) resource!: string;
  @Column() rowId!: number;
  // No foreign key, and the name beside it: an entry outlives whom it names.
  @Column() staffId!: number;
  @Column({ length: 80 }) staffName!: string;
  @Column('simple-json') changes!: FieldChanges;
  @CreateDateColumn() createdAt!: Date;
}

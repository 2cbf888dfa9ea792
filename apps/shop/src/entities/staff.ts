import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Store } from './store.js';

export const ROLES = ['owner', 'manager', 'clerk'] as const;
export type Role = (typeof ROLES)[number];

/** Somebody who works in a store, and signs in by email and password. */
@Entity('staff')
@Index(['storeId', 'name'])
export class Staff {
  @PrimaryGeneratedColumn() id!: number;
  @Column() storeId!: number;
  @ManyToOne(() => Store) @JoinColumn({ name: 'storeId' }) store!: Store;
  @Column({ length: 80 }) name!: string;
  /** In small letters; one person is one account, whatever the store. */
  @Column({ length: 120, unique: true }) email!: string;
  @Column({ type: 'simple-enum', enum: ROLES, default: 'clerk' }) role!: Role;
  /** Who is not active can do nothing any more, from the next request on. */
  @Column({ default: true }) active!: boolean;
  @Column({ length: 200, select: false }) passwordHash!: string;
  @CreateDateColumn() createdAt!: Date;
}

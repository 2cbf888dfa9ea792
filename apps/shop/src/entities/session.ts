import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Staff } from './staff.js';

/** A sign-in that has not been ended. A token is good while its session is here, so ending one takes effect at once. */
@Entity('sessions')
export class Session {
  @PrimaryColumn({ length: 36 }) id!: string;
  @Index() @Column() staffId!: number;
  @ManyToOne(() => Staff, { onDelete: 'CASCADE' }) @JoinColumn({ name: 'staffId' }) staff!: Staff;
  @Column() expiresAt!: Date;
}

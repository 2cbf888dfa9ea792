import { Column, CreateDateColumn, Entity, ManyToOne, PrimaryGeneratedColumn, Unique } from 'typeorm';

export const ROASTS = ['light', 'medium', 'dark'] as const;
export type Roast = (typeof ROASTS)[number];

@Entity()
export class Roaster {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80, unique: true }) name!: string;
  @Column({ length: 80 }) city!: string;
}

@Entity()
@Unique(['roasterId', 'name'])
export class Coffee {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80 }) name!: string;
  @Column({ length: 40 }) origin!: string;
  @Column({ type: 'simple-enum', enum: ROASTS, default: 'medium' }) roast!: Roast;
  @Column('simple-array', { default: '' }) notes!: string[];
  @Column('decimal', { precision: 6, scale: 2 }) price!: string;
  @Column('decimal', { precision: 6, scale: 2, nullable: true, select: false }) cost!: string | null;
  @Column({ type: 'datetime', nullable: true }) retiredAt!: Date | null;
  @Column() roasterId!: number;
  @ManyToOne(() => Roaster, { onDelete: 'RESTRICT' }) roaster!: Roaster;
  @CreateDateColumn() createdAt!: Date;
}

import { Column, CreateDateColumn, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** Columns whose values a driver rounds, or which the database writes in a form of its own. */
@Entity()
export class Event {
  @PrimaryGeneratedColumn()
  id!: number;

  @CreateDateColumn()
  createdAt!: Date;

  @Column({ type: 'bigint', nullable: true })
  big!: string | null;

  @Column({ type: 'decimal', precision: 20, scale: 6, nullable: true })
  amount!: string | null;

  @Column({ type: 'uuid', nullable: true })
  code!: string | null;

  @Column({ type: 'date', nullable: true })
  day!: string | null;

  @Column({ type: 'float', nullable: true })
  weight!: number | null;

  @Column({ type: 'varchar', length: 20, nullable: true })
  name!: string | null;

  @Column({ type: 'boolean', nullable: true })
  done!: boolean | null;

  @Column({ type: 'simple-enum', enum: ['low', 'high', 'mid'], nullable: true })
  level!: string | null;
}

/** A key of two columns, one of them text. */
@Entity()
export class Seat {
  @PrimaryColumn({ type: 'varchar', length: 5 })
  row!: string;

  @PrimaryColumn({ name: 'seat_number' })
  number!: number;

  @Column({ type: 'int', nullable: true })
  price!: number | null;
}

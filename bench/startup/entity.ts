import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** What every entity of a start has. */
export interface Row {
  id: number;
  name: string;
  title: string;
  size: number | null;
  active: boolean;
  note: string | null;
  rank: number;
  createdAt: Date;
}

/** An entity of its own for each number. */
export function makeEntity(number: number): new () => Row {
  @Entity(`row_${number}`)
  class NumberedRow implements Row {
    @PrimaryGeneratedColumn() id!: number;
    @Column({ length: 80 }) name!: string;
    @Column({ length: 120 }) title!: string;
    @Column({ type: 'int', nullable: true }) size!: number | null;
    @Column({ default: true }) active!: boolean;
    @Column({ type: 'varchar', nullable: true }) note!: string | null;
    @Column({ type: 'int' }) rank!: number;
    @CreateDateColumn() createdAt!: Date;
  }

  Object.defineProperty(NumberedRow, 'name', { value: `Row${number}` });
  return NumberedRow;
}

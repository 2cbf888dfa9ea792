import { Exclude } from 'class-transformer';
import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';

@Entity('org')
export class Org {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80 }) name!: string;
  @Column({ length: 80 }) city!: string;
}

@Entity('user')
export class User {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80 }) name!: string;
  @Column({ length: 120, unique: true }) email!: string;
  @Column({ length: 10, default: 'member' }) role!: string;
  @Column({ type: 'int', nullable: true }) age!: number | null;
  @Column({ default: true }) active!: boolean;
  @Column() orgId!: number;
  @CreateDateColumn({ type: 'timestamptz', precision: 3 }) createdAt!: Date;

  @ManyToOne(() => Org)
  @JoinColumn({ name: 'orgId' })
  org!: Relation<Org>;

  @OneToMany(() => Note, (note) => note.user)
  notes!: Relation<Note>[];
}

@Entity('note')
export class Note {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 200 }) text!: string;
  // The serializer of Nest leaves it out; nobody shows it.
  @Exclude()
  @Column()
  userId!: number;

  @ManyToOne(() => User, (user) => user.notes, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId' })
  user!: Relation<User>;
}

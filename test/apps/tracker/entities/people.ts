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
import { ProjectMember } from './planning.js';
import { Task } from './work.js';

/** A tenant: every row of the tracker belongs to one. */
@Entity()
export class Organisation {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80, unique: true }) name!: string;
  @Column({ type: 'simple-enum', enum: ['free', 'team'], default: 'free' }) plan!: 'free' | 'team';
  @OneToMany(() => User, (user) => user.organisation) users!: Relation<User>[];
}

/** A member of one organisation. */
@Entity()
export class User {
  @PrimaryGeneratedColumn() id!: number;
  @Column() organisationId!: number;
  @ManyToOne(() => Organisation, (organisation) => organisation.users, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'organisationId' })
  organisation!: Relation<Organisation>;
  @Column({ length: 120, unique: true }) email!: string;
  @Column({ length: 80 }) name!: string;
  @Column({ type: 'simple-enum', enum: ['member', 'admin', 'guest'], default: 'member' })
  role!: 'member' | 'admin' | 'guest';
  @Column({ length: 80, select: false, default: '' }) passwordHash!: string;
  @CreateDateColumn() createdAt!: Date;
  @OneToMany(() => Task, (task) => task.assignee) assignedTasks!: Relation<Task>[];
  @OneToMany(() => ProjectMember, (member) => member.user) memberships!: Relation<ProjectMember>[];
}

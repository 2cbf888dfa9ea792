import {
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  JoinColumn,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
  UpdateDateColumn,
} from 'typeorm';
import { Organisation, User } from './people.js';
import { Task } from './work.js';

/** Its short key, such as `WEB`, is unique in its organisation. */
@Entity()
@Unique(['organisationId', 'key'])
export class Project {
  @PrimaryGeneratedColumn() id!: number;
  @Column() organisationId!: number;
  @ManyToOne(() => Organisation, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'organisationId' })
  organisation!: Relation<Organisation>;
  @Column({ length: 12 }) key!: string;
  @Column({ length: 80 }) name!: string;
  @Column({ type: 'text', nullable: true }) description!: string | null;
  @Column({ type: 'simple-enum', enum: ['planned', 'active', 'closed'], default: 'planned' })
  status!: 'planned' | 'active' | 'closed';
  @Column({ type: 'date', nullable: true }) dueOn!: string | null;
  @Column({ type: 'decimal', precision: 12, scale: 2, nullable: true }) budget!: string | null;
  @Column({ type: 'int', nullable: true }) leadId!: number | null;
  @ManyToOne(() => User, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'leadId' })
  lead!: Relation<User> | null;
  @OneToMany(() => ProjectMember, (member) => member.project) members!: Relation<ProjectMember>[];
  @OneToMany(() => Sprint, (sprint) => sprint.project) sprints!: Relation<Sprint>[];
  @OneToMany(() => Task, (task) => task.project) tasks!: Relation<Task>[];
  @Column({ type: 'int', nullable: true }) createdById!: number | null;
  @Column({ type: 'int', nullable: true }) updatedById!: number | null;
  @CreateDateColumn() createdAt!: Date;
  @UpdateDateColumn() updatedAt!: Date;
  @DeleteDateColumn() deletedAt!: Date | null;
}

/** A user's part in a project; the two together are its key. */
@Entity()
export class ProjectMember {
  @PrimaryColumn() projectId!: number;
  @PrimaryColumn() userId!: number;
  @ManyToOne(() => Project, (project) => project.members, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'projectId' })
  project!: Relation<Project>;
  @ManyToOne(() => User, (user) => user.memberships, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId' })
  user!: Relation<User>;
  @Column({ type: 'simple-enum', enum: ['reader', 'writer', 'owner'], default: 'reader' })
  role!: 'reader' | 'writer' | 'owner';
  @Column({ type: 'varchar', length: 80, nullable: true }) note!: string | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}

/** Found by its slug, which is unique among all organisations. */
@Entity()
export class Sprint {
  @PrimaryGeneratedColumn() id!: number;
  @Column() organisationId!: number;
  @Column({ length: 60, unique: true }) slug!: string;
  @Column({ length: 80 }) name!: string;
  @Column() projectId!: number;
  @ManyToOne(() => Project, (project) => project.sprints, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'projectId' })
  project!: Relation<Project>;
  @Column({ type: 'date', nullable: true }) startsOn!: string | null;
  @Column({ type: 'date', nullable: true }) endsOn!: string | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
@Unique(['organisationId', 'name'])
export class Label {
  @PrimaryGeneratedColumn() id!: number;
  @Column() organisationId!: number;
  @Column({ length: 40 }) name!: string;
  @Column({ type: 'varchar', length: 20, nullable: true }) colour!: string | null;
  @ManyToMany(() => Task, (task) => task.labels) tasks!: Relation<Task>[];
}

import {
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
  UpdateDateColumn,
} from 'typeorm';
import { User } from './people.js';
import { Label, Project, Sprint } from './planning.js';

/** Its number counts within its project. */
@Entity()
@Unique(['projectId', 'number'])
export class Task {
  @PrimaryGeneratedColumn() id!: number;
  @Column() organisationId!: number;
  @Column() projectId!: number;
  @ManyToOne(() => Project, (project) => project.tasks, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'projectId' })
  project!: Relation<Project>;
  @Column({ type: 'bigint' }) number!: string;
  @Column({ length: 120 }) title!: string;
  @Column({ type: 'text', nullable: true }) description!: string | null;
  @Column({ type: 'simple-enum', enum: ['open', 'doing', 'done'], default: 'open' }) status!: 'open' | 'doing' | 'done';
  @Column({ type: 'date', nullable: true }) dueOn!: string | null;
  @Column({ type: 'decimal', precision: 8, scale: 2, nullable: true }) estimate!: string | null;
  @Column({ type: 'int', nullable: true }) assigneeId!: number | null;
  @ManyToOne(() => User, (user) => user.assignedTasks, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'assigneeId' })
  assignee!: Relation<User> | null;
  @Column() reporterId!: number;
  @ManyToOne(() => User, { onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'reporterId' })
  reporter!: Relation<User>;
  @ManyToOne(() => Sprint, { nullable: true, onDelete: 'SET NULL' })
  sprint!: Relation<Sprint> | null;
  @Column({ type: 'int', nullable: true }) parentId!: number | null;
  @ManyToOne(() => Task, (task) => task.subtasks, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'parentId' })
  parent!: Relation<Task> | null;
  @OneToMany(() => Task, (task) => task.parent) subtasks!: Relation<Task>[];
  @ManyToMany(() => Label, (label) => label.tasks)
  @JoinTable()
  labels!: Relation<Label>[];
  @OneToMany(() => ChecklistItem, (item) => item.task) checklist!: Relation<ChecklistItem>[];
  @OneToMany(() => Comment, (comment) => comment.task) comments!: Relation<Comment>[];
  @OneToMany(() => Attachment, (attachment) => attachment.task) attachments?: Relation<Attachment>[];
  @Column({ type: Date, nullable: true }) completedAt!: Date | null;
  @Column({ type: 'int', nullable: true }) createdById!: number | null;
  @Column({ type: 'int', nullable: true }) updatedById!: number | null;
  @CreateDateColumn() createdAt!: Date;
  @UpdateDateColumn() updatedAt!: Date;
  @DeleteDateColumn() deletedAt!: Date | null;

  /** Known where the attachments are loaded. */
  get attachmentCount(): number | undefined {
    return this.attachments?.length;
  }
}

@Entity()
export class ChecklistItem {
  @PrimaryGeneratedColumn() id!: number;
  @Column() organisationId!: number;
  @Column() taskId!: number;
  @ManyToOne(() => Task, (task) => task.checklist, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'taskId' })
  task!: Relation<Task>;
  @Column({ length: 200 }) text!: string;
  @Column({ default: false }) done!: boolean;
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
export class Comment {
  @PrimaryGeneratedColumn() id!: number;
  @Column() organisationId!: number;
  @Column() taskId!: number;
  @ManyToOne(() => Task, (task) => task.comments, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'taskId' })
  task!: Relation<Task>;
  @Column() authorId!: number;
  @ManyToOne(() => User, { onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'authorId' })
  author!: Relation<User>;
  @Column({ type: 'text' }) body!: string;
  @CreateDateColumn() createdAt!: Date;
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
export class Attachment {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column() organisationId!: number;
  @Column() taskId!: number;
  @ManyToOne(() => Task, (task) => task.attachments, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'taskId' })
  task!: Relation<Task>;
  @Column({ length: 120 }) fileName!: string;
  @Column({ type: 'bigint' }) bytes!: string;
  @DeleteDateColumn() deletedAt!: Date | null;
}

/** What happened: written with every change, in the same transaction. */
@Entity()
export class Activity {
  @PrimaryGeneratedColumn() id!: number;
  @Column() organisationId!: number;
  @Column({ length: 40 }) action!: string;
  @Column({ length: 40 }) subject!: string;
  @Column({ length: 80 }) subjectKey!: string;
  @Column({ type: 'int', nullable: true }) userId!: number | null;
  @CreateDateColumn() at!: Date;
}

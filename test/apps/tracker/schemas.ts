import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, Length, MinLength } from 'class-validator';
import { Field, IdRef, IdSchema, MustExist, Nested, ReadOnly, WriteOnly } from 'nestjs-restview';
import { PlacedTaskBrief, ProjectBrief, TaskBrief, UserBrief } from './briefs.js';
import { User } from './entities/people.js';
import { Label, Sprint } from './entities/planning.js';

export class OrganisationRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @ReadOnly() @Field() readonly plan!: string;
}

export class UserRead {
  @ReadOnly() readonly id!: number;
  @IsEmail() email!: string;
  @Field() @Length(1, 80) name!: string;
  @Field() role?: 'member' | 'admin' | 'guest';
  @WriteOnly() @MinLength(8) @IsOptional() password?: string | null;
  @ReadOnly() readonly createdAt!: Date;
  @Nested(() => [TaskBrief], { include: 'optional' }) readonly assignedTasks?: TaskBrief[];
}

export class MemberRead {
  @MustExist() projectId!: number;
  @MustExist() userId!: number;
  @Field() role?: 'reader' | 'writer' | 'owner';
  @Field() note?: string | null;
  @Nested(() => UserBrief) readonly user!: UserBrief;
}

export class SprintRead {
  @ReadOnly() readonly id!: number;
  @Field() slug!: string;
  @Field() name!: string;
  @MustExist() projectId!: number;
  @Field() startsOn?: string | null;
  @Field() endsOn?: string | null;
  @Nested(() => ProjectBrief) readonly project!: ProjectBrief;
}

export class LabelRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Field() colour?: string | null;
  @Nested(() => [TaskBrief], { include: 'optional' }) readonly tasks?: TaskBrief[];
}

export class ProjectRead {
  @ReadOnly() readonly id!: number;
  @Field() key!: string;
  @Field() name!: string;
  @Field() description?: string | null;
  @Field() status?: 'planned' | 'active' | 'closed';
  @Field() dueOn?: string | null;
  @Field() budget?: string | null;
  @IdRef(() => User) lead?: number | null;
  @ReadOnly() readonly createdById!: number | null;
  @ReadOnly() readonly updatedById!: number | null;
  @ReadOnly() readonly createdAt!: Date;
  @ReadOnly() readonly updatedAt!: Date;
  @ReadOnly() readonly deletedAt!: Date | null;
  @Nested(() => [SprintRead]) readonly sprints!: SprintRead[];
  @Nested(() => [MemberRead], { include: 'optional' }) readonly members?: MemberRead[];
  @Nested(() => [PlacedTaskBrief], { include: 'optional' }) readonly tasks?: PlacedTaskBrief[];
}

export class ChecklistItemRead {
  @ReadOnly() readonly id!: number;
  @Field() text!: string;
  @Field() done?: boolean;
}

/** A checklist item by itself also tells its task. */
export class LooseChecklistItemRead extends ChecklistItemRead {
  @MustExist() taskId!: number;
  @Nested(() => TaskBrief) readonly task!: TaskBrief;
}

export class CommentRead {
  @ReadOnly() readonly id!: number;
  @MustExist() taskId!: number;
  @Field() body!: string;
  @ReadOnly() readonly authorId!: number;
  @Nested(() => UserBrief) readonly author!: UserBrief;
  @Nested(() => PlacedTaskBrief, { include: 'optional' }) readonly task?: PlacedTaskBrief;
  @ReadOnly() readonly createdAt!: Date;
}

export class AttachmentRead {
  @ReadOnly() readonly id!: string;
  @MustExist() taskId!: number;
  @Field() fileName!: string;
  @Field() bytes!: string;
  @Nested(() => PlacedTaskBrief) readonly task!: PlacedTaskBrief;
}

export class TaskRead {
  @ReadOnly() readonly id!: number;
  @MustExist() projectId!: number;
  @ReadOnly() readonly number!: string;
  @Field() @Length(1, 120) title!: string;
  @Field() description?: string | null;
  @Field() @IsIn(['open', 'doing']) @IsOptional() status?: 'open' | 'doing' | 'done';
  @Field() dueOn?: string | null;
  @Field() estimate?: string | null;
  @IdRef(() => User) assignee?: number | null;
  @IdSchema(() => User) reporter!: { id: number };
  @IdRef(() => Sprint, { by: 'slug' }) sprint?: string | null;
  @MustExist() parentId?: number | null;
  @IdRef(() => Label) labels?: number[];
  @Nested(() => [ChecklistItemRead], { write: 'replace' }) checklist?: ChecklistItemRead[];
  @Nested(() => ProjectBrief) readonly project!: ProjectBrief;
  @Nested(() => [CommentRead], { include: 'optional' }) readonly comments?: CommentRead[];
  @Nested(() => [TaskRead], { include: 'optional' }) readonly subtasks?: TaskRead[];
  @ReadOnly() readonly completedAt!: Date | null;
  @ReadOnly() readonly createdById!: number | null;
  @ReadOnly() readonly updatedById!: number | null;
  @ReadOnly() readonly createdAt!: Date;
  @ReadOnly() readonly updatedAt!: Date;
  @ReadOnly() readonly deletedAt!: Date | null;
  /** Computed; `getRelationshipLoaderOptions` of the view loads what it counts, for its own rows only. */
  @ApiProperty({ required: false }) @ReadOnly() readonly attachmentCount?: number;
}

export class ActivityRead {
  @ReadOnly() readonly id!: number;
  @Field() action!: string;
  @Field() subject!: string;
  @Field() subjectKey!: string;
  @Field() userId!: number | null;
  @Field() at!: Date;
}

import { HttpCode, Post } from '@nestjs/common';
import { ApiConflictResponse, ApiOkResponse } from '@nestjs/swagger';
import {
  Conflict,
  type CreateOf,
  Ctx,
  Id,
  ReadOnlyView,
  SoftDelete,
  Stamped,
  TenantScoped,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { Activity, Attachment, ChecklistItem, Comment, Task } from '../entities/work.js';
import { stamps, tenant } from '../mixin-options.js';
import { ActivityRead, AttachmentRead, CommentRead, LooseChecklistItemRead, TaskRead } from '../schemas.js';
import { TrackerView } from '../tracker-view.js';

@View('tasks', {
  model: Task,
  schema: TaskRead,
  searchFields: ['title', 'description', 'project.name', 'comments.body'],
  limits: { maxRelationDepth: 5 },
})
export class TaskView extends SoftDelete(Stamped(TenantScoped(TrackerView<Task, TaskRead>, tenant), stamps), {
  includeDeleted: true,
  purge: true,
}) {
  override mayIncludeDeleted({ caller }: ViewContext): boolean {
    return caller.admin === true;
  }

  override getRelationshipLoaderOptions() {
    return ['attachments'];
  }

  override async makeNewObject(data: CreateOf<TaskRead>, context: WriteContext): Promise<Task> {
    const task = await super.makeNewObject(data, context);
    task.number = await nextNumber(task.projectId, context);
    return task;
  }

  @Post(':id/complete')
  @HttpCode(200)
  @ApiOkResponse({ type: TaskRead })
  @ApiConflictResponse({ description: 'The task is done already.' })
  async complete(@Id() id: number, @Ctx() context: ViewContext) {
    const task = await this.handleGetOne(id, context);
    await this.writeAction('complete', { entity: task }, context, () => {
      if (task.status === 'done') throw new Conflict('The task is done already.');
      task.status = 'done';
      task.completedAt = new Date();
    });
    return this.toResponse(task);
  }
}

/** The next number of a project; deleted tasks keep theirs. */
async function nextNumber(projectId: number, { manager }: WriteContext): Promise<string> {
  const last = await manager
    .createQueryBuilder(Task, 'task')
    .withDeleted()
    .where('task.projectId = :projectId', { projectId })
    .orderBy('task.number', 'DESC')
    .limit(1)
    .getOne();
  return String(BigInt(last?.number ?? 0) + 1n);
}

@View('comments', { model: Comment, schema: CommentRead, searchFields: ['body', 'author.name'] })
export class CommentView extends SoftDelete(
  Stamped(TenantScoped(TrackerView<Comment, CommentRead>, tenant), { createdBy: 'authorId', by: stamps.by }),
) {}

@View('checklist-items', { model: ChecklistItem, schema: LooseChecklistItemRead })
export class ChecklistItemView extends TenantScoped(TrackerView<ChecklistItem, LooseChecklistItemRead>, tenant) {}

@View('attachments', { model: Attachment, schema: AttachmentRead, searchFields: ['fileName'] })
export class AttachmentView extends TenantScoped(TrackerView<Attachment, AttachmentRead>, tenant) {}

@View('activities', { model: Activity, schema: ActivityRead, searchFields: ['subject', 'subjectKey'] })
export class ActivityView extends ReadOnlyView(TenantScoped(TrackerView<Activity, ActivityRead>, tenant)) {}

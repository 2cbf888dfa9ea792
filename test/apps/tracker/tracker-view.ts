import { Get } from '@nestjs/common';
import {
  type Change,
  Ctx,
  Forbidden,
  RestView,
  type Subject,
  ViewDefaults,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { Activity } from './entities/work.js';

/** What all views of the tracker share: who may do what, and that every write leaves a trace. */
@ViewDefaults({ maxPageSize: 100 })
export abstract class TrackerView<Entity extends object, Schema extends object> extends RestView<Entity, Schema> {
  @Get('count')
  async countAll(@Ctx() context: ViewContext) {
    return { count: await this.buildQuery(context).getCount() };
  }

  override authorize(action: string, _subject: Subject<Entity, Schema>, { caller }: ViewContext): void | Promise<void> {
    if (caller.userId === undefined) throw new Forbidden('Only members use the tracker.');
    if (action === 'purge' && !caller.admin) throw new Forbidden('Only admins delete for ever.');
  }

  override async beforeCommit(action: string, { entity }: Change<Entity>, context: WriteContext): Promise<void> {
    const { tenantId, userId } = context.caller;
    if (!entity || tenantId === undefined) return;
    const { name, primaryColumns } = context.manager.dataSource.getMetadata(entity.constructor);
    await context.manager.insert(Activity, {
      organisationId: tenantId,
      action,
      subject: name,
      subjectKey: primaryColumns.map((column) => String(column.getEntityValue(entity))).join('/'),
      userId: userId ?? null,
    });
  }
}

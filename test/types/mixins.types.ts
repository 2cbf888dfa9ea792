import { expectTypeOf } from 'expect-type';
import {
  type Change,
  type CreateOf,
  type Key,
  type ListingResult,
  ReadOnlyView,
  type RestviewCaller,
  RestView,
  SoftDelete,
  Stamped,
  type Subject,
  TenantScoped,
  type UpdateOf,
  View,
  type ViewClass,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import type { SelectQueryBuilder } from 'typeorm';
import '../fixtures/caller.js';

declare class Task {
  id: number;
  title: string;
  tenantId: number;
}
declare class TaskRead {
  readonly id: number;
  title: string;
}

const tenancy = { property: 'tenantId', tenant: (caller: RestviewCaller) => caller.tenantId };

/** Every seam keeps the entity and the schema, through all mixins. */
@View('tasks', { model: Task, schema: TaskRead })
class TaskView extends ReadOnlyView(
  SoftDelete(Stamped(TenantScoped(RestView<Task, TaskRead>, tenancy), { createdBy: 'x', by: () => 1 }), {
    includeDeleted: true,
  }),
) {
  override buildQuery(context: ViewContext) {
    const tasks = super.buildQuery(context);
    expectTypeOf(tasks).toEqualTypeOf<SelectQueryBuilder<Task>>();
    return tasks;
  }
  override async authorize(action: string, subject: Subject<Task, TaskRead>, context: ViewContext) {
    expectTypeOf(subject.entity).toEqualTypeOf<Task | undefined>();
    await super.authorize(action, subject, context);
  }
  override create(data: CreateOf<TaskRead>, context: WriteContext): Promise<Task> {
    return super.create(data, context);
  }
  override async stampObject(task: Task, isNew: boolean, context: WriteContext) {
    await super.stampObject(task, isNew, context);
  }
  override deleteObject(task: Task, context: WriteContext): Promise<void> {
    return super.deleteObject(task, context);
  }
  override beforeCommit(action: string, change: Change<Task>, context: WriteContext) {
    return super.beforeCommit(action, change, context);
  }
  override seesAllTenants(context: ViewContext) {
    return super.seesAllTenants(context) || context.caller.admin === true;
  }
  override mayIncludeDeleted(context: ViewContext) {
    return context.caller.admin ?? false;
  }
  override async restore(task: Task, context: WriteContext) {
    task.title = task.title.trim();
    await super.restore(task, context);
  }
  override async handleRestore(id: Key, context: ViewContext): Promise<Task> {
    const task = await super.handleRestore(id, context);
    expectTypeOf(task).toEqualTypeOf<Task>();
    return task;
  }
}

declare const view: TaskView;
declare const context: ViewContext;
expectTypeOf<ReturnType<TaskView['handleGetMany']>>().resolves.toEqualTypeOf<ListingResult<Task>>();
expectTypeOf<Parameters<TaskView['handleUpdate']>[1]>().toEqualTypeOf<UpdateOf<TaskRead>>();
expectTypeOf(view.handlePurge(1, context)).resolves.toEqualTypeOf<Task>();
expectTypeOf(view.writeAction('x', { entity: new Task() }, context, () => undefined)).resolves.toEqualTypeOf<Task>();
expectTypeOf<TaskView>().toExtend<RestView<Task, TaskRead>>();

declare class Dog {
  id: number;
  tricks: string[];
}
// @ts-expect-error the view serves tasks, through whatever mixin
@View('tasks', { model: Dog, schema: TaskRead })
export class WrongModel extends SoftDelete(RestView<Task, TaskRead>) {}

export abstract class WrongEntity extends TenantScoped(RestView<Task, TaskRead>, tenancy) {
  // @ts-expect-error the rows are tasks
  override stampObject(dog: Dog & { bark: string }) {
    dog.bark = 'wow';
  }
}
export abstract class NoSuchMethod extends TenantScoped(RestView<Task, TaskRead>, tenancy) {
  // @ts-expect-error that is a method of SoftDelete
  override mayIncludeDeleted() {
    return true;
  }
}

/** A base view of the application: mixins over `RestView` itself, whose type arguments come after the call. */
export abstract class AppView<Entity extends object, Schema extends object = Partial<Entity>> extends SoftDelete(
  TenantScoped(RestView, tenancy),
)<Entity, Schema> {
  override seesAllTenants({ caller }: ViewContext) {
    return caller.admin ?? false;
  }
  override buildQuery(context: ViewContext): SelectQueryBuilder<Entity> {
    return super.buildQuery(context);
  }
}

@View('app-tasks', { model: Task, schema: TaskRead })
class AppTaskView extends AppView<Task, TaskRead> {
  override buildQuery(context: ViewContext) {
    const tasks = super.buildQuery(context);
    expectTypeOf(tasks).toEqualTypeOf<SelectQueryBuilder<Task>>();
    return tasks;
  }
  override authorize(_action: string, { entity, data }: Subject<Task, TaskRead>) {
    expectTypeOf(entity).toEqualTypeOf<Task | undefined>();
    expectTypeOf(data).toEqualTypeOf<UpdateOf<TaskRead> | undefined>();
  }
  override async restore(task: Task, write: WriteContext) {
    await super.restore(task, write);
  }
  override handleRestore(id: Key, ctx: ViewContext): Promise<Task> {
    return this.getOne(id, ctx);
  }
}
expectTypeOf<AppTaskView>().toExtend<RestView<Task, TaskRead>>();

// @ts-expect-error the base in between changes nothing about that
@View('app-dogs', { model: Dog, schema: TaskRead })
export class AppDogView extends AppView<Task, TaskRead> {}

/** The same as a mixin of the application's own. */
const InApp = <Base extends ViewClass<RestView<object, object>>>(base: Base) => SoftDelete(TenantScoped(base, tenancy));

@View('in-app', { model: Task, schema: TaskRead })
class InAppView extends InApp(RestView<Task, TaskRead>) {
  override authorize(_action: string, { entity }: Subject<Task, TaskRead>) {
    expectTypeOf(entity).toEqualTypeOf<Task | undefined>();
  }
}
declare const inApp: InAppView;
expectTypeOf(inApp.handleRestore(1, context)).resolves.toEqualTypeOf<Task>();

/** A mixin with a method of its own names it in what it returns. */
interface Counted {
  countAll(context: ViewContext): Promise<number>;
}
function Counting<Base extends ViewClass<RestView<object, object>>>(base: Base): Base & ViewClass<Counted> {
  abstract class CountingView extends base implements Counted {
    countAll(ctx: ViewContext) {
      return this.buildQuery(ctx).getCount();
    }
  }
  return CountingView;
}
export abstract class CountedView extends Counting(InApp(RestView<Task, TaskRead>)) {
  override async countAll(ctx: ViewContext) {
    return (await super.countAll(ctx)) + 1;
  }
}

/** A view with a constructor and injections stays one. */
abstract class ClockView extends RestView<Task, TaskRead> {
  constructor(readonly clock: Date) {
    super();
  }
}
export class ClockedView extends SoftDelete(ClockView) {
  constructor() {
    super(new Date());
    expectTypeOf(this.clock).toEqualTypeOf<Date>();
  }
}

// Nothing turns into any on the way.
expectTypeOf(view.buildQuery(context)).not.toBeAny();
expectTypeOf(view.getOne(1, context)).resolves.not.toBeAny();
expectTypeOf<Parameters<TaskView['mayIncludeDeleted']>>().not.toBeAny();
declare const app: AppTaskView;
expectTypeOf(app.getOne(1, context)).resolves.toEqualTypeOf<Task>();
expectTypeOf(app.seesAllTenants(context)).toEqualTypeOf<boolean>();

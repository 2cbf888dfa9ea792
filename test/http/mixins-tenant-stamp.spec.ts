import { Post } from '@nestjs/common';
import {
  Ctx,
  describeView,
  Field,
  Id,
  Nested,
  ReadOnly,
  ReadOnlyView,
  RestView,
  SoftDelete,
  Stamped,
  systemContext,
  TenantScoped,
  View,
  type ViewClass,
  type ViewContext,
  ViewRoute,
} from 'nestjs-restview';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { Project, Task, TaskName, TaskRead, userOf } from '../fixtures/task.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { databases, onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

const tenancy = { property: 'tenantId', tenant: (caller: ViewContext['caller']) => caller.tenantId };
const stamps = {
  createdBy: 'createdById',
  updatedBy: 'updatedById',
  by: (caller: ViewContext['caller']) => caller.userId,
};

@View('tasks', { model: Task, schema: TaskRead })
class TaskView extends Stamped(TenantScoped(RestView<Task, TaskRead>, tenancy), stamps) {
  override seesAllTenants({ caller }: ViewContext) {
    return caller.admin ?? false;
  }

  @Post(':id/shout')
  async shout(@Id() id: number, @Ctx() context: ViewContext) {
    const task = await this.getOne(id, context);
    await this.writeAction('shout', { entity: task }, context, () => {
      task.title = task.title.toUpperCase();
    });
    return task;
  }

  @Post('hello')
  async hello(@Ctx() context: ViewContext) {
    return this.writeAction('hello', {}, context, (write) =>
      this.saveObject(Object.assign(new Task(), { title: 'hello' }), write),
    );
  }
}

class OpenTaskRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Field() tenantId!: number;
}

@View('open-tasks', { model: Task, schema: OpenTaskRead })
class OpenTaskView extends TenantScoped(RestView<Task, OpenTaskRead>, { ...tenancy, writable: true }) {
  override seesAllTenants({ caller }: ViewContext) {
    return caller.admin ?? false;
  }
}

class ProjectTasksRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => [TaskName]) readonly tasks!: TaskName[];
}

@View('projects', { model: Project, schema: ProjectTasksRead })
class ProjectView extends RestView<Project, ProjectTasksRead> {}

/** The tenant is stored in another form, and has to have an author. */
@Entity()
class Secret {
  @PrimaryGeneratedColumn() id!: number;
  @Column({
    type: 'varchar',
    length: 20,
    transformer: { to: (id: string) => `t-${id}`, from: (id: string) => id.slice(2) },
  })
  owner!: string;
  @Column() author!: number;
  @Column({ default: '' }) text!: string;
}

class SecretRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() readonly owner!: string;
  @Field() text!: string;
}

@View('secrets', { model: Secret, schema: SecretRead })
class SecretView extends TenantScoped(Stamped(RestView<Secret, SecretRead>, { updatedBy: 'author', by: stamps.by }), {
  property: 'owner',
  tenant: ({ tenantId }) => tenantId?.toString(),
}) {}

const ada = { headers: { 'x-tenant': '1', 'x-user': '7' } };
const eve = { headers: { 'x-tenant': '2', 'x-user': '9' } };
const admin = { headers: { 'x-admin': 'yes', 'x-user': '1' } };

onEveryDatabase((database) => {
  let app: TestApp;
  const stored = (id: number) => app.dataSource.manager.findOneByOrFail(Task, { id });

  beforeAll(async () => {
    const views = [TaskView, OpenTaskView, ProjectView, SecretView];
    app = await TestApp.start(database, express, [Task, Project, Secret], views, { caller: userOf });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    const { manager } = app.dataSource;
    await app.dataSource.synchronize(true);
    await manager.insert(Project, { name: 'P' });
    await manager.insert(Task, { title: 'one', tenantId: 1, createdById: 5, updatedById: 5, projectId: 1 });
    await manager.insert(Task, { title: 'two', tenantId: 2, createdById: 5, updatedById: 5, projectId: 1 });
  });

  describe('TenantScoped', () => {
    const titles = async (options: object) =>
      (await app.request('GET', '/tasks', options)).json.items.map(({ title }: Task) => title);

    it('shows the rows of the tenant, of all to those who may, and none without a tenant', async () => {
      expect([await titles(ada), await titles(eve), await titles(admin), await titles({})]).toEqual([
        ['one'],
        ['two'],
        ['one', 'two'],
        [],
      ]);
      expect((await app.request('GET', '/tasks/2', ada)).status).toBe(404);
      expect((await app.request('DELETE', '/tasks/2', ada)).status).toBe(404);
    });

    it('fills in the tenant of new rows, by whatever action', async () => {
      const created = await app.request('POST', '/tasks', { ...ada, json: { title: 'three' } });
      expect(created.json).toMatchObject({ id: 3, tenantId: 1 });
      expect((await app.request('POST', '/tasks/hello', ada)).json).toMatchObject({ title: 'hello', tenantId: 1 });
    });

    it('lets nobody write who has no tenant', async () => {
      const nobody = { headers: { 'x-user': '7' } };
      expect((await app.request('POST', '/tasks', { ...nobody, json: { title: 'x' } })).status).toBe(403);
      expect((await app.request('POST', '/tasks/hello', nobody)).status).toBe(403);
      expect((await app.request('PATCH', '/tasks/1', { ...nobody, json: { title: 'x' } })).status).toBe(404);
      expect(await app.dataSource.manager.count(Task)).toBe(2);
    });

    it('refuses another tenant in a body, where bodies may have one at all', async () => {
      const post = (options: object, json: object) => app.request('POST', '/open-tasks', { ...options, json });
      expect((await post(ada, { title: 'x', tenantId: 1 })).status).toBe(201);
      const other = await post(ada, { title: 'x', tenantId: 2 });
      expect([other.status, other.json.code]).toEqual([403, 'out_of_scope']);
      const moved = await app.request('PATCH', '/open-tasks/1', { ...ada, json: { tenantId: 2 } });
      expect([moved.status, moved.json.code]).toEqual([403, 'out_of_scope']);
      expect(await stored(1)).toMatchObject({ tenantId: 1 });
      expect((await post(admin, { title: 'x', tenantId: 2 })).json).toMatchObject({ tenantId: 2 });
    });

    it('holds for the rows as related ones', async () => {
      expect((await app.request('GET', '/projects/1', ada)).json.tasks).toEqual([{ id: 1, title: 'one' }]);
      expect((await app.request('GET', '/projects/1', {})).json.tasks).toEqual([]);
      expect((await app.request('GET', '/projects/1', admin)).json.tasks).toHaveLength(2);
    });

    it('compares the tenant as the column stores it', async () => {
      const created = await app.request('POST', '/secrets', { ...ada, json: { text: 'psst' } });
      expect(created.json).toEqual({ id: 1, owner: '1', text: 'psst' });
      expect((await app.request('GET', '/secrets/1', ada)).status).toBe(200);
      expect((await app.request('GET', '/secrets/1', eve)).status).toBe(404);
    });
  });

  describe('Stamped', () => {
    it('writes down who made and who changed a row', async () => {
      const created = await app.request('POST', '/tasks', { ...ada, json: { title: 'x', createdById: 99 } });
      expect(created.json).toMatchObject({ createdById: 7, updatedById: 7 });
      const changed = await app.request('PATCH', '/tasks/1', { ...ada, json: { title: 'x' } });
      expect(changed.json).toMatchObject({ createdById: 5, updatedById: 7 });
    });

    it('does so for actions, and without a request', async () => {
      expect((await app.request('POST', '/tasks/1/shout', ada)).json).toMatchObject({ title: 'ONE', updatedById: 7 });
      expect((await app.request('POST', '/tasks/hello', ada)).json).toMatchObject({ createdById: 7, updatedById: 7 });
      const view = app.app.get(TaskView);
      await view.handleUpdate(1, { title: 'y' }, systemContext(app.dataSource, { admin: true, userId: 3 }));
      expect(await stored(1)).toMatchObject({ title: 'y', createdById: 5, updatedById: 3 });
    });

    it('leaves a row alone that nothing changes', async () => {
      app.statements.clear();
      await app.request('PATCH', '/tasks/1', { ...ada, json: { title: 'one' } });
      expect(app.statements.updates).toEqual([]);
      expect(await stored(1)).toMatchObject({ updatedById: 5 });
    });

    it('leaves NULL for a caller who is not known, and refuses one where there is no NULL', async () => {
      const anonymous = { headers: { 'x-tenant': '1' } };
      const changed = await app.request('PATCH', '/tasks/1', { ...anonymous, json: { title: 'x' } });
      expect(changed.json).toMatchObject({ createdById: 5, updatedById: null });
      expect((await app.request('POST', '/secrets', { ...anonymous, json: { text: 'x' } })).status).toBe(403);
    });
  });
});

const [sqlite] = databases;

describe('ReadOnlyView', () => {
  const actionsOf = (view: ViewClass) => describeView(view).routes.map(({ action }) => action);

  it('has the list and the single row, and a class that extends it opens no other', async () => {
    @View('read-tasks', { model: Task, schema: TaskRead })
    class ReadTaskView extends ReadOnlyView(RestView<Task, TaskRead>) {
      @Post(':id/poke')
      async poke(@Id() id: number, @Ctx() context: ViewContext) {
        const task = await this.getOne(id, context);
        return this.writeAction('poke', { entity: task }, context, () => {
          task.title = 'poked';
        });
      }
    }
    @View('child-tasks', { routes: [ViewRoute.GET_MANY, ViewRoute.CREATE, ViewRoute.DELETE] })
    class ChildTaskView extends ReadTaskView {
      override createEndpoint(...[data, context]: Parameters<RestView<Task, TaskRead>['createEndpoint']>) {
        return super.createEndpoint(data, context);
      }
    }
    expect(actionsOf(ReadTaskView)).toEqual(['getMany', 'getOne', 'poke']);
    expect(actionsOf(ChildTaskView)).toEqual(['getMany', 'poke']);
    const app = await TestApp.start(sqlite!, express, [Task, Project], [ReadTaskView, ChildTaskView]);
    try {
      await app.dataSource.manager.insert(Task, { title: 'one', tenantId: 1 });
      for (const [method, path] of [
        ['POST', '/read-tasks'],
        ['PATCH', '/read-tasks/1'],
        ['DELETE', '/read-tasks/1'],
        ['POST', '/child-tasks'],
      ] as const) {
        expect((await app.request(method, path, { json: {} })).status).toBe(405);
      }
      expect((await app.request('GET', '/read-tasks/1')).json).toMatchObject({ title: 'one' });
      expect((await app.request('POST', '/read-tasks/1/poke')).json).toMatchObject({ title: 'poked' });
    } finally {
      await app.close();
    }
  });

  it('stands in any order with the others', () => {
    const base: ViewClass<RestView<Task, TaskRead>> = RestView<Task, TaskRead>;
    const outer = ReadOnlyView(TenantScoped(SoftDelete(base, { includeDeleted: true }), tenancy));
    const inner = TenantScoped(SoftDelete(ReadOnlyView(base), { includeDeleted: true }), tenancy);
    @View('outer', { model: Task, schema: TaskRead })
    class Outer extends outer {}
    @View('inner', { model: Task, schema: TaskRead })
    class Inner extends inner {}
    expect(actionsOf(Outer)).toEqual(['getMany', 'getOne', 'restore']);
    expect(actionsOf(Inner)).toEqual(actionsOf(Outer));
    expect(describeView(Outer).resource?.queryFlags).toEqual(describeView(Inner).resource?.queryFlags);
  });
});

describe('what is wrong with a mixin is told at the start', () => {
  const problemsOf = async (...views: readonly ViewClass[]): Promise<string[]> => {
    const started = TestApp.start(sqlite!, express, [Task, Project, Secret], views as never);
    const error: unknown = await started.then(
      (app) => app.close(),
      (reason: unknown) => reason,
    );
    const mistakes =
      error instanceof Error && 'mistakes' in error && Array.isArray(error.mistakes) ? error.mistakes : [];
    return mistakes.map(({ subject, problem }: { subject: string; problem: string }) => `${subject} ${problem}`);
  };

  it('all of it, of all views', async () => {
    @View('a', { model: Task, schema: TaskRead })
    class Misspelt extends TenantScoped(Stamped(RestView<Task, TaskRead>, { ...stamps, updatedBy: 'project' }), {
      ...tenancy,
      property: 'tenantID',
    }) {}
    @View('b', { model: Secret })
    class Writable extends Stamped(
      SoftDelete(TenantScoped(RestView<Secret>, { property: 'owner', tenant: tenancy.tenant })),
      { updatedBy: 'author', by: stamps.by },
    ) {}
    @View('c', { model: Task, schema: TaskRead })
    class Unstamped extends Stamped(RestView<Task, TaskRead>, { by: stamps.by }) {}
    expect(await problemsOf(Misspelt, Writable, Unstamped)).toEqual([
      'Misspelt: Stamped: "updatedBy" names "project", which is no column of Task. Did you mean "projectId"?',
      'Misspelt: TenantScoped: "property" names "tenantID", which is no column of Task. Did you mean "tenantId"?',
      'Writable: TenantScoped: "property" names "owner", which clients may write by WritableCreate.',
      'Secret is soft-deleted by a view, but has no column for it.',
      'Writable: Stamped: "updatedBy" names "author", which clients may write by WritableCreate.',
      'Unstamped: Stamped has neither "createdBy" nor "updatedBy", so there is nothing to stamp.',
    ]);
  });

  it('flags too', async () => {
    @View('a', {
      model: Task,
      schema: TaskRead,
      queryFlags: {
        title: { description: '', routes: [ViewRoute.GET_MANY] },
        fields: { description: '', routes: ['list'] },
      },
    })
    class Flagged extends RestView<Task, TaskRead> {}
    expect(await problemsOf(Flagged)).toEqual([
      'Flagged: "queryFlags" has "title", which the list itself uses.',
      'Flagged: "queryFlags" has "fields", which the list itself uses.',
      'Flagged: "queryFlags" names the route "list" for "fields".',
    ]);
  });
});

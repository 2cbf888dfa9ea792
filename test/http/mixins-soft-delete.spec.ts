import { UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import {
  type Change,
  Forbidden,
  type ListQuery,
  RestView,
  SoftDelete,
  type Subject,
  systemContext,
  View,
  type ViewContext,
  viewOf,
  type WriteContext,
} from 'nestjs-restview';
import {
  AfterRecover,
  AfterSoftRemove,
  BeforeRecover,
  BeforeSoftRemove,
  Column,
  DeleteDateColumn,
  Entity,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { Project, ProjectRead, Task, TaskTreeRead, userOf } from '../fixtures/task.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { databases, onEveryDatabase } from '../setup/databases.js';
import { mistakesOf } from '../setup/answers.js';
import { express, onEveryDatabaseAndPlatform } from '../setup/platforms.js';

const calls: string[] = [];
const actions: (string | undefined)[] = [];

class Watching implements CanActivate {
  canActivate(execution: ExecutionContext) {
    actions.push(viewOf(execution)?.action);
    return true;
  }
}

const isAdmin = ({ caller }: ViewContext): boolean => caller.admin ?? false;

@View('tasks', { model: Task, schema: TaskTreeRead })
@UseGuards(Watching)
class TaskView extends SoftDelete(RestView<Task, TaskTreeRead>, { includeDeleted: true, purge: true }) {
  override async mayIncludeDeleted(context: ViewContext) {
    return Promise.resolve(isAdmin(context));
  }

  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('task.tenantId < 9');
  }

  override authorize(action: string, { entity }: Subject<Task, TaskTreeRead>) {
    if (entity) calls.push(`authorize ${action} ${entity.title}`);
    if (entity?.title === 'locked') throw new Forbidden();
  }

  override beforeCommit(action: string, { entity, old }: Change<Task>, { action: said }: WriteContext) {
    calls.push(`beforeCommit ${said} ${String(entity?.deletedAt !== null)} was ${String(old?.deletedAt !== null)}`);
    if (entity?.title === 'refused') throw new Forbidden('not this one');
    if (entity?.title === 'renamed') entity.title = `${action}d`;
  }

  override afterCommit(action: string) {
    calls.push(`afterCommit ${action}`);
  }
}

/** Neither option: deleted rows can be restored, and nothing more. */
@View('plain-tasks', { model: Task, schema: TaskTreeRead })
class PlainTaskView extends SoftDelete(RestView<Task, TaskTreeRead>) {}

@View('projects', { model: Project, schema: ProjectRead })
class ProjectView extends SoftDelete(RestView<Project, ProjectRead>, { includeDeleted: true }) {
  constructor(private readonly modules: ModuleRef) {
    super();
  }

  override mayIncludeDeleted() {
    return true;
  }

  /** A handler of another view, in a request that may ask for deleted rows of this one. */
  override async handleGetMany(query: ListQuery, context: ViewContext) {
    const tasks = this.modules.get(TaskView, { strict: false });
    const { items } = await tasks.handleGetMany(query, context);
    context.setHeader('x-tasks', items.map(({ title }) => title).join());
    const found = await tasks.getOne(1, context).catch(() => null);
    context.setHeader('x-first', String(found?.title));
    return super.handleGetMany(query, context);
  }
}

const admin = { headers: { 'x-admin': 'yes' } };

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  const titles = async (path: string, options = {}): Promise<string[]> => {
    const { json } = await app.request('GET', path, options);
    return json.items?.map(({ title, name }: { title?: string; name?: string }) => title ?? name) ?? json;
  };
  const stored = (id: number) => app.dataSource.manager.findOne(Task, { where: { id }, withDeleted: true });

  beforeAll(async () => {
    app = await TestApp.start(database, platform, [Task, Project], [TaskView, PlainTaskView, ProjectView], {
      caller: userOf,
    });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    const { manager } = app.dataSource;
    await app.dataSource.synchronize(true);
    await manager.insert(Project, { name: 'Alive' });
    await manager.insert(Project, { name: 'Gone', deletedAt: new Date() });
    await manager.insert(Task, { title: 'one', tenantId: 1, projectId: 1 });
    await manager.insert(Task, { title: 'two', tenantId: 1, projectId: 2, parentId: 1 });
    await manager.insert(Task, { title: 'hidden', tenantId: 9, deletedAt: new Date() });
    calls.length = 0;
    actions.length = 0;
  });

  it('DELETE sets the date, the row is hidden on every read, and a second DELETE finds nothing (61)', async () => {
    expect((await app.request('DELETE', '/tasks/2')).status).toBe(204);
    expect((await stored(2))?.deletedAt).toBeInstanceOf(Date);
    expect(await titles('/tasks')).toEqual(['one']);
    expect((await app.request('GET', '/tasks')).json.total).toBe(1);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const options = method === 'PATCH' ? { json: { title: 'x' } } : {};
      expect((await app.request(method, '/tasks/2', options)).status).toBe(404);
    }
    expect(calls).toEqual(['authorize delete two', 'beforeCommit delete true was false', 'afterCommit delete']);
  });

  it('a refused DELETE leaves nothing behind', async () => {
    await app.dataSource.manager.update(Task, 2, { title: 'refused' });
    expect((await app.request('DELETE', '/tasks/2')).status).toBe(403);
    expect((await stored(2))?.deletedAt).toBeNull();
  });

  it('restores: 200 with the row, by policy and hooks, in one write', async () => {
    await app.request('DELETE', '/tasks/2');
    calls.length = 0;
    const restored = await app.request('POST', '/tasks/2/restore');
    expect(restored.status).toBe(200);
    expect(restored.json).toEqual((await app.request('GET', '/tasks/2')).json);
    expect(restored.json).toMatchObject({ title: 'two', project: null, parent: { title: 'one' } });
    expect(calls.slice(0, 3)).toEqual([
      'authorize restore two',
      'beforeCommit restore false was true',
      'afterCommit restore',
    ]);
    expect(actions).toEqual(['delete', 'restore', 'getOne']);
    expect((await stored(2))?.deletedAt).toBeNull();
  });

  it('restores what beforeCommit changes too', async () => {
    await app.dataSource.manager.update(Task, 1, { title: 'renamed', deletedAt: new Date() });
    expect((await app.request('POST', '/tasks/1/restore')).json).toMatchObject({ title: 'restored' });
    expect(await stored(1)).toMatchObject({ title: 'restored', deletedAt: null });
  });

  it('does not restore what is live (409), hidden or absent (404), or refused (403)', async () => {
    const live = await app.request('POST', '/tasks/1/restore');
    expect([live.status, live.json.code]).toEqual([409, 'not_deleted']);
    const hidden = await app.request('POST', '/tasks/3/restore');
    const absent = await app.request('POST', '/tasks/33/restore');
    expect([hidden.status, absent.status]).toEqual([404, 404]);
    expect(hidden.json.detail.replace('3', '33')).toBe(absent.json.detail);
    expect((await app.request('POST', '/tasks/x/restore')).status).toBe(422);
    await app.dataSource.manager.update(Task, 1, { title: 'locked' });
    expect((await app.request('POST', '/tasks/1/restore')).status).toBe(403);
    await app.dataSource.manager.softDelete(Task, 1);
    expect((await app.request('POST', '/tasks/1/restore')).status).toBe(403);
    expect((await stored(3))?.deletedAt).not.toBeNull();
  });

  it('purges a deleted row for good, and no live one', async () => {
    const live = await app.request('DELETE', '/tasks/2/permanently');
    expect([live.status, live.json.code]).toEqual([409, 'not_deleted']);
    await app.request('DELETE', '/tasks/2');
    calls.length = 0;
    const purged = await app.request('DELETE', '/tasks/2/permanently');
    expect([purged.status, purged.body]).toEqual([204, '']);
    expect(await stored(2)).toBeNull();
    expect(calls).toEqual(['authorize purge two', 'beforeCommit purge true was true', 'afterCommit purge']);
    expect((await app.request('DELETE', '/tasks/2/permanently')).status).toBe(404);
    expect((await app.request('DELETE', '/tasks/3/permanently')).status).toBe(404);
    expect(actions).toContain('purge');
  });

  it('has no route for what is not opened', async () => {
    await app.request('DELETE', '/plain-tasks/2');
    expect([404, 405]).toContain((await app.request('DELETE', '/plain-tasks/2/permanently')).status);
    expect((await app.request('POST', '/plain-tasks/2/restore')).status).toBe(200);
  });

  describe('include_deleted', () => {
    beforeEach(() => app.dataSource.manager.softDelete(Task, 1));

    it('shows deleted rows of the scope to those who may see them (60)', async () => {
      expect(await titles('/tasks?include_deleted=true', admin)).toEqual(['one', 'two']);
      expect(await titles('/tasks?include_deleted=true&title=one', admin)).toEqual(['one']);
      expect((await app.request('GET', '/tasks?include_deleted=true&page_size=1', admin)).json.total).toBe(2);
      expect((await app.request('GET', '/tasks/1?include_deleted=true', admin)).json).toMatchObject({ title: 'one' });
      expect((await app.request('GET', '/tasks/3?include_deleted=true', admin)).status).toBe(404);
      expect(await titles('/tasks?include_deleted=false', admin)).toEqual(['two']);
      expect(await titles('/tasks', admin)).toEqual(['two']);
    });

    it('walks all of them by cursor', async () => {
      const first = await app.request('GET', '/tasks?include_deleted=true&page_size=1&cursor=', admin);
      expect(first.json.items).toMatchObject([{ title: 'one' }]);
      const next = `/tasks?include_deleted=true&page_size=1&cursor=${encodeURIComponent(first.json.next)}`;
      expect(await titles(next, admin)).toEqual(['two']);
    });

    it('is 403 for everybody else, before any row is looked for', async () => {
      for (const path of [
        '/tasks?include_deleted=true',
        '/tasks/1?include_deleted=true',
        '/tasks/99?include_deleted=true',
      ]) {
        expect((await app.request('GET', path)).status).toBe(403);
      }
      expect((await app.request('DELETE', '/tasks/1?include_deleted=true')).status).toBe(403);
      expect(await titles('/tasks?include_deleted=false')).toEqual(['two']);
    });

    it('is true or false, once, and told with the other mistakes', async () => {
      const wrong = await app.request('GET', '/tasks?include_deleted=yes&sort=colour', admin);
      expect([wrong.status, mistakesOf(wrong)]).toEqual([422, ['include_deleted type', 'sort unknown_field']]);
      const twice = await app.request('GET', '/tasks?include_deleted=true&include_deleted=false', admin);
      expect(mistakesOf(twice)).toEqual(['include_deleted repeated']);
      expect(mistakesOf(await app.request('GET', '/tasks/x?include_deleted=1', admin))).toEqual([
        'id type',
        'include_deleted type',
      ]);
    });

    it('is an unknown parameter where it means nothing, and without the option (60)', async () => {
      const json = { title: 'x', tenantId: 1 };
      for (const [method, path, body] of [
        ['POST', '/tasks?include_deleted=true', { json }],
        ['PATCH', '/tasks/2?include_deleted=true', { json }],
        ['GET', '/plain-tasks?include_deleted=true', {}],
        ['GET', '/plain-tasks/1?include_deleted=true', {}],
        ['DELETE', '/plain-tasks/1?include_deleted=true', {}],
      ] as const) {
        const answer = await app.request(method, path, { ...admin, ...body });
        expect([answer.status, mistakesOf(answer)]).toEqual([422, ['include_deleted unknown_parameter']]);
      }
    });

    it('makes a second DELETE a conflict for those who see the row (61)', async () => {
      const again = await app.request('DELETE', '/tasks/1?include_deleted=true', admin);
      expect([again.status, again.json.code]).toEqual([409, 'already_deleted']);
      expect((await app.request('DELETE', '/tasks/2?include_deleted=true', admin)).status).toBe(204);
      expect((await app.request('DELETE', '/tasks/3?include_deleted=true', admin)).status).toBe(404);
    });

    it('does not open deleted rows of related views, in filters and sorts, nor of the view itself', async () => {
      expect(await titles('/tasks?include_deleted=true&project.name=Gone', admin)).toEqual([]);
      expect(await titles('/tasks?include_deleted=true&project.name=Alive', admin)).toEqual(['one']);
      expect(await titles('/tasks?include_deleted=true&parent.title=one', admin)).toEqual([]);
      // The project of "two" is deleted, so it counts as none and comes last.
      expect(await titles('/tasks?include_deleted=true&sort=-project.name', admin)).toEqual(['one', 'two']);
    });

    it('does not open the rows of another view whose handler is called with the same context', async () => {
      const answer = await app.request('GET', '/projects?include_deleted=true', admin);
      expect(answer.json.items).toMatchObject([{ name: 'Alive' }, { name: 'Gone' }]);
      expect([answer.headers.get('x-tasks'), answer.headers.get('x-first')]).toEqual(['two', 'undefined']);
    });
  });

  it('works without a request', async () => {
    const view = app.app.get(TaskView);
    const job = systemContext(app.dataSource, {});
    await view.handleDelete(2, job);
    await expect(view.handleGetOne(2, job)).rejects.toMatchObject({ status: 404 });
    const restored: Task = await view.handleRestore(2, job);
    expect(restored).toMatchObject({ title: 'two', deletedAt: null });
    await view.handleDelete(2, job);
    await view.handlePurge(2, job);
    expect(await stored(2)).toBeNull();
  });
});

@Entity()
class Draft {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) title!: string;
  @DeleteDateColumn({ select: false }) removedAt!: Date | null;

  @BeforeSoftRemove() beforeSoftRemove() {
    calls.push('BeforeSoftRemove');
  }
  @AfterSoftRemove() afterSoftRemove() {
    calls.push('AfterSoftRemove');
  }
  @BeforeRecover() beforeRecover() {
    calls.push('BeforeRecover');
  }
  @AfterRecover() afterRecover() {
    calls.push('AfterRecover');
  }
}

@View('drafts', { model: Draft })
class DraftView extends SoftDelete(RestView<Draft>, { includeDeleted: true }) {
  override mayIncludeDeleted() {
    return true;
  }
}

onEveryDatabase((database) => {
  it('works where the date is never selected; the listeners of the entity run', async () => {
    const app = await TestApp.start(database, express, [Draft], [DraftView]);
    try {
      calls.length = 0;
      await app.request('POST', '/drafts', { json: { title: 'a' } });
      expect((await app.request('POST', '/drafts/1/restore')).json.code).toBe('not_deleted');
      expect((await app.request('DELETE', '/drafts/1')).status).toBe(204);
      expect((await app.request('DELETE', '/drafts/1?include_deleted=true')).json.code).toBe('already_deleted');
      expect((await app.request('GET', '/drafts/1?include_deleted=true')).json).toEqual({ id: 1, title: 'a' });
      expect(await app.request('POST', '/drafts/1/restore')).toMatchObject({
        status: 200,
        json: { id: 1, title: 'a' },
      });
      expect((await app.request('GET', '/drafts')).json.items).toEqual([{ id: 1, title: 'a' }]);
      expect(calls).toEqual(['BeforeSoftRemove', 'AfterSoftRemove', 'BeforeRecover', 'AfterRecover']);
    } finally {
      await app.close();
    }
  });
});

const [sqlite] = databases;

describe('in the document', () => {
  let app: TestApp;
  let paths: OpenAPIObject['paths'];
  beforeAll(async () => {
    app = await TestApp.start(sqlite!, express, [Task, Project], [TaskView, PlainTaskView, ProjectView]);
    paths = SwaggerModule.createDocument(app.app, new DocumentBuilder().build()).paths;
  });
  afterAll(() => app.close());
  const flagAt = (path: string, method: 'get' | 'post' | 'patch' | 'delete') =>
    paths[path]?.[method]?.parameters?.find((parameter) => 'name' in parameter && parameter.name === 'include_deleted');

  it('the flag stands where it is taken, and nowhere without the option', () => {
    const flag = { in: 'query', required: false, schema: { type: 'boolean', default: false } };
    expect(flagAt('/tasks', 'get')).toMatchObject(flag);
    expect(flagAt('/tasks/{id}', 'get')).toMatchObject(flag);
    expect(flagAt('/tasks/{id}', 'delete')).toMatchObject(flag);
    for (const [path, method] of [
      ['/tasks', 'post'],
      ['/tasks/{id}', 'patch'],
      ['/plain-tasks', 'get'],
      ['/plain-tasks/{id}', 'get'],
      ['/plain-tasks/{id}', 'delete'],
    ] as const) {
      expect(flagAt(path, method)).toBeUndefined();
    }
  });

  it('routes that take it may answer 403', () => {
    const statuses = (path: string, method: 'get' | 'post') => Object.keys(paths[path]?.[method]?.responses ?? {});
    expect(statuses('/projects', 'get')).toContain('403');
    expect(statuses('/projects/{id}', 'get')).toContain('403');
    expect(statuses('/plain-tasks', 'get')).not.toContain('403');
    // Soft deletion alone is neither a scope nor a policy.
    expect(statuses('/plain-tasks', 'post')).not.toContain('403');
  });

  it('restore answers with the row of each view, purge with nothing, both with their problems', () => {
    const restore = paths['/tasks/{id}/restore']?.post;
    expect(Object.keys(restore?.responses ?? {})).toEqual([
      '200',
      '401',
      '403',
      '404',
      '409',
      '412',
      '415',
      '422',
      '503',
    ]);
    expect(JSON.stringify(restore?.responses['200'])).toContain('#/components/schemas/TaskTreeRead');
    expect(restore?.parameters).toMatchObject([{ name: 'id', in: 'path', schema: { type: 'integer' } }]);
    expect(JSON.stringify(restore?.responses['409'])).toContain('ProblemDetails');
    expect(JSON.stringify(paths['/projects/{id}/restore']?.post?.responses['200'])).toContain('ProjectRead');
    expect(Object.keys(paths['/projects/{id}/restore']?.post?.responses ?? {})).not.toContain('403');
    const purge = paths['/tasks/{id}/permanently']?.delete;
    expect(Object.keys(purge?.responses ?? {})).toEqual([
      '204',
      '401',
      '403',
      '404',
      '409',
      '412',
      '415',
      '422',
      '503',
    ]);
    expect(purge?.responses['204']).toEqual({ description: 'The row is gone for good.' });
    expect(paths['/plain-tasks/{id}/permanently']).toBeUndefined();
  });
});

import type { TestApp } from '../fixtures/test-app.js';
import type { HttpAnswer } from '../setup/http.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';
import { Organisation } from './tracker/entities/people.js';
import { ChecklistItem } from './tracker/entities/work.js';
import { startTracker } from './tracker/tracker.js';

/** One organisation at work, from its first user to the end of a project; each step goes on where the one before ended. */
onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  const as = (user: number, admin = false) => ({
    'x-tenant': '1',
    'x-user': String(user),
    ...(admin && { 'x-admin': 'yes' }),
  });
  const send = async (method: string, path: string, json?: unknown, headers = as(1, true)): Promise<HttpAnswer> =>
    app.request(method, path, { headers, ...(json !== undefined && { json }) });
  const made = async (path: string, json: object, headers = as(1, true)) => {
    const answer = await send('POST', path, json, headers);
    expect([path, answer.status, answer.json.errors ?? answer.json.detail]).toEqual([path, 201, undefined]);
    return answer.json;
  };

  beforeAll(async () => {
    app = await startTracker(database, platform);
    await app.dataSource.manager.insert(Organisation, { name: 'Acme' });
  });
  afterAll(() => app.close());

  it('takes users in', async () => {
    for (const name of ['Ada', 'Bob', 'Cy']) {
      const user = await made('/users', { name, email: `${name}@acme.example`, password: 'correct horse' });
      expect(user).not.toHaveProperty('password');
      expect(user).toMatchObject({ name, role: 'member' });
    }
    expect(await send('POST', '/users', { name: 'Dee', email: 'Ada@acme.example' })).toMatchObject({
      status: 409,
      json: { errors: [{ pointer: '/email' }] },
    });
  });

  it('plans a project with members, a sprint and labels', async () => {
    const project = await made('/projects', {
      key: 'WEB',
      name: 'Web shop',
      budget: '1000.50',
      dueOn: '2026-12-01',
      lead: 1,
    });
    expect(project).toMatchObject({ id: 1, lead: 1, status: 'planned', createdById: 1, updatedById: 1, sprints: [] });
    await made('/projects', { key: 'APP', name: 'App' });
    const member = await send('POST', '/project-members', { projectId: 1, userId: 2, role: 'writer' });
    expect(member).toMatchObject({ status: 201, json: { projectId: 1, userId: 2, user: { id: 2, name: 'Bob' } } });
    expect(member.headers.get('location')).toBe('/project-members/1/2');
    await made('/project-members', { projectId: 1, userId: 1, role: 'owner' });
    const sprint = await send('POST', '/sprints', {
      slug: 'web-1',
      name: 'First',
      projectId: 1,
      startsOn: '2026-03-01',
    });
    expect(sprint.headers.get('location')).toBe('/sprints/web-1');
    for (const name of ['bug', 'feature', 'later']) await made('/labels', { name });
    const seen = await send('GET', '/projects/1?include=members');
    expect(seen.json).toMatchObject({
      sprints: [{ slug: 'web-1', project: { key: 'WEB' } }],
      members: [{ userId: 1 }, { userId: 2, user: { name: 'Bob' } }],
    });
  });

  it('changes a member and a sprint under their own keys', async () => {
    expect((await send('PATCH', '/project-members/1/2', { note: 'half time' })).json).toMatchObject({
      note: 'half time',
    });
    expect((await send('PATCH', '/sprints/web-1', { endsOn: '2026-03-14' })).json).toMatchObject({
      endsOn: '2026-03-14',
    });
    expect((await send('GET', '/project-members/1/9')).status).toBe(404);
    expect((await send('GET', '/sprints/web-9')).status).toBe(404);
  });

  it('writes tasks with labels and a checklist in one request', async () => {
    const task = await made(
      '/tasks',
      {
        ...{ projectId: 1, title: 'Checkout', estimate: '8.50', dueOn: '2026-04-01' },
        ...{ assignee: 2, reporter: { id: 1 }, sprint: 'web-1', labels: [2, 1, 2] },
        checklist: [{ text: 'cards' }, { text: 'refunds', done: true }],
      },
      as(2),
    );
    expect(task).toMatchObject({
      ...{ id: 1, number: '1', status: 'open', assignee: 2, reporter: { id: 1 }, sprint: 'web-1', labels: [1, 2] },
      ...{ project: { id: 1, key: 'WEB' }, attachmentCount: 0, createdById: 2, updatedById: 2 },
    });
    expect((await send('GET', '/tasks/1')).json).toEqual(task);
    const sub = await made('/tasks', { projectId: 1, title: 'Card form', reporter: 2, parentId: 1 }, as(2));
    expect(sub).toMatchObject({ id: 2, number: '2', parentId: 1, assignee: null, labels: [], checklist: [] });
    await made('/tasks', { projectId: 2, title: 'Icon', reporter: 3 });
  });

  it('refuses a task with references that lead nowhere, all at once, and stores nothing of it', async () => {
    const answer = await send('POST', '/tasks', {
      ...{ projectId: 99, title: 'Lost', reporter: { id: 98 }, sprint: 'web-9', labels: [1, 97] },
      checklist: [{ text: 'never' }],
    });
    expect(answer.status).toBe(422);
    const errors: { pointer: string; code: string }[] = answer.json.errors;
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([
      '/labels/1 reference_not_found',
      '/projectId reference_not_found',
      '/reporter reference_not_found',
      '/sprint reference_not_found',
    ]);
    expect((await send('GET', '/tasks')).json.total).toBe(3);
    expect(await app.dataSource.manager.countBy(ChecklistItem, { text: 'never' })).toBe(0);
  });

  it('replaces a checklist: changed, new and removed items', async () => {
    const before = await send('GET', '/tasks/1');
    expect(before.json.checklist).toMatchObject([
      { text: 'cards', done: false },
      { text: 'refunds', done: true },
    ]);
    const [first] = before.json.checklist;
    const answer = await send('PATCH', '/tasks/1', {
      checklist: [{ id: first.id, done: true }, { text: 'invoices' }],
      labels: [3],
    });
    expect(answer).toMatchObject({
      status: 200,
      json: {
        checklist: [
          { id: first.id, text: 'cards', done: true },
          { text: 'invoices', done: false },
        ],
        labels: [3],
      },
    });
    expect((await send('GET', '/checklist-items')).json).toMatchObject({ total: 2, items: [{ task: { id: 1 } }, {}] });
  });

  it('talks about a task, and shows the talk on request', async () => {
    await made('/comments', { taskId: 1, body: 'When?' }, as(1));
    await made('/comments', { taskId: 1, body: 'Soon.' }, as(2));
    await made('/attachments', { taskId: 1, fileName: 'flow.png', bytes: '4294967296' });
    expect((await send('GET', '/tasks/1')).json).not.toHaveProperty('comments');
    const { json } = await send('GET', '/tasks/1?include=comments,subtasks,project.lead');
    expect(json).toMatchObject({
      comments: [
        { body: 'When?', author: { name: 'Ada' } },
        { body: 'Soon.', author: { name: 'Bob' } },
      ],
      subtasks: [{ id: 2, title: 'Card form' }],
      project: { lead: { name: 'Ada', organisation: { name: 'Acme' } } },
      attachmentCount: 1,
    });
    const deep = await send('GET', '/comments?include=task.project.lead&task.project.key=WEB&sort=-id');
    expect(deep.json).toMatchObject({ total: 2, items: [{ id: 2, task: { project: { lead: { name: 'Ada' } } } }, {}] });
  });

  it('finds tasks by what they refer to', async () => {
    const ids = async (query: string) => {
      const { json } = await send('GET', `/tasks?${query}`);
      return json.items?.map(({ id }: { id: number }) => id) ?? json.errors;
    };
    expect(await ids('assignee=2')).toEqual([1]);
    expect(await ids('assignee__isnull=true')).toEqual([2, 3]);
    expect(await ids('sprint=web-1')).toEqual([1]);
    expect(await ids('checklist.done=true')).toEqual([1]);
    expect(await ids('comments.author.name=Bob')).toEqual([1]);
    expect(await ids('project.key=APP')).toEqual([3]);
    expect(await ids('subtasks.title__icontains=form')).toEqual([1]);
    expect(await ids('q=soon')).toEqual([1]);
  });

  it('moves a task and completes it, once', async () => {
    expect((await send('PATCH', '/tasks/2', { sprint: 'web-1', assignee: 3 }, as(3))).json).toMatchObject({
      ...{ sprint: 'web-1', assignee: 3, updatedById: 3, createdById: 2 },
    });
    const done = await send('POST', '/tasks/2/complete', undefined, as(2));
    expect(done).toMatchObject({ status: 200, json: { status: 'done', updatedById: 2 } });
    expect(done.json.completedAt).toEqual(expect.any(String));
    expect((await send('POST', '/tasks/2/complete')).status).toBe(409);
    expect((await send('PATCH', '/tasks/2', { status: 'done' })).status).toBe(422);
  });

  it('tells who refers to a user, and does not delete one who has reported', async () => {
    const referrers: { view: string; field: string; count: number; ids: string[] }[] = (
      await send('GET', '/users/2/referrers')
    ).json;
    const told = referrers.map(({ view, field, count, ids }) => `${view}.${field} ${String(count)}: ${ids.join(' ')}`);
    expect(told).toEqual(
      expect.arrayContaining(['TaskView.assignee 1: 1', 'TaskView.reporter 1: 2', 'ProjectMemberView.userId 1: 1/2']),
    );
    const refused = await send('DELETE', '/users/2');
    expect(refused).toMatchObject({ status: 409, json: { code: 'still_referenced' } });
    const blockers: { view: string; field: string; ids: string[]; count: number }[] = refused.json.blockers;
    expect(blockers.map(({ field, ids, count }) => `${field} ${String(count)}: ${ids.join(' ')}`).sort()).toEqual([
      'authorId 1: 2',
      'reporter 1: 2',
    ]);
    expect((await send('GET', '/users/2')).status).toBe(200);
  });

  it('deletes a project with all its tasks, and brings them back together', async () => {
    expect((await send('DELETE', '/projects/1')).status).toBe(204);
    expect((await send('GET', '/projects/1')).status).toBe(404);
    expect((await send('GET', '/tasks')).json).toMatchObject({ total: 1, items: [{ id: 3 }] });
    expect((await send('GET', '/comments')).json.total).toBe(0);
    expect((await send('POST', '/comments', { taskId: 1, body: 'Late' })).status).toBe(422);
    expect((await send('GET', '/projects?include_deleted=true', undefined, as(2))).status).toBe(403);
    expect((await send('GET', '/projects?include_deleted=true')).json.total).toBe(2);
    expect((await send('GET', '/tasks?include_deleted=true')).json.total).toBe(3);
    const back = await send('POST', '/projects/1/restore');
    expect(back).toMatchObject({ status: 200, json: { key: 'WEB', deletedAt: null, lead: 1 } });
    expect((await send('GET', '/tasks')).json).toMatchObject({ total: 3 });
    expect((await send('GET', '/tasks/1?include=comments')).json).toMatchObject({
      ...{ assignee: 2, sprint: 'web-1', labels: [3] },
      comments: [{ body: 'When?' }, { body: 'Soon.' }],
    });
    expect((await send('POST', '/projects/1/restore')).status).toBe(409);
  });

  it('removes a deleted project for good, for admins alone', async () => {
    expect((await send('DELETE', '/projects/1/permanently')).status).toBe(409);
    expect((await send('DELETE', '/projects/1')).status).toBe(204);
    expect((await send('DELETE', '/projects/1/permanently', undefined, as(2))).status).toBe(403);
    expect((await send('DELETE', '/projects/1/permanently')).status).toBe(204);
    expect((await send('POST', '/projects/1/restore')).status).toBe(404);
    for (const path of ['/sprints', '/project-members', '/comments', '/attachments', '/checklist-items']) {
      expect([path, (await send('GET', path)).json.total]).toEqual([path, 0]);
    }
    expect((await send('GET', '/tasks?include_deleted=true')).json).toMatchObject({ total: 1, items: [{ id: 3 }] });
    expect((await send('DELETE', '/users/2')).status).toBe(204);
  });

  it('has written down what happened, for reading only', async () => {
    const done = await send('GET', '/activities?action=complete,restore,purge&sort=id');
    expect(done.json.items).toMatchObject([
      { action: 'complete', subject: 'Task', subjectKey: '2', userId: 2 },
      { action: 'restore', subject: 'Project', subjectKey: '1' },
      { action: 'purge', subject: 'Project', subjectKey: '1' },
    ]);
    expect((await send('GET', '/activities?subject=ProjectMember')).json.items[0]).toMatchObject({ subjectKey: '1/2' });
    for (const [method, path] of [
      ['POST', '/activities'],
      ['PATCH', '/activities/1'],
      ['DELETE', '/activities/1'],
    ] as const) {
      expect((await send(method, path, {})).status).toBe(405);
    }
  });
});

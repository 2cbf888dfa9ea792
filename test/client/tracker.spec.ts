import { createClient, isProblem } from 'nestjs-restview/client';
import { seedTracker } from '../apps/tracker/seed.js';
import { startTracker } from '../apps/tracker/tracker.js';
import type { TestApp } from '../fixtures/test-app.js';
import { urlOf } from '../setup/http.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

interface Answer<Body> {
  responses: { 200: { content: { 'application/json': Body } } };
}
interface Taking<Body> {
  requestBody: { content: { 'application/json': Body } };
}
interface ListOf<Row> {
  get: Answer<{ items: Row[]; total?: number }> & { parameters: { query?: { page_size?: number; sort?: string } } };
}
interface ItemOf<Row, Key> {
  get: Answer<Row> & { parameters: { path: Key } };
  patch: Answer<Row> & { parameters: { path: Key } } & Taking<Partial<Row>>;
  delete: { parameters: { path: Key; query?: { purge?: boolean } }; responses: { 204: object } };
}
interface Member {
  projectId: number;
  userId: number;
  note: string | null;
}
interface Sprint {
  id: number;
  slug: string;
  endsOn: string | null;
}
interface Task {
  id: number;
  title: string;
  status: string;
}

/** Of the document of the tracker what this test asks for; all of it is ten thousand lines. */
interface Paths {
  '/organisations': ListOf<object>;
  '/users': ListOf<object>;
  '/projects': ListOf<object>;
  '/project-members': ListOf<Member>;
  '/project-members/{projectId}/{userId}': ItemOf<Member, { projectId: number; userId: number }>;
  '/sprints': ListOf<Sprint>;
  '/sprints/{id}': ItemOf<Sprint, { id: string }>;
  '/labels': ListOf<object>;
  '/tasks': ListOf<Task> & { post: Answer<Task> & Taking<{ projectId: number; title: string; reporter: number }> };
  '/tasks/{id}': ItemOf<Task, { id: number }>;
  '/tasks/{id}/complete': { post: Answer<Task> };
  '/tasks/{id}/restore': { post: Answer<Task> };
  '/checklist-items': ListOf<object>;
  '/comments': ListOf<object>;
  '/attachments': ListOf<object>;
  '/activities': ListOf<object>;
  '/tasks/count': { get: Answer<{ count: number }> };
}

/** What every resource with a list can do. */
interface Listed {
  list(): Promise<{ readonly items: readonly object[] }>;
  all(query: { readonly page_size: number }): AsyncIterable<object>;
}

async function walked(
  resource: Listed,
): Promise<{ readonly rows: readonly object[]; readonly all: readonly object[] }> {
  const all: object[] = [];
  for await (const row of resource.all({ page_size: 1 })) all.push(row);
  return { rows: (await resource.list()).items, all };
}

onEveryDatabaseAndPlatform((database, platform) => {
  let tracker: TestApp;
  /** Whose requests the client sends. */
  let tenant = '1';
  const open = () =>
    createClient<Paths>({
      baseUrl: urlOf(tracker.app),
      keys: { 'project-members': ['projectId', 'userId'] },
      headers: () => ({ 'x-tenant': tenant, 'x-user': '1', 'x-admin': 'yes' }),
    });

  beforeAll(async () => {
    tracker = await startTracker(database, platform);
    await seedTracker(tracker.dataSource);
  });
  beforeEach(() => {
    tenant = '1';
  });
  afterAll(() => tracker.close());

  it('walks through every list of the tracker', async () => {
    const client = open();
    const { organisations, users, projects, sprints, labels, tasks, comments, attachments, activities } = client;
    const people = [walked(organisations), walked(users), walked(client['project-members'])];
    const plans = [walked(projects), walked(sprints), walked(labels)];
    const work = [tasks, comments, attachments, activities, client['checklist-items']].map(walked);
    for (const { rows, all } of await Promise.all([...people, ...plans, ...work])) {
      expect(rows.length).toBeGreaterThan(0);
      expect(all).toEqual(rows);
    }
  });

  it('finds rows by all kinds of keys', async () => {
    const { sprints, 'project-members': members } = open();
    const [member] = (await members.list()).items;
    expect(await members.update(member!, { note: 'full time' })).toMatchObject({ ...member, note: 'full time' });
    expect(await members.get({ userId: 2, projectId: 1 })).toMatchObject({ projectId: 1, userId: 2 });
    expect(await sprints.update('web-2', { endsOn: '2026-04-30' })).toMatchObject({
      slug: 'web-2',
      endsOn: '2026-04-30',
    });
  });

  it('takes a task from its first day to its last, and back', async () => {
    const { tasks } = open();
    const { count } = await tasks.collectionAction('GET count');
    const task = await tasks.create({ projectId: 1, title: 'Ship', reporter: 1 });
    expect(await tasks.action(task.id, 'complete')).toMatchObject({ id: task.id, status: 'done' });
    const again: unknown = await tasks.action(task.id, 'complete').catch((error: unknown) => error);
    expect(isProblem(again, 'conflict')).toBe(true);
    await tasks.delete(task.id);
    expect(await tasks.collectionAction('GET count')).toEqual({ count });
    expect(await tasks.action(task.id, 'restore')).toMatchObject({ title: 'Ship' });
    expect(await tasks.get(task.id)).toMatchObject({ status: 'done' });
  });

  it('asks as whoever is signed in when it asks', async () => {
    const { tasks } = open();
    const [task] = (await tasks.list()).items;
    tenant = '2';
    expect((await tasks.list()).items).toEqual([]);
    await expect(tasks.get(task!.id)).rejects.toMatchObject({ status: 404 });
  });
});

import type { DataSource, EntityManager } from 'typeorm';
import { Organisation, User } from './entities/people.js';
import { Label, Project, ProjectMember, Sprint } from './entities/planning.js';
import { Activity, Attachment, ChecklistItem, Comment, Task } from './entities/work.js';

const at = new Date('2026-03-04T05:06:07Z');
const ATTACHMENT = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaa01';

/**
 * The rows of tenant 1, the same in every database; what other tenants have besides is in `strangers.ts`.
 *
 * Keys are written out, so that answers of two databases can be compared.
 */
export async function seedTracker({ manager }: DataSource): Promise<void> {
  await seedPeople(manager);
  await seedPlans(manager);
  await seedWork(manager);
}

async function seedPeople(manager: EntityManager): Promise<void> {
  await manager.insert(Organisation, { name: 'Acme', plan: 'team' });
  await manager.insert(User, [
    { organisationId: 1, email: 'ada@acme.example', name: 'Ada', role: 'admin', createdAt: at },
    { organisationId: 1, email: 'bob@acme.example', name: 'Bob', createdAt: at },
    { organisationId: 1, email: 'cy@acme.example', name: 'Cy', role: 'guest', createdAt: at },
  ]);
}

async function seedPlans(manager: EntityManager): Promise<void> {
  const made = { organisationId: 1, createdById: 1, updatedById: 1, createdAt: at, updatedAt: at };
  await manager.insert(Project, [
    { ...made, key: 'WEB', name: 'Web shop', description: 'sells', dueOn: '2026-12-01', budget: '1000.50', leadId: 1 },
    { ...made, key: 'APP', name: 'App', status: 'active' },
    { ...made, key: 'OLD', name: 'Old shop', status: 'closed', leadId: 2, deletedAt: at },
  ]);
  await manager.insert(ProjectMember, [
    { projectId: 1, userId: 1, role: 'owner' },
    { projectId: 1, userId: 2, role: 'writer', note: 'half time' },
    { projectId: 2, userId: 1 },
  ]);
  await manager.insert(Sprint, [
    { organisationId: 1, slug: 'web-1', name: 'First', projectId: 1, startsOn: '2026-03-01', endsOn: '2026-03-14' },
    { organisationId: 1, slug: 'web-2', name: 'Second', projectId: 1 },
  ]);
  await manager.insert(Label, [
    { organisationId: 1, name: 'bug', colour: 'red' },
    { organisationId: 1, name: 'feature' },
    { organisationId: 1, name: 'unused' },
  ]);
}

async function seedWork(manager: EntityManager): Promise<void> {
  const made = { organisationId: 1, createdById: 1, updatedById: 2, createdAt: at, updatedAt: at };
  await manager.insert(Task, [
    {
      ...made,
      ...{ projectId: 1, number: '1', title: 'Checkout', description: 'pay', status: 'doing', dueOn: '2026-04-01' },
      ...{ estimate: '8.50', assigneeId: 2, reporterId: 1, sprint: { id: 1 } },
    },
    { ...made, projectId: 1, number: '2', title: 'Card form', reporterId: 2, parentId: 1, estimate: '2.00' },
    { ...made, projectId: 2, number: '1', title: 'Icon', reporterId: 1 },
    { ...made, projectId: 1, number: '3', title: 'Dropped', reporterId: 1, assigneeId: 2, deletedAt: at },
    { ...made, projectId: 3, number: '1', title: 'Forgotten', reporterId: 1 },
  ]);
  await manager.createQueryBuilder().relation(Task, 'labels').of(1).add([1, 2]);
  await manager.createQueryBuilder().relation(Task, 'labels').of(3).add(2);
  await manager.insert(ChecklistItem, [
    { organisationId: 1, taskId: 1, text: 'test cards', done: true },
    { organisationId: 1, taskId: 1, text: 'test refunds' },
  ]);
  await manager.insert(Comment, [
    { organisationId: 1, taskId: 1, authorId: 1, body: 'When?', createdAt: at },
    { organisationId: 1, taskId: 1, authorId: 2, body: 'Soon.', createdAt: at },
    { organisationId: 1, taskId: 1, authorId: 2, body: 'Never mind.', createdAt: at, deletedAt: at },
  ]);
  await manager.insert(Attachment, {
    organisationId: 1,
    id: ATTACHMENT,
    taskId: 1,
    fileName: 'flow.png',
    bytes: '2048',
  });
  await manager.insert(Activity, [
    { organisationId: 1, action: 'create', subject: 'Task', subjectKey: '1', userId: 1, at },
    { organisationId: 1, action: 'update', subject: 'Task', subjectKey: '1', userId: 2, at },
  ]);
}

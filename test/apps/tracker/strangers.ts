import type { DataSource, EntityManager, EntityTarget, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm';
import { Organisation, User } from './entities/people.js';
import { Label, Project, ProjectMember, Sprint } from './entities/planning.js';
import { Activity, Attachment, ChecklistItem, Comment, Task } from './entities/work.js';

/** What no answer to tenant 1 may contain: every text, number and date of the other tenant's rows looks like this. */
export const STRANGE = /zorble|(?<!\w)7700\d\d(?!\w)|bbbbbbbb-bbbb|1977-07-07/i;

// Negative keys stay out of the way of generated ones, so that both databases give new rows the same keys.
export const HIDDEN = -770001;
const ENTANGLED = -770002;
const DELETED = -770003;
const uuid = (last: number): string => `bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbb0${String(last)}`;
const at = new Date('1977-07-07T07:07:07Z');
const day = '1977-07-07';

/**
 * The rows of another tenant.
 *
 * Some are entangled with those of tenant 1, as only old faults or imports leave them: they refer to rows of tenant 1, or
 * rows of tenant 1 refer to them.
 */
export async function seedStrangers({ manager }: DataSource): Promise<void> {
  await seedPeople(manager);
  await seedPlans(manager);
  await seedTasks(manager);
  await seedParts(manager);
  await entangle(manager);
}

async function seedPeople(manager: EntityManager): Promise<void> {
  await insertWithKeys(manager, Organisation, { id: HIDDEN, name: 'Zorble Inc' });
  await insertWithKeys(manager, User, [
    { id: HIDDEN, organisationId: HIDDEN, email: 'one@zorble.example', name: 'Zorble One', createdAt: at },
    { id: ENTANGLED, organisationId: HIDDEN, email: 'two@zorble.example', name: 'Zorble Two', createdAt: at },
  ]);
}

async function seedPlans(manager: EntityManager): Promise<void> {
  const made = { organisationId: HIDDEN, createdById: HIDDEN, updatedById: HIDDEN, createdAt: at, updatedAt: at };
  const plan = { ...made, description: 'zorble plan', dueOn: day, budget: '770077.77', leadId: HIDDEN };
  await insertWithKeys(manager, Project, [
    { ...plan, id: HIDDEN, key: 'ZORBLE1', name: 'Zorble project' },
    { ...plan, id: ENTANGLED, key: 'ZORBLE2', name: 'Zorble led by Ada', leadId: 1 },
    { ...plan, id: DELETED, key: 'ZORBLE3', name: 'Zorble gone', deletedAt: at },
  ]);
  await insertWithKeys(manager, ProjectMember, [
    { projectId: HIDDEN, userId: HIDDEN, role: 'owner', note: 'zorble owner' },
    { projectId: HIDDEN, userId: 1, note: 'zorble guest' },
  ]);
  const sprint = { organisationId: HIDDEN, startsOn: day, endsOn: day };
  await insertWithKeys(manager, Sprint, [
    { ...sprint, id: HIDDEN, slug: 'zorble-1', name: 'Zorble sprint', projectId: HIDDEN },
    { ...sprint, id: ENTANGLED, slug: 'zorble-2', name: 'Zorble in WEB', projectId: 1 },
  ]);
  await insertWithKeys(manager, Label, { id: HIDDEN, organisationId: HIDDEN, name: 'zorble label', colour: 'zorble' });
}

async function seedTasks(manager: EntityManager): Promise<void> {
  const made = { organisationId: HIDDEN, createdById: HIDDEN, updatedById: HIDDEN, createdAt: at, updatedAt: at };
  const task = { ...made, description: 'zorble work', dueOn: day, estimate: '770077.77', completedAt: at };
  const own = { ...task, projectId: HIDDEN, reporterId: HIDDEN, assigneeId: HIDDEN, sprint: { id: HIDDEN } };
  await insertWithKeys(manager, Task, [
    { ...own, id: HIDDEN, number: '770071', title: 'Zorble task' },
    // In a project, under a parent, reported by and assigned to users of tenant 1. Cy has no other tie than this one.
    {
      ...{ ...task, id: ENTANGLED, number: '-770072', title: 'Zorble in WEB', sprint: { id: 1 } },
      ...{ projectId: 1, parentId: 1, assigneeId: 2, reporterId: 3 },
    },
    { ...own, id: DELETED, number: '770073', title: 'Zorble dropped', deletedAt: at },
  ]);
  await manager.createQueryBuilder().relation(Task, 'labels').of(HIDDEN).add(HIDDEN);
  await manager.createQueryBuilder().relation(Task, 'labels').of(ENTANGLED).add([1, HIDDEN]);
}

async function seedParts(manager: EntityManager): Promise<void> {
  const part = { organisationId: HIDDEN };
  await insertWithKeys(manager, ChecklistItem, [
    { ...part, id: HIDDEN, taskId: HIDDEN, text: 'zorble check' },
    { ...part, id: ENTANGLED, taskId: 1, text: 'zorble check in Checkout' },
  ]);
  await insertWithKeys(manager, Comment, [
    { ...part, id: HIDDEN, taskId: HIDDEN, authorId: HIDDEN, body: 'zorble says', createdAt: at },
    { ...part, id: ENTANGLED, taskId: 1, authorId: 3, body: 'zorble says in Checkout', createdAt: at },
    { ...part, id: DELETED, taskId: 1, authorId: HIDDEN, body: 'zorble said', createdAt: at, deletedAt: at },
  ]);
  await insertWithKeys(manager, Attachment, [
    { ...part, id: uuid(1), taskId: HIDDEN, fileName: 'zorble.png', bytes: '770077' },
    { ...part, id: uuid(2), taskId: 1, fileName: 'zorble in Checkout.png', bytes: '770078' },
  ]);
  const activity = { ...part, action: 'zorble', subject: 'zorble', userId: HIDDEN, at };
  await insertWithKeys(manager, Activity, { ...activity, id: HIDDEN, subjectKey: String(HIDDEN) });
}

/** An insert of TypeORM leaves generated keys out, whatever the row says, unless it is told the columns. */
async function insertWithKeys<Entity extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Entity>,
  rows: QueryDeepPartialEntity<Entity> | QueryDeepPartialEntity<Entity>[],
): Promise<void> {
  const columns = manager.dataSource.getMetadata(entity).columns.map(({ propertyPath }) => propertyPath);
  await manager.createQueryBuilder().insert().into(entity, columns).values(rows).execute();
}

/** Rows of tenant 1 that refer to rows of the other one; without the other tenant they refer to nothing. */
async function entangle(manager: EntityManager): Promise<void> {
  // Past the entities, since the date of change has to stand still; MySQL moves it unless it is set.
  const set = (table: string, column: string, value: number, id: number) => {
    const quoted = (name: string): string => manager.dataSource.driver.escape(name);
    return manager.query(
      `UPDATE ${quoted(table)} SET ${quoted(column)} = ${String(value)}, ${quoted('updatedAt')} = ${quoted('updatedAt')} ` +
        `WHERE ${quoted('id')} = ${String(id)}`,
    );
  };
  await set('project', 'leadId', HIDDEN, 2);
  await set('task', 'assigneeId', HIDDEN, 3);
  await set('task', 'sprintId', HIDDEN, 3);
  await manager.createQueryBuilder().relation(Task, 'labels').of(3).add(HIDDEN);
}

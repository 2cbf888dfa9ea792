import { ConflictException } from '@nestjs/common';
import {
  Action,
  type Change,
  type CreateOf,
  RestView,
  systemContext,
  type UpdateOf,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { AuditRow } from '../fixtures/audit-row.entity.js';
import { LogRecorder } from '../fixtures/log-recorder.js';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { User } from '../fixtures/user.entity.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

type Hook = (action: string, change: Change<User>, context: ViewContext) => unknown;

let beforeCommit: (action: string, change: Change<User>, context: WriteContext) => unknown = () => undefined;
let afterCommit: Hook = () => undefined;
let inUpdate: (user: User, context: WriteContext) => unknown = () => undefined;

@View('users', { model: User })
class UserView extends RestView<User> {
  override async create(data: CreateOf<User>, context: WriteContext) {
    const user = await super.create(data, context);
    if (data.nickname === 'broken') throw new ConflictException('the body gave up');
    return user;
  }

  override async beforeCommit(action: string, change: Change<User>, context: WriteContext) {
    await beforeCommit(action, change, context);
  }

  override async afterCommit(action: string, change: Change<User>, context: ViewContext) {
    await afterCommit(action, change, context);
  }
}

/** Its update changes the row and returns nothing. */
@View('silent', { model: User })
class SilentView extends UserView {
  override async update(user: User, data: UpdateOf<User>, context: WriteContext) {
    await this.updateObject(user, data, context);
    await inUpdate(user, context);
  }
}

onEveryDatabase((database) => {
  let app: TestApp;
  const log = new LogRecorder();
  const stored = (id: number): Promise<User | null> => app.dataSource.manager.findOneBy(User, { id });
  const audited = () => app.dataSource.manager.find(AuditRow, { order: { id: 'ASC' } });

  beforeAll(async () => {
    const entities = [User, Org, AuditRow];
    app = await TestApp.start(database, express, entities, [UserView, SilentView], {}, {}, { nest: { logger: log } });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await app.dataSource.manager.insert(User, { name: 'Ada', email: 'ada@example.org', age: 36 });
    beforeCommit = afterCommit = inUpdate = () => undefined;
    log.clear();
    app.statements.clear();
  });

  describe('hooks receive', () => {
    it.each(['before', 'after'] as const)('the written row and the one before it (%sCommit)', async (moment) => {
      const heard: { action: string; entity: unknown; old: unknown }[] = [];
      const listen: Hook = (action, { entity, old }) => {
        heard.push({ action, entity: Object.assign({}, entity), old: old && Object.assign({}, old) });
      };
      if (moment === 'before') beforeCommit = listen;
      else afterCommit = listen;
      await app.request('POST', '/users', { json: { name: 'Bob', email: 'bob@example.org' } });
      await app.request('PATCH', '/users/1', { json: { name: 'Ada L.' } });
      await app.request('DELETE', '/users/1');
      expect(heard).toEqual([
        { action: 'create', entity: expect.objectContaining({ id: 2, name: 'Bob', version: 1 }), old: null },
        {
          action: 'update',
          entity: expect.objectContaining({ id: 1, name: 'Ada L.', version: 2 }),
          old: expect.objectContaining({ id: 1, name: 'Ada', version: 1 }),
        },
        {
          action: 'delete',
          entity: expect.objectContaining({ id: 1, name: 'Ada L.', email: 'ada@example.org' }),
          old: expect.objectContaining({ id: 1, name: 'Ada L.' }),
        },
      ]);
    });

    it('as "old" a copy of the columns, shaped like the entity and without relations', async () => {
      await app.request('PATCH', '/users/1', { json: { address: { city: 'Paris' } } });
      const olds: Change<User>['old'][] = [];
      beforeCommit = (_action, change) => olds.push(change.old);
      await app.request('PATCH', '/users/1', { json: { address: { city: 'London' } } });
      const [old] = olds;
      expect(old).toBeInstanceOf(User);
      expect(old).toMatchObject({ id: 1, createdAt: expect.any(Date), address: { city: 'Paris', street: null } });
      expect(Object.keys(old ?? {})).not.toContain('org');
      expect(Object.keys(old ?? {})).not.toContain('passwordHash');
    });

    it('a manager that is in the transaction before the commit, and one that works after it', async () => {
      beforeCommit = (action, _change, { manager }) => manager.insert(AuditRow, { action, note: 'before' });
      afterCommit = async (action, { entity }, { manager }) => {
        expect(manager.queryRunner?.isTransactionActive ?? false).toBe(false);
        const note = `after ${(await manager.findOneByOrFail(User, { id: entity?.id ?? 0 })).name}`;
        await manager.insert(AuditRow, { action, note });
      };
      await app.request('PATCH', '/users/1', { json: { name: 'Ada L.' } });
      expect((await audited()).map(({ note }) => note)).toEqual(['before', 'after Ada L.']);
    });
  });

  describe('beforeCommit', () => {
    it('undoes everything by a throw, what the hook itself wrote included', async () => {
      beforeCommit = async (action, _change, { manager }) => {
        await manager.insert(AuditRow, { action, note: null });
        throw new ConflictException('the outbox is full');
      };
      const created = await app.request('POST', '/users', { json: { name: 'Bob', email: 'bob@example.org' } });
      const changed = await app.request('PATCH', '/users/1', { json: { name: 'X' } });
      const removed = await app.request('DELETE', '/users/1');
      expect([created.status, changed.status, removed.status]).toEqual([409, 409, 409]);
      expect(created.json).toMatchObject({ detail: 'the outbox is full' });
      expect(await app.dataSource.manager.find(User)).toMatchObject([{ id: 1, name: 'Ada', version: 1 }]);
      expect(await audited()).toEqual([]);
    });

    it('does not run, nor afterCommit, after a throw in the body', async () => {
      const heard: string[] = [];
      beforeCommit = (action) => heard.push(`before ${action}`);
      afterCommit = (action) => heard.push(`after ${action}`);
      const json = { name: 'Bob', email: 'bob@example.org', nickname: 'broken' };
      expect((await app.request('POST', '/users', { json })).status).toBe(409);
      expect((await app.request('PATCH', '/users/1', { json: { email: null } })).status).toBe(422);
      expect(heard).toEqual([]);
      expect(await app.dataSource.manager.count(User)).toBe(1);
    });

    it('may change the row: it is stored and in the answer', async () => {
      beforeCommit = (_action, { entity }) => {
        if (entity) entity.nickname = `nick of ${entity.name}`;
      };
      const created = await app.request('POST', '/users', { json: { name: 'Bob', email: 'bob@example.org' } });
      expect(created.json).toMatchObject({ nickname: 'nick of Bob' });
      expect((await app.request('GET', '/users/2')).body).toBe(created.body);
      const changed = await app.request('PATCH', '/users/1', { json: { name: 'Ada L.' } });
      expect(changed.json).toMatchObject({ name: 'Ada L.', nickname: 'nick of Ada L.' });
      expect((await app.request('GET', '/users/1')).body).toBe(changed.body);
      expect(await stored(1)).toMatchObject({ nickname: 'nick of Ada L.' });
    });

    it('has its own changes checked by the database', async () => {
      beforeCommit = (_action, { entity }) => {
        if (entity) entity.email = 'ada@example.org';
      };
      const answer = await app.request('POST', '/users', { json: { name: 'Bob', email: 'bob@example.org' } });
      expect(answer).toMatchObject({ status: 409, json: { code: 'unique_violation' } });
      expect(await app.dataSource.manager.count(User)).toBe(1);
    });
  });

  describe('afterCommit', () => {
    it('runs when others can see the write', async () => {
      const seen: unknown[] = [];
      afterCommit = async () => {
        const runner = app.dataSource.createQueryRunner();
        seen.push(await runner.manager.findOneBy(User, { id: 1 }));
        await runner.release();
      };
      await app.request('PATCH', '/users/1', { json: { name: 'Ada L.' } });
      expect(seen).toMatchObject([{ name: 'Ada L.' }]);
    });

    it.each([
      ['POST', '/users', { name: 'Bob', email: 'bob@example.org' }, 201],
      ['PATCH', '/users/1', { name: 'Bob' }, 200],
      ['DELETE', '/users/1', undefined, 204],
    ])('is logged when it fails, and the write stands: %s', async (method, path, json, status) => {
      afterCommit = () => {
        throw new Error('no mail server');
      };
      const answer = await app.request(method, path, json ? { json } : {});
      expect(answer.status).toBe(status);
      expect(answer.body).not.toContain('server');
      const [line = '', ...more] = log.of('error');
      expect(line).toContain('UserView: afterCommit of');
      expect(line).toContain('no mail server');
      expect(more).toEqual([]);
      expect(await app.dataSource.manager.find(User, { select: { name: true } })).toEqual(
        { POST: [{ name: 'Ada' }, { name: 'Bob' }], PATCH: [{ name: 'Bob' }], DELETE: [] }[method],
      );
    });

    it('may start a write of its own', async () => {
      const view = app.app.get(UserView);
      afterCommit = async (action, _change, context) => {
        if (action !== Action.CREATE) return;
        await view.handleUpdate(1, { nickname: 'greeted' }, context);
      };
      await app.request('POST', '/users', { json: { name: 'Bob', email: 'bob@example.org' } });
      expect(await stored(1)).toMatchObject({ nickname: 'greeted' });
    });

    it('changes the answer at most, never the row', async () => {
      afterCommit = (_action, { entity }) => {
        if (entity) entity.nickname = 'shown';
      };
      const answer = await app.request('PATCH', '/users/1', { json: { name: 'Bob' } });
      expect(answer.json).toMatchObject({ nickname: 'shown' });
      expect(await stored(1)).toMatchObject({ name: 'Bob', nickname: null });
    });
  });

  describe('an update that returns nothing', () => {
    it('means the row that it was given', async () => {
      const answer = await app.request('PATCH', '/silent/1', { json: { name: 'Bob' } });
      expect(answer).toMatchObject({ status: 200, json: { id: 1, name: 'Bob', version: 2 } });
      expect(await stored(1)).toMatchObject({ name: 'Bob', version: 2 });
      expect(app.statements.updates).toHaveLength(1);
    });

    it('stores what it changed beside the body', async () => {
      inUpdate = (user) => {
        user.nickname = 'quiet';
      };
      const answer = await app.request('PATCH', '/silent/1', { json: { name: 'Bob' } });
      expect(answer.json).toMatchObject({ name: 'Bob', nickname: 'quiet' });
      expect((await app.request('GET', '/silent/1')).body).toBe(answer.body);
    });
  });

  it('an empty PATCH runs authorize and both hooks, and writes nothing', async () => {
    const heard: string[] = [];
    beforeCommit = (action) => heard.push(`before ${action}`);
    afterCommit = (action) => heard.push(`after ${action}`);
    const before = await app.request('GET', '/users/1');
    const answer = await app.request('PATCH', '/users/1', { json: {} });
    expect([answer.status, answer.body]).toEqual([200, before.body]);
    expect(heard).toEqual(['before update', 'after update']);
    expect(app.statements.updates).toEqual([]);
  });

  it('a job has the same hooks and errors', async () => {
    const heard: string[] = [];
    beforeCommit = (action, _change, context) => {
      expect(context.request).toBeUndefined();
      heard.push(`before ${action} ${context.action}`);
    };
    afterCommit = (action, _change, context) => heard.push(`after ${action} ${context.action}`);
    const view = app.app.get(UserView);
    const job = systemContext(app.dataSource, {});
    expect(job.action).toBe('system');
    const bob = Object.assign(new User(), { name: 'Bob', email: 'bob@example.org' });
    expect(await view.handleCreate(bob, job)).toMatchObject({ id: 2, version: 1 });
    const again = view.handleCreate(bob, job);
    await expect(again).rejects.toMatchObject({ status: 409, code: 'unique_violation' });
    const removed = await view.handleDelete(2, job);
    expect(removed).toMatchObject({ id: 2, name: 'Bob' });
    await expect(view.handleDelete(2, job)).rejects.toMatchObject({ status: 404 });
    const steps = ['before create create', 'after create create'];
    expect(heard).toEqual([...steps, 'before delete delete', 'after delete delete']);
  });
});

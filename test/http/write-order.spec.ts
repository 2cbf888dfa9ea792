import { type CanActivate, type ExecutionContext, Injectable, UseGuards } from '@nestjs/common';
import {
  type Change,
  type CreateOf,
  Forbidden,
  type ListQuery,
  type ListingResult,
  RestView,
  type Subject,
  type UpdateOf,
  View,
  type ViewContext,
  viewOf,
  type WriteContext,
} from 'nestjs-restview';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { User } from '../fixtures/user.entity.js';
import { onEveryDatabase } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';
import { express } from '../setup/platforms.js';

let app: TestApp;
let refuse: (action: string, subject: Subject<User>) => boolean = () => false;
let subjects: [string, Subject<User>][] = [];

/** Marks a call between the statements. */
function mark(call: string): void {
  app.statements.logQuery(`-- ${call}`);
}

/** Calls and statements in the order in which they happened; statements by their first word, repeated ones once. */
function timeline(): string[] {
  const words = app.statements.statements.map((sql) => {
    if (sql.startsWith('-- ')) return sql.slice(3);
    const [word = ''] = sql.trimStart().toUpperCase().split(/\s/);
    return word === 'START' ? 'BEGIN' : word;
  });
  return words.filter((word, index) => word !== words[index - 1]);
}

@Injectable()
class DoorGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    mark(`guard ${viewOf(execution)?.action ?? '?'}`);
    const request = execution.switchToHttp().getRequest<{ headers: Record<string, string> }>();
    return request.headers['x-closed'] === undefined;
  }
}

@View('users', { model: User })
@UseGuards(DoorGuard)
class LoggingView extends RestView<User> {
  override getMany(query: ListQuery, context: ViewContext): Promise<ListingResult<User>> {
    mark('getMany');
    return super.getMany(query, context);
  }

  override getOne(id: number, context: ViewContext) {
    mark('getOne');
    return super.getOne(id, context);
  }

  override create(data: CreateOf<User>, context: WriteContext) {
    mark('create');
    return super.create(data, context);
  }

  override update(user: User, data: UpdateOf<User>, context: WriteContext) {
    mark('update');
    return super.update(user, data, context);
  }

  override delete(user: User, context: WriteContext) {
    mark('delete');
    return super.delete(user, context);
  }

  override authorize(action: string, subject: Subject<User>) {
    mark(`authorize ${action}`);
    subjects.push([action, subject]);
    if (refuse(action, subject)) throw new Forbidden('not you');
  }

  override snapshot(user: User, context: WriteContext) {
    mark('snapshot');
    return super.snapshot(user, context);
  }

  override beforeCommit(action: string) {
    mark(`beforeCommit ${action}`);
  }

  override afterCommit(action: string, _change: Change<User>, context: ViewContext) {
    mark(`afterCommit ${action} ${context.action}`);
  }

  override toResponseSchema(user: User) {
    mark('response');
    return super.toResponseSchema(user);
  }
}

onEveryDatabase((database) => {
  const request = (method: string, path: string, json?: unknown): Promise<HttpAnswer> =>
    app.request(method, path, json === undefined ? {} : { json });

  beforeAll(async () => {
    app = await TestApp.start(database, express, [User, Org], [LoggingView]);
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await app.dataSource.manager.insert(Org, { name: 'Analytical' });
    await app.dataSource.manager.insert(User, { name: 'Ada', email: 'ada@example.org' });
    refuse = () => false;
    subjects = [];
    app.statements.clear();
  });

  describe('the order of steps', () => {
    it('of a list', async () => {
      expect((await request('GET', '/users')).status).toBe(200);
      expect(timeline()).toEqual(['guard getMany', 'authorize getMany', 'getMany', 'SELECT', 'response']);
    });

    it('of one row', async () => {
      expect((await request('GET', '/users/1')).status).toBe(200);
      expect(timeline()).toEqual(['guard getOne', 'getOne', 'SELECT', 'authorize getOne', 'response']);
    });

    it('of a create', async () => {
      expect((await request('POST', '/users', { name: 'Bob', email: 'bob@example.org' })).status).toBe(201);
      const steps = ['guard create', 'BEGIN', 'authorize create', 'create', 'INSERT', 'beforeCommit create', 'COMMIT'];
      const seen = timeline().filter((step) => step !== 'SELECT');
      expect(seen).toEqual([...steps, 'afterCommit create create', 'response']);
    });

    it('of an update', async () => {
      expect((await request('PATCH', '/users/1', { name: 'Bob' })).status).toBe(200);
      const loading = ['guard update', 'BEGIN', 'getOne', 'SELECT', 'authorize update', 'snapshot'];
      const writing = ['update', 'UPDATE', 'beforeCommit update', 'COMMIT', 'afterCommit update update', 'response'];
      const seen = timeline().filter((step, index, all) => step !== 'SELECT' || all[index - 1] === 'getOne');
      expect(seen).toEqual([...loading, ...writing]);
    });

    it('of a delete', async () => {
      expect((await request('DELETE', '/users/1')).status).toBe(204);
      const loading = ['guard delete', 'BEGIN', 'getOne', 'SELECT', 'authorize delete', 'snapshot'];
      const writing = ['delete', 'DELETE', 'beforeCommit delete', 'COMMIT', 'afterCommit delete delete'];
      expect(timeline()).toEqual([...loading, ...writing]);
    });
  });

  describe('what is wrong first is answered first', () => {
    const rest = () => timeline().filter((step) => !/^(BEGIN|ROLLBACK|SELECT|guard)/.test(step));

    it('a guard, before anything is read', async () => {
      const answer = await app.request('PATCH', '/users/999?nope=1', {
        json: { nope: 1 },
        headers: { 'x-closed': '1' },
      });
      expect(answer.status).toBe(403);
      expect(timeline()).toEqual(['guard update']);
    });

    it('path, query and body, before the row is looked for and the policy asked', async () => {
      refuse = () => true;
      const answer = await request('PATCH', '/users/999?nope=1', { name: 5 });
      expect(answer.status).toBe(422);
      expect(answer.json.errors).toHaveLength(2);
      expect((await request('POST', '/users', { name: 5 })).status).toBe(422);
      expect((await request('GET', '/users?nope=1')).status).toBe(422);
      expect(rest()).toEqual([]);
    });

    it.each(['GET', 'PATCH', 'DELETE'])('a missing row, before the policy is asked: %s', async (method) => {
      refuse = () => true;
      expect((await request(method, '/users/999', method === 'PATCH' ? {} : undefined)).status).toBe(404);
      expect(rest()).toEqual(['getOne']);
    });

    it('the policy, before a reference is looked up or anything is written', async () => {
      refuse = () => true;
      const body = { name: 'Bob', email: 'ada@example.org', orgId: 999 };
      expect((await request('POST', '/users', body)).status).toBe(403);
      expect((await request('PATCH', '/users/1', { orgId: 999 })).status).toBe(403);
      expect((await request('DELETE', '/users/1')).status).toBe(403);
      const { inserts, updates, deletes } = app.statements;
      expect([...inserts, ...updates, ...deletes]).toEqual([]);
      expect(rest()).toEqual(['authorize create', 'getOne', 'authorize update', 'getOne', 'authorize delete']);
      expect(await app.dataSource.manager.count(User)).toBe(1);
    });

    it('the policy of reads', async () => {
      refuse = () => true;
      expect((await request('GET', '/users')).status).toBe(403);
      expect(app.statements.selects).toEqual([]);
      expect((await request('GET', '/users/1')).status).toBe(403);
    });

    it('the database, before beforeCommit', async () => {
      const answer = await request('POST', '/users', { name: 'Bob', email: 'ada@example.org' });
      expect(answer).toMatchObject({
        status: 409,
        json: { code: 'unique_violation', errors: [{ pointer: '/email' }] },
      });
      expect(rest()).toEqual(['authorize create', 'create', 'INSERT']);
      const next = await request('POST', '/users', { name: 'Bob', email: 'bob@example.org' });
      expect(next.status).toBe(201);
    });
  });

  describe('authorize hears', () => {
    it('the list query', async () => {
      await request('GET', '/users?page=2&page_size=5');
      const [[action, subject] = []] = subjects;
      expect(action).toBe('getMany');
      expect(subject).toEqual({ query: expect.objectContaining({ page: 2, pageSize: 5 }) });
    });

    it('the row of a read, an update and a delete', async () => {
      await request('GET', '/users/1');
      await request('PATCH', '/users/1', { name: 'Bob', orgId: 1 });
      await request('DELETE', '/users/1');
      expect(subjects.map(([action]) => action)).toEqual(['getOne', 'update', 'delete']);
      const [getOne, update, remove] = subjects.map(([, subject]) => subject);
      expect(getOne).toEqual({ entity: expect.any(User) });
      expect(remove).toEqual({ entity: expect.any(User) });
      expect(Object.keys(update ?? {})).toEqual(['entity', 'data']);
    });

    it('the body of a create, and of an update just what was sent, with references as plain ids', async () => {
      refuse = (action, { entity }) => {
        if (entity && action === 'update') expect(entity).toMatchObject({ name: 'Ada', orgId: null });
        return false;
      };
      await request('POST', '/users', { name: 'Bob', email: 'bob@example.org', orgId: 1 });
      await request('PATCH', '/users/1', { orgId: 1 });
      const [create, update] = subjects.map(([, { data }]) => data);
      expect(create).toMatchObject({ name: 'Bob', email: 'bob@example.org', orgId: 1 });
      expect({ ...update }).toEqual({ orgId: 1 });
    });

    it('each operation once', async () => {
      await request('PATCH', '/users/1', { name: 'Bob' });
      expect(subjects).toHaveLength(1);
    });
  });
});

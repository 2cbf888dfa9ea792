import {
  Action,
  type Change,
  Forbidden,
  RestView,
  type Subject,
  systemContext,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { callerOf } from '../fixtures/caller.js';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { User } from '../fixtures/user.entity.js';
import { onEveryDatabase } from '../setup/databases.js';
import type { HttpAnswer, HttpRequest } from '../setup/http.js';
import { express } from '../setup/platforms.js';

const calls: string[] = [];

@View('users', { model: User })
class TenantUserView extends RestView<User> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('user.tenantId = :tenant', { tenant: context.caller.tenantId });
  }

  override authorize(action: string, { entity }: Subject<User>, { caller }: ViewContext) {
    calls.push(`authorize ${action} ${String(entity?.id ?? '-')}`);
    if (entity?.archived && !caller.admin) throw new Forbidden('archived users are for admins');
  }

  override beforeCommit(action: string, { entity }: Change<User>) {
    calls.push(`beforeCommit ${action}`);
    if (entity?.nickname === 'defector') entity.tenantId = 2;
  }
}

/** A mixin's way: further conditions over those of the base. */
@View('adults', { model: User })
class AdultView extends TenantUserView {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('user.age >= :age', { age: 18 });
  }
}

/** Its conditions are text that would widen, were it not kept apart. */
@View('sly', { model: User })
class SlyView extends TenantUserView {
  override buildQuery(context: ViewContext) {
    return super
      .buildQuery(context)
      .andWhere('user.age < 18 OR user.age >= 18 OR user.age IS NULL')
      .andWhere(() => 'user.id <= 0 OR user.id > 0');
  }
}

onEveryDatabase((database) => {
  let app: TestApp;
  const by = (tenant: number, method: string, path: string, options: HttpRequest = {}): Promise<HttpAnswer> =>
    app.request(method, path, { ...options, headers: { 'x-tenant': String(tenant), ...options.headers } });
  const stored = (id: number): Promise<User> => app.dataSource.manager.findOneByOrFail(User, { id });
  const count = (): Promise<number> => app.dataSource.manager.count(User);

  beforeAll(async () => {
    app = await TestApp.start(database, express, [User, Org], [TenantUserView, AdultView, SlyView], {
      caller: callerOf,
    });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    const { manager } = app.dataSource;
    await app.dataSource.synchronize(true);
    await manager.insert(User, [
      { name: 'Ada', email: 'ada@example.org', tenantId: 1, age: 36 },
      { name: 'Bob', email: 'bob@example.org', tenantId: 1, age: 12 },
      { name: 'Eve', email: 'eve@example.org', tenantId: 2, age: 40 },
      { name: 'Old', email: 'old@example.org', tenantId: 1, archived: true },
    ]);
    calls.length = 0;
    app.statements.clear();
  });

  describe('a row outside the scope', () => {
    /** A 404 without what tells one request from another. */
    const anonymous = ({ status, json }: HttpAnswer, id: number) => {
      const { instance, ...body } = json as Record<string, unknown>;
      expect(instance).toMatch(/^urn:request:/);
      return { status, body: JSON.stringify(body).replaceAll(String(id), 'ID') };
    };

    it.each(['GET', 'PATCH', 'DELETE'])('looks like a missing one to %s', async (method) => {
      const body = method === 'PATCH' ? { json: { name: 'X' } } : {};
      const hidden = await by(1, method, '/users/3', body);
      const missing = await by(1, method, '/users/999', body);
      expect(hidden.status).toBe(404);
      expect(hidden.json).toMatchObject({ code: 'not_found', detail: 'There is no User with the id 3.' });
      expect(anonymous(hidden, 3)).toEqual(anonymous(missing, 999));
      expect(hidden.headers.get('content-type')).toBe(missing.headers.get('content-type'));
    });

    it.each(['PATCH', 'DELETE'])(
      'is left as it is by %s, without a statement on it and without hooks',
      async (method) => {
        await by(1, method, '/users/3', method === 'PATCH' ? { json: { name: 'X' } } : {});
        expect(await stored(3)).toMatchObject({ name: 'Eve', version: 1 });
        expect([...app.statements.updates, ...app.statements.deletes]).toEqual([]);
        expect(calls).toEqual([]);
      },
    );

    it('is 404 before the policy is asked', async () => {
      expect((await by(2, 'GET', '/users/4')).status).toBe(404);
      expect((await by(2, 'DELETE', '/users/4')).status).toBe(404);
      expect(calls).toEqual([]);
      expect((await by(1, 'GET', '/users/4')).status).toBe(403);
      expect(calls).toEqual(['authorize getOne 4']);
    });

    it('is 404 only after the body is checked', async () => {
      expect((await by(1, 'PATCH', '/users/3', { json: { name: 5 } })).status).toBe(422);
    });

    it('is neither on a page nor in the total', async () => {
      const all = await by(1, 'GET', '/users');
      expect(all.json).toMatchObject({ total: 3, items: [{ id: 1 }, { id: 2 }, { id: 4 }] });
      const counted = await by(1, 'GET', '/users?page_size=1&page=2');
      expect(counted.json).toMatchObject({ total: 3, total_pages: 3, items: [{ id: 2 }] });
    });
  });

  it('narrows with every level that adds a condition', async () => {
    expect((await by(1, 'GET', '/adults')).json).toMatchObject({ total: 1, items: [{ id: 1 }] });
    expect((await by(2, 'GET', '/adults')).json).toMatchObject({ total: 1, items: [{ id: 3 }] });
    expect((await by(1, 'GET', '/adults/2')).status).toBe(404);
    expect((await by(1, 'GET', '/users/2')).status).toBe(200);
  });

  it('is not widened by an OR in a condition of text or of a function', async () => {
    expect((await by(1, 'GET', '/sly')).json).toMatchObject({ total: 3, items: [{ id: 1 }, { id: 2 }, { id: 4 }] });
    expect((await by(1, 'GET', '/sly/3')).status).toBe(404);
    expect((await by(1, 'PATCH', '/sly/3', { json: { name: 'X' } })).status).toBe(404);
    expect((await by(1, 'DELETE', '/sly/3')).status).toBe(404);
  });

  describe('a row put outside the scope', () => {
    const out = { status: 403, json: { code: 'out_of_scope', title: 'Out of scope', status: 403 } };

    it('is not created', async () => {
      const answer = await by(1, 'POST', '/users', { json: { name: 'Mal', email: 'mal@example.org', tenantId: 2 } });
      expect(answer).toMatchObject(out);
      expect(await count()).toBe(4);
      expect(calls).toEqual(['authorize create -']);
    });

    it('is created in its own tenant', async () => {
      const answer = await by(2, 'POST', '/users', { json: { name: 'Mal', email: 'mal@example.org', tenantId: 2 } });
      expect(answer.status).toBe(201);
    });

    it('is not created when beforeCommit moves it there', async () => {
      const json = { name: 'Mal', email: 'mal@example.org', nickname: 'defector' };
      expect(await by(1, 'POST', '/users', { json })).toMatchObject(out);
      expect(await count()).toBe(4);
    });

    it('is not moved there by PATCH', async () => {
      expect(await by(1, 'PATCH', '/users/1', { json: { name: 'X', tenantId: 2 } })).toMatchObject(out);
      expect(await stored(1)).toMatchObject({ name: 'Ada', tenantId: 1, version: 1 });
    });

    it('is not moved there when beforeCommit does it', async () => {
      expect(await by(1, 'PATCH', '/users/1', { json: { nickname: 'defector' } })).toMatchObject(out);
      expect(await stored(1)).toMatchObject({ nickname: null, tenantId: 1, version: 1 });
    });

    it('says nothing of the row', async () => {
      const answer = await by(1, 'PATCH', '/users/1', { json: { tenantId: 2 } });
      expect(answer.body).not.toMatch(/tenant|Ada/);
    });
  });

  it('holds for a handler that another part of the application calls', async () => {
    const view = app.app.get(TenantUserView);
    const job = systemContext(app.dataSource, { tenantId: 1 });
    await expect(view.handleGetOne(3, job)).rejects.toMatchObject({ status: 404 });
    await expect(view.handleUpdate(3, { name: 'X' }, job)).rejects.toMatchObject({ status: 404 });
    await expect(view.handleDelete(3, job)).rejects.toMatchObject({ status: 404 });
    await expect(view.handleUpdate(1, { tenantId: 2 }, job)).rejects.toMatchObject({
      status: 403,
      code: 'out_of_scope',
    });
    expect(await count()).toBe(4);
  });

  it('lets a write see a row that the same transaction has just put into the scope', async () => {
    const view = app.app.get(TenantUserView);
    const seen = await view.writeAction(
      'adopt',
      { entity: null },
      systemContext(app.dataSource, { tenantId: 1 }),
      async (context: WriteContext) => {
        await context.manager.update(User, 3, { tenantId: 1 });
        return (await view.handleGetOne(3, context)).name;
      },
    );
    expect(seen).toBe('Eve');
    expect(calls).toEqual(['authorize adopt -', `authorize ${Action.GET_ONE} 3`, 'beforeCommit adopt']);
  });
});

import { type ListQuery, RestView, View, type ViewContext } from 'nestjs-restview';
import { Brackets, type SelectQueryBuilder } from 'typeorm';
import { callerOf } from '../fixtures/caller.js';
import { LogRecorder } from '../fixtures/log-recorder.js';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { User } from '../fixtures/user.entity.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

abstract class TenantView extends RestView<User> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('user.tenantId = :tenant', { tenant: context.caller.tenantId });
  }
}

@View('where', { model: User })
class WhereView extends TenantView {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).where('user.id > 0');
  }
}

@View('or', { model: User })
class OrView extends TenantView {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).orWhere('user.id > 0');
  }
}

@View('ids', { model: User })
class IdsView extends TenantView {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).whereInIds([1, 2, 3]);
  }
}

@View('clone', { model: User })
class CloneView extends TenantView {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).clone().orWhere('user.id > 0');
  }
}

/** Its parameter has the name of the base's: the base would then look for tenant 2. */
@View('parameter', { model: User })
class ParameterView extends TenantView {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('user.id <> :tenant', { tenant: 2 });
  }
}

@View('first-where', { model: User })
class FirstWhereView extends RestView<User> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).where({ tenantId: context.caller.tenantId });
  }
}

@View('brackets', { model: User })
class BracketsView extends TenantView {
  override buildQuery(context: ViewContext) {
    return super
      .buildQuery(context)
      .andWhere(new Brackets((either) => either.where('user.age < :low', { low: 18 }).orWhere({ archived: true })));
  }
}

@View('values', { model: User })
class ValuesView extends TenantView {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere([{ age: 12 }, { archived: true }]);
  }
}

/** A builder that nobody guards, with alternatives at the top. */
@View('own', { model: User })
class OwnBuilderView extends RestView<User> {
  override buildQuery({ manager, caller }: ViewContext) {
    return manager
      .createQueryBuilder(User, 'u')
      .where('u.tenantId = :tenant', { tenant: caller.tenantId })
      .orWhere('u.archived = :yes', { yes: true });
  }
}

@View('own-where', { model: User })
class OwnBuilderWhereView extends OwnBuilderView {
  override applyQueryParams(rows: SelectQueryBuilder<User>, query: ListQuery, context: ViewContext) {
    return super.applyQueryParams(rows.where('u.id > 0'), query, context);
  }
}

const MISUSES = [
  { path: 'where', says: 'WhereView: buildQuery: calls where()', remedy: 'Call andWhere() instead' },
  { path: 'or', says: 'OrView: buildQuery: calls orWhere()', remedy: 'new Brackets(' },
  { path: 'ids', says: 'IdsView: buildQuery: calls where()', remedy: 'Call andWhere() instead' },
  { path: 'clone', says: 'CloneView: buildQuery: calls orWhere()', remedy: 'new Brackets(' },
  { path: 'parameter', says: 'ParameterView: buildQuery: gives the parameter ":tenant" two values', remedy: 'name' },
  { path: 'own-where', says: 'OwnBuilderWhereView: buildQuery: calls where()', remedy: 'Call andWhere() instead' },
];

onEveryDatabase((database) => {
  let app: TestApp;
  const log = new LogRecorder();
  const get = (path: string) => app.request('GET', path, { headers: { 'x-tenant': '1' } });
  const idsOf = async (path: string) => {
    const { json } = await get(path);
    return { ids: (json.items as User[]).map(({ id }) => id), total: json.total as number };
  };

  beforeAll(async () => {
    const views = [WhereView, OrView, IdsView, CloneView, ParameterView, FirstWhereView, BracketsView, ValuesView];
    app = await TestApp.start(
      database,
      express,
      [User, Org],
      [...views, OwnBuilderView, OwnBuilderWhereView],
      { caller: callerOf },
      {},
      { nest: { logger: log } },
    );
    await app.dataSource.manager.insert(User, [
      { name: 'Ada', email: 'ada@example.org', tenantId: 1, age: 36 },
      { name: 'Bob', email: 'bob@example.org', tenantId: 1, age: 12 },
      { name: 'Eve', email: 'eve@example.org', tenantId: 2, age: 12 },
      { name: 'Old', email: 'old@example.org', tenantId: 1, archived: true },
      { name: 'Oda', email: 'oda@example.org', tenantId: 2, archived: true },
    ]);
  });
  afterAll(() => app.close());

  describe.each(MISUSES)('a query that would widen the scope: $path', ({ path, says, remedy }) => {
    it('is refused with a remedy in the log, and the client learns nothing', async () => {
      log.clear();
      const answer = await get(`/${path}`);
      expect(answer.status).toBe(500);
      expect(answer.body).not.toMatch(/where|tenant|scope|Brackets/i);
      const [error = '', ...more] = log.of('error');
      expect(error).toContain(says);
      expect(error).toContain(remedy);
      expect(more).toEqual([]);
    });

    it('is refused for one row too', async () => {
      if (path === 'own-where') return;
      expect((await get(`/${path}/3`)).status).toBe(500);
    });
  });

  it('may use where() for its first condition', async () => {
    expect(await idsOf('/first-where')).toEqual({ ids: [1, 2, 4], total: 3 });
  });

  it('may have alternatives in brackets', async () => {
    expect(await idsOf('/brackets')).toEqual({ ids: [2, 4], total: 2 });
    expect((await get('/brackets/5')).status).toBe(404);
  });

  it('may have alternatives as a list of values', async () => {
    expect(await idsOf('/values')).toEqual({ ids: [2, 4], total: 2 });
    expect((await get('/values/3')).status).toBe(404);
  });

  it('may be a builder of its own, whose conditions hold as one', async () => {
    expect(await idsOf('/own')).toEqual({ ids: [1, 2, 4, 5], total: 4 });
    expect((await get('/own/3')).status).toBe(404);
    expect((await get('/own/5')).json).toMatchObject({ id: 5, name: 'Oda' });
    expect((await get('/own/1')).json).toMatchObject({ id: 1, name: 'Ada' });
  });
});

import { ConflictException } from '@nestjs/common';
import {
  type Change,
  Conflict,
  RestView,
  systemContext,
  View,
  type ViewContext,
  withManager,
  type WriteContext,
} from 'nestjs-restview';
import { AuditRow } from '../fixtures/audit-row.entity.js';
import { callerOf } from '../fixtures/caller.js';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { User } from '../fixtures/user.entity.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

const heard: string[] = [];
let app: TestApp;

function commits(): number {
  return app.statements.statements.filter((sql) => sql === 'COMMIT').length;
}

@View('users', { model: User })
class UserView extends RestView<User> {
  override authorize(action: string, _subject: object, { caller }: ViewContext) {
    heard.push(`authorize ${action}${caller.admin ? ' admin' : ''}`);
  }

  override async beforeCommit(action: string, { entity }: Change<User>, { manager }: WriteContext) {
    heard.push(`before ${action}`);
    if (entity?.nickname === 'doomed') {
      await manager.insert(AuditRow, { action, note: 'doomed' });
      throw new ConflictException('doomed');
    }
  }

  override async afterCommit(action: string, { entity }: Change<User>, context: ViewContext) {
    // The manager works here, also of a write within a write.
    const rows = await context.manager.count(User);
    heard.push(`after ${action} ${entity?.name ?? '-'}: ${String(rows)} rows, ${String(commits())} commits`);
  }

  insert(name: string, context: ViewContext, more: Partial<User> = {}): Promise<User> {
    return this.handleCreate(Object.assign(new User(), { name, email: `${name}@example.org`, ...more }), context);
  }
}

@View('orgs', { model: Org })
class OrgView extends RestView<Org> {
  override afterCommit(action: string) {
    heard.push(`after ${action} org`);
  }
}

onEveryDatabase((database) => {
  let users: UserView;
  let orgs: OrgView;
  let job: ViewContext;
  const names = async () =>
    (await app.dataSource.manager.find(User, { order: { name: 'ASC' } })).map(({ name }) => name);
  const whole = <Result>(body: (context: WriteContext) => Promise<Result>, context: ViewContext = job) =>
    orgs.writeAction('whole', { entity: null }, context, body);

  beforeAll(async () => {
    app = await TestApp.start(database, express, [User, Org, AuditRow], [UserView, OrgView], { caller: callerOf });
    users = app.app.get(UserView);
    orgs = app.app.get(OrgView);
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    job = systemContext(app.dataSource, {});
    heard.length = 0;
    app.statements.clear();
  });

  describe('a write within a write', () => {
    it('is a savepoint of it: one COMMIT, and afterCommit of all behind that', async () => {
      await whole(async (context) => {
        const ada = await users.insert('Ada', context);
        await users.handleUpdate(ada.id, { age: 5 }, context);
      });
      expect(app.statements.transactions.map((sql) => sql.split(' ')[0])).toEqual([
        expect.stringMatching(/BEGIN|START/),
        ...['SAVEPOINT', 'RELEASE', 'SAVEPOINT', 'RELEASE', 'COMMIT'],
      ]);
      expect(heard).toEqual([
        ...['authorize create', 'before create', 'authorize update', 'before update'],
        ...['after create Ada: 1 rows, 1 commits', 'after update Ada: 1 rows, 1 commits', 'after whole org'],
      ]);
      expect(await app.dataSource.manager.find(User)).toMatchObject([{ name: 'Ada', age: 5 }]);
    });

    it('that fails and is caught leaves the rest', async () => {
      await whole(async (context) => {
        await users.insert('Ada', context);
        await users.insert('Bob', context, { nickname: 'doomed' }).catch(() => undefined);
        await users
          .insert('Ada', context)
          .catch((error: unknown) => heard.push(`caught ${error instanceof Conflict ? '409' : String(error)}`));
        await users.insert('Cyd', context);
      });
      expect(await names()).toEqual(['Ada', 'Cyd']);
      expect(await app.dataSource.manager.count(AuditRow)).toBe(0);
      expect(heard).toContain('caught 409');
      const after = ['after create Ada: 2 rows, 1 commits', 'after create Cyd: 2 rows, 1 commits', 'after whole org'];
      expect(heard.filter((line) => line.startsWith('after'))).toEqual(after);
    });

    it('that fails and is not caught takes all with it', async () => {
      const failing = whole(async (context) => {
        await users.insert('Ada', context);
        await users.insert('Bob', context, { nickname: 'doomed' });
      });
      await expect(failing).rejects.toMatchObject({ status: 409 });
      expect(await names()).toEqual([]);
      expect(heard.filter((line) => line.startsWith('after'))).toEqual([]);
    });

    it('is undone, and its afterCommit dropped, when the outer one fails later', async () => {
      const failing = whole(async (context) => {
        await users.insert('Ada', context);
        throw new ConflictException('at the end');
      });
      await expect(failing).rejects.toThrow('at the end');
      expect(await names()).toEqual([]);
      expect(heard).toEqual(['authorize create', 'before create']);
    });

    it('that fails takes back what it did to a row of the outer one', async () => {
      const { id } = await users.insert('Ada', job);
      const inner = (user: User, context: WriteContext) =>
        users.writeAction('inner', { entity: user }, context, async (write) => {
          user.age = 5;
          user.address.city = 'Paris';
          await users.saveObject(user, write);
          throw new Error('no');
        });
      const ada = await users.getOne(id, job);
      const saved = await users.writeAction('outer', { entity: ada }, job, async (context) => {
        ada.nickname = 'outer';
        await inner(ada, context).catch(() => undefined);
        expect(ada).toMatchObject({ nickname: 'outer', age: null, version: 1, address: { city: null } });
      });
      const truth = { nickname: 'outer', age: null, version: 2, address: { city: null } };
      expect(saved).toMatchObject(truth);
      expect(await app.dataSource.manager.findOneByOrFail(User, { id })).toMatchObject(truth);
    });

    it('that fails takes back what it saved of a row that the outer one has', async () => {
      const { id } = await users.insert('Ada', job);
      const ada = await users.getOne(id, job);
      await users.writeAction('outer', { entity: ada }, job, async (context) => {
        const failing = users.writeAction('inner', { entity: null }, context, async (write) => {
          ada.age = 5;
          await users.saveObject(ada, write);
          throw new Error('no');
        });
        await failing.catch(() => undefined);
        ada.nickname = 'outer';
      });
      expect(await app.dataSource.manager.findOneByOrFail(User, { id })).toMatchObject({
        nickname: 'outer',
        age: null,
      });
    });

    it('sees the row as the outer one has saved it', async () => {
      await whole(async (context) => {
        const ada = await users.insert('Ada', context);
        await users.writeAction('rename', { entity: ada }, context, () => {
          ada.name = 'Ada L.';
        });
        expect((await users.getOne(ada.id, context)).name).toBe('Ada L.');
      });
      expect(app.statements.inserts).toHaveLength(1);
      expect(app.statements.updates).toHaveLength(1);
    });

    it('takes its turn when several are started at once', async () => {
      const results = await whole((context) =>
        Promise.allSettled([
          users.insert('Ada', context),
          users.insert('Bob', context, { nickname: 'doomed' }),
          users.insert('Cyd', context),
          users.insert('Ada', context),
          users.insert('Dan', context),
        ]),
      );
      expect(results.map(({ status }) => status)).toEqual([
        ...['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'],
      ]);
      expect(await names()).toEqual(['Ada', 'Cyd', 'Dan']);
    });

    it('may ask by somebody else, with the manager of the write', async () => {
      await whole(async (context) => {
        await users.insert('Ada', systemContext(context.manager, { admin: true }));
        await users.insert('Bob', withManager(systemContext(app.dataSource, { admin: true }), context.manager));
        expect(heard).toEqual(['authorize create admin', 'before create', 'authorize create admin', 'before create']);
      });
      expect(commits()).toBe(1);
      expect(heard.slice(4)).toEqual([
        ...['after create Ada: 2 rows, 1 commits', 'after create Bob: 2 rows, 1 commits', 'after whole org'],
      ]);
    });

    it('by somebody else knows what the outer one has changed of the row', async () => {
      const ada = await users.insert('Ada', job);
      const saved = await users.writeAction('outer', { entity: ada }, job, async (context) => {
        ada.nickname = 'outer';
        await users.writeAction('inner', { entity: ada }, systemContext(context.manager, { admin: true }), () => {
          ada.age = 5;
        });
      });
      expect(saved).toMatchObject({ nickname: 'outer', age: 5, version: 2 });
    });

    it('is refused by a clear error when the outer one is over', async () => {
      const kept: WriteContext[] = [];
      await whole((context) => Promise.resolve(kept.push(context)));
      const [context] = kept;
      if (!context) throw new Error('no context');
      await expect(users.insert('Ada', context)).rejects.toThrow('the context of a write that is over');
      expect(await names()).toEqual([]);
    });
  });

  describe("a write with the manager of the caller's transaction", () => {
    it('is part of it: rolled back with it, and afterCommit never runs', async () => {
      const failing = app.dataSource.transaction(async (manager) => {
        await users.insert('Ada', withManager(job, manager));
        await users.handleUpdate(1, { age: 5 }, systemContext(manager, {}));
        expect(await manager.find(User)).toMatchObject([{ name: 'Ada', age: 5 }]);
        throw new Error('the caller gives up');
      });
      await expect(failing).rejects.toThrow('the caller gives up');
      expect(await names()).toEqual([]);
      expect(heard).toEqual(['authorize create', 'before create', 'authorize update', 'before update']);
    });

    it('has its afterCommit wait for the real COMMIT', async () => {
      await app.dataSource.transaction(async (manager) => {
        await users.insert('Ada', withManager(job, manager));
        await manager.insert(AuditRow, { action: 'by hand', note: null });
        await users.insert('Bob', withManager(job, manager));
        expect(heard.filter((line) => line.startsWith('after'))).toEqual([]);
      });
      const after = ['after create Ada: 2 rows, 1 commits', 'after create Bob: 2 rows, 1 commits'];
      expect(heard.filter((line) => line.startsWith('after'))).toEqual(after);
    });

    it("obeys the caller's savepoints", async () => {
      await app.dataSource.transaction(async (manager) => {
        await manager.transaction((inner) => users.insert('Ada', withManager(job, inner)));
        const undone = manager.transaction(async (inner) => {
          await users.insert('Bob', withManager(job, inner));
          await inner.transaction((innermost) => users.insert('Cyd', withManager(job, innermost)));
          throw new Error('undone');
        });
        await undone.catch(() => undefined);
        await manager.transaction((inner) => users.insert('Dan', withManager(job, inner)));
        expect(heard.filter((line) => line.startsWith('after'))).toEqual([]);
      });
      expect(await names()).toEqual(['Ada', 'Dan']);
      const after = ['after create Ada: 2 rows, 1 commits', 'after create Dan: 2 rows, 1 commits'];
      expect(heard.filter((line) => line.startsWith('after'))).toEqual(after);
    });

    it('undoes itself alone when it fails', async () => {
      await app.dataSource.transaction(async (manager) => {
        const context = withManager(job, manager);
        await users.insert('Ada', context);
        await expect(users.insert('Bob', context, { nickname: 'doomed' })).rejects.toMatchObject({ status: 409 });
        await expect(users.insert('Ada', context)).rejects.toMatchObject({ status: 409 });
        await users.insert('Cyd', context);
      });
      expect(await names()).toEqual(['Ada', 'Cyd']);
    });

    it('works on a query runner of the caller', async () => {
      const runner = app.dataSource.createQueryRunner();
      await runner.startTransaction();
      await users.insert('Ada', systemContext(runner.manager, {}));
      await runner.rollbackTransaction();
      await runner.startTransaction();
      await users.insert('Bob', systemContext(runner.manager, {}));
      await runner.commitTransaction();
      await runner.release();
      expect(await names()).toEqual(['Bob']);
      expect(heard.filter((line) => line.startsWith('after'))).toEqual(['after create Bob: 1 rows, 1 commits']);
    });

    it('starts its own on a query runner that is in none', async () => {
      const runner = app.dataSource.createQueryRunner();
      await users.insert('Ada', systemContext(runner.manager, {}));
      await runner.release();
      expect(commits()).toBe(1);
      expect(heard.at(-1)).toBe('after create Ada: 1 rows, 1 commits');
    });
  });

  // One connection for all makes them one transaction: TypeORM on SQLite cannot do this.
  const withPool = database.name === 'sqlite' ? it.skip : it;
  withPool('many transactions at once, each with writes of its own, do not mix', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, number) =>
        app.dataSource.transaction(async (manager) => {
          await users.insert(`User ${String(number)}`, withManager(job, manager));
          await orgs.handleCreate(
            Object.assign(new Org(), { name: `Org ${String(number)}` }),
            withManager(job, manager),
          );
          if (number % 3 === 0) throw new Error('every third');
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(4);
    expect(await app.dataSource.manager.count(User)).toBe(8);
    expect(await app.dataSource.manager.count(Org)).toBe(8);
    expect(heard.filter((line) => line.startsWith('after create org'))).toHaveLength(8);
  });
});

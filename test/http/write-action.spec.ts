import { Delete, Post } from '@nestjs/common';
import {
  type Change,
  Ctx,
  Forbidden,
  Id,
  RestView,
  type Subject,
  systemContext,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { AuditRow } from '../fixtures/audit-row.entity.js';
import { callerOf } from '../fixtures/caller.js';
import { LogRecorder } from '../fixtures/log-recorder.js';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { Role, User } from '../fixtures/user.entity.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

const heard: string[] = [];

@View('users', { model: User })
class UserView extends RestView<User> {
  override authorize(action: string, { entity, data }: Subject<User>, { caller }: ViewContext) {
    heard.push(`authorize ${action} ${String(entity?.id ?? '-')} ${JSON.stringify(data ?? null)}`);
    if (!caller.admin && action !== 'getOne') throw new Forbidden('only admins');
  }

  override beforeCommit(action: string, { entity, old }: Change<User>) {
    heard.push(`before ${action} ${entity?.name ?? '-'} ${old?.name ?? '-'}`);
  }

  override afterCommit(action: string, { entity, old }: Change<User>) {
    heard.push(`after ${action} ${entity?.name ?? '-'} ${old?.name ?? '-'}`);
  }

  /** On a row: what the body changes is stored. */
  @Post(':id/archive')
  async archive(@Id() id: number, @Ctx() context: ViewContext) {
    const user = await this.handleGetOne(id, context);
    await this.writeAction('archive', { entity: user, data: { archived: true } }, context, () => {
      user.archived = true;
      user.name = `${user.name} (archived)`;
    });
    return this.toResponse(user);
  }

  /** On a row, changing nothing. */
  @Post(':id/touch')
  async touch(@Id() id: number, @Ctx() context: ViewContext) {
    const user = await this.writeAction('touch', { entity: await this.getOne(id, context) }, context, () => undefined);
    return this.toResponse(user);
  }

  /** Makes a row. */
  @Post(':id/copy')
  async copy(@Id() id: number, @Ctx() context: ViewContext) {
    const user = await this.getOne(id, context);
    const copied = await this.writeAction('copy', {}, context, (write) =>
      this.saveObject(
        Object.assign(new User(), { name: `${user.name} II`, email: `copy-of-${user.email}`, age: user.age }),
        write,
      ),
    );
    return this.toResponse(copied);
  }

  /** Ought to make a row, stores one, and does not say which. */
  @Post('forgetful')
  async forgetful(@Ctx() context: ViewContext) {
    await this.writeAction('forgetful', {}, context, async (write) => {
      await this.saveObject(Object.assign(new User(), { name: 'Lost', email: 'lost@example.org' }), write);
    });
  }

  /** Ought to make a row and stores none. */
  @Post('unstored')
  async unstored(@Ctx() context: ViewContext) {
    const made = Object.assign(new User(), { name: 'Air', email: 'air@example.org' });
    return this.toResponse(await this.writeAction('unstored', {}, context, () => made));
  }

  /** The same, with a key that looks as if it were stored. */
  @Post('pretended')
  async pretended(@Ctx() context: ViewContext) {
    const made = Object.assign(new User(), { id: 77, name: 'Air', email: 'air@example.org' });
    return this.toResponse(await this.writeAction('pretended', {}, context, () => made));
  }

  /** Has no row of its own. */
  @Delete('archived')
  async purge(@Ctx() context: ViewContext) {
    const removed = await this.writeAction('purge', { entity: null }, context, async ({ manager }: WriteContext) => {
      const { affected } = await manager.delete(User, { archived: true });
      await manager.insert(AuditRow, { action: 'purge', note: String(affected) });
      return affected;
    });
    return { removed };
  }

  /** Fails, is caught, and then writes again in the same request, on the same object. */
  @Post(':id/second-try')
  async secondTry(@Id() id: number, @Ctx() context: ViewContext) {
    const user = await this.getOne(id, context);
    const failing = this.writeAction('first', { entity: user }, context, async (write) => {
      user.name = 'Failed';
      user.address.city = 'Nowhere';
      user.nickname = 'saved';
      await this.saveObject(user, write);
      user.age = 99;
      throw new Error('no');
    });
    await failing.catch(() => undefined);
    heard.push(`between: ${user.name} ${String(user.version)} ${String(user.address.city)} ${String(user.age)}`);
    await this.writeAction('second', { entity: user }, context, () => {
      user.role = Role.ADMIN;
    });
    return this.toResponse(user);
  }

  /** Two brackets: each is a transaction of its own. */
  @Post(':id/both')
  async both(@Id() id: number, @Ctx() context: ViewContext) {
    const user = await this.getOne(id, context);
    await this.writeAction('one', { entity: user }, context, () => {
      user.nickname = 'one';
    });
    await this.writeAction('two', { entity: user }, context, () => {
      user.age = 1;
      throw new Forbidden('not the second');
    });
  }
}

onEveryDatabase((database) => {
  let app: TestApp;
  const log = new LogRecorder();
  const asAdmin = (method: string, path: string) => app.request(method, path, { headers: { 'x-admin': 'yes' } });
  const stored = () => app.dataSource.manager.findOneByOrFail(User, { id: 1 });

  beforeAll(async () => {
    const nest = { logger: log };
    app = await TestApp.start(database, express, [User, Org, AuditRow], [UserView], { caller: callerOf }, {}, { nest });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    const ada = { name: 'Ada', email: 'ada@example.org', age: 36, address: { city: 'London' } };
    await app.dataSource.manager.save(User, ada);
    log.clear();
    heard.length = 0;
    app.statements.clear();
  });

  it('always asks the policy, by the name of the action', async () => {
    const paths = ['/users/1/archive', '/users/1/touch', '/users/1/copy', '/users/forgetful', '/users/1/second-try'];
    for (const path of paths) expect((await app.request('POST', path)).status).toBe(403);
    expect((await app.request('DELETE', '/users/archived')).status).toBe(403);
    expect(heard.filter((line) => !line.includes('getOne'))).toEqual([
      'authorize archive 1 {"archived":true}',
      'authorize touch 1 null',
      'authorize copy - null',
      'authorize forgetful - null',
      'authorize first 1 null',
      'between: Ada 1 London 36',
      'authorize second 1 null',
      'authorize purge - null',
    ]);
    const { inserts, updates, deletes } = app.statements;
    expect([...inserts, ...updates, ...deletes]).toEqual([]);
  });

  it('on a row stores what the body changed, by one statement with just that', async () => {
    const answer = await asAdmin('POST', '/users/1/archive');
    expect(answer).toMatchObject({ status: 201, json: { name: 'Ada (archived)', archived: true, version: 2 } });
    expect(await stored()).toMatchObject({ name: 'Ada (archived)', archived: true, version: 2 });
    expect(app.statements.updates).toHaveLength(1);
    expect(app.statements.updates[0]?.split(' WHERE ')[0]).not.toMatch(/email|nickname|age["`]/);
    expect(heard).toEqual([
      'authorize getOne 1 null',
      'authorize archive 1 {"archived":true}',
      'before archive Ada (archived) Ada',
      'after archive Ada (archived) Ada',
    ]);
  });

  it('on a row that the body leaves alone writes nothing, and runs the hooks', async () => {
    expect((await asAdmin('POST', '/users/1/touch')).json).toMatchObject({ id: 1, version: 1 });
    expect(app.statements.updates).toEqual([]);
    expect(heard.slice(1)).toEqual(['before touch Ada Ada', 'after touch Ada Ada']);
  });

  it('of a row that is gone is 404 and stores nothing', async () => {
    const view = app.app.get(UserView);
    const job = systemContext(app.dataSource, { admin: true });
    const user = await view.getOne(1, job);
    await app.dataSource.manager.delete(User, 1);
    const late = view.writeAction('late', { entity: user }, job, () => {
      user.name = 'Late';
    });
    await expect(late).rejects.toMatchObject({ status: 404 });
    expect(user.name).toBe('Ada');
  });

  it('that makes a row gives the row to hooks and answer', async () => {
    const answer = await asAdmin('POST', '/users/1/copy');
    expect(answer.json).toMatchObject({ id: 2, name: 'Ada II', email: 'copy-of-ada@example.org', age: 36 });
    expect((await app.request('GET', '/users/2')).status).toBe(200);
    expect(heard.slice(0, 3)).toEqual(['authorize copy - null', 'before copy Ada II -', 'after copy Ada II -']);
  });

  it.each([
    ['/users/forgetful', 'UserView: forgetful: is a create-shaped write, and its body returned no User'],
    ['/users/unstored', 'UserView: unstored: gave back a User that was never stored'],
    ['/users/pretended', 'UserView: pretended: gave back a User that was never stored'],
  ])('that ought to make a row and does not is an error, and stores nothing: %s', async (path, says) => {
    const answer = await asAdmin('POST', path);
    expect(answer.status).toBe(500);
    expect(answer.body).not.toMatch(/create-shaped|stored/);
    expect(log.of('error')).toEqual([expect.stringContaining(says)]);
    expect(await app.dataSource.manager.count(User)).toBe(1);
    expect(heard).toEqual([expect.stringContaining('authorize')]);
  });

  it('without a row of its own runs the hooks with none, and gives what its body returned', async () => {
    await asAdmin('POST', '/users/1/archive');
    heard.length = 0;
    const answer = await asAdmin('DELETE', '/users/archived');
    expect(answer).toMatchObject({ status: 200, json: { removed: 1 } });
    expect(await app.dataSource.manager.find(AuditRow)).toMatchObject([{ action: 'purge', note: '1' }]);
    expect(heard).toEqual(['authorize purge - null', 'before purge - -', 'after purge - -']);
  });

  it('that failed leaves nothing for a later one in the same request to store', async () => {
    const answer = await asAdmin('POST', '/users/1/second-try');
    expect(heard).toContain('between: Ada 1 London 36');
    const truth = { name: 'Ada', nickname: null, role: 'admin', age: 36, version: 2, address: { city: 'London' } };
    expect(answer.json).toMatchObject(truth);
    expect(await stored()).toMatchObject(truth);
    expect(heard.filter((line) => line.startsWith('after'))).toEqual(['after second Ada Ada']);
  });

  it('is independent of another one in the same request', async () => {
    expect((await asAdmin('POST', '/users/1/both')).status).toBe(403);
    expect(await stored()).toMatchObject({ nickname: 'one', age: 36, version: 2 });
    expect(heard.filter((line) => line.startsWith('after'))).toEqual(['after one Ada Ada']);
  });
});

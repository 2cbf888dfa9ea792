import { type Change, Conflict, RestView, View, type WriteContext } from 'nestjs-restview';
import { AuditRow } from '../fixtures/audit-row.entity.js';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { User } from '../fixtures/user.entity.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

let gone = false;

@View('users', { model: User })
class UserView extends RestView<User> {
  override async beforeCommit(action: string, { entity }: Change<User>, { manager }: WriteContext) {
    await manager.insert(AuditRow, { action, note: entity?.name ?? null });
    if (entity?.nickname === 'doomed') throw new Conflict('doomed');
  }

  override async getOne(id: number, context: WriteContext) {
    const user = await super.getOne(id, context);
    if (gone) await context.manager.delete(User, id);
    return user;
  }
}

onEveryDatabase((database) => {
  let app: TestApp;
  const user = (number: number, more: object = {}) => ({
    name: `User ${String(number)}`,
    email: `${String(number)}@example.org`,
    ...more,
  });
  const atOnce = async (count: number, send: (number: number) => Promise<{ status: number }>): Promise<number[]> => {
    const answers = await Promise.all(Array.from({ length: count }, (_, number) => send(number)));
    return answers.map(({ status }) => status).sort();
  };

  beforeAll(async () => {
    app = await TestApp.start(database, express, [User, Org, AuditRow], [UserView]);
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await app.dataSource.manager.insert(User, user(1));
    gone = false;
  });

  it('changes of different fields of a row are all kept', async () => {
    const changes = [
      { name: 'Ada' },
      { age: 36 },
      { nickname: 'Countess' },
      { tenantId: 5 },
      { address: { city: 'London' } },
    ];
    const statuses = await atOnce(5, (number) => app.request('PATCH', '/users/1', { json: changes[number] }));
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    const { json } = await app.request('GET', '/users/1');
    expect(json).toMatchObject(Object.assign({}, ...changes) as object);
    expect(json).toMatchObject({ version: 6 });
  });

  it('of creates with one unique value, one wins', async () => {
    const statuses = await atOnce(12, () => app.request('POST', '/users', { json: user(2) }));
    expect(statuses).toEqual([201, ...Array.from({ length: 11 }, () => 409)]);
    expect(await app.dataSource.manager.count(User)).toBe(2);
    expect(await app.dataSource.manager.count(AuditRow)).toBe(1);
  });

  it('of removals of one row, one wins', async () => {
    const statuses = await atOnce(8, () => app.request('DELETE', '/users/1'));
    expect(statuses).toEqual([204, ...Array.from({ length: 7 }, () => 404)]);
    expect(await app.dataSource.manager.count(AuditRow)).toBe(1);
  });

  it('writes that fail give their connections back', async () => {
    for (let round = 0; round < 3; round += 1) {
      const doomed = (number: number) =>
        app.request('POST', '/users', { json: user(number + 10, { nickname: 'doomed' }) });
      expect(await atOnce(8, doomed)).toEqual(Array.from({ length: 8 }, () => 409));
      expect(await atOnce(8, () => app.request('DELETE', '/users/99'))).toEqual(Array.from({ length: 8 }, () => 404));
    }
    expect((await app.request('POST', '/users', { json: user(2) })).status).toBe(201);
    expect(await app.dataSource.manager.count(AuditRow)).toBe(1);
  });

  it('a row that is gone when it is to be written is 404, and nothing is stored', async () => {
    gone = true;
    expect((await app.request('PATCH', '/users/1', { json: { name: 'Late' } })).status).toBe(404);
    expect((await app.request('DELETE', '/users/1')).status).toBe(404);
    expect(await app.dataSource.manager.count(User)).toBe(1);
    expect(await app.dataSource.manager.count(AuditRow)).toBe(0);
  });
});

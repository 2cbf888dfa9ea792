import { RestView, View, type CreateOf, type WriteContext } from 'nestjs-restview';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { UserRead } from '../fixtures/user-read.js';
import { User } from '../fixtures/user.entity.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

@View('users', { model: User, schema: UserRead })
class UserView extends RestView<User, UserRead> {
  override async create(data: CreateOf<UserRead>, context: WriteContext): Promise<User> {
    const user = await this.makeNewObject(data, context);
    user.passwordHash = `hash of ${data.password.length}`;
    return this.saveObject(user, context);
  }
}

@View('orgs', { model: Org })
class OrgView extends RestView<Org> {}

const ada = {
  name: 'Ada',
  mail: 'ada@example.org',
  password: 'correct horse battery',
  age: 36,
  address: { city: 'London' },
};

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;

  beforeEach(async () => {
    app = await TestApp.start(database, platform, [User, Org], [UserView, OrgView]);
  });
  afterEach(() => app.close());

  it('creates, reads, changes, lists and removes a row', async () => {
    const created = await app.request('POST', '/users', { json: ada });
    expect(created.json).toMatchObject({ id: 1, name: 'Ada', mail: 'ada@example.org', role: 'member', org: null });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe('/users/1');
    expect(created.body).not.toContain('password');

    const read = await app.request('GET', '/users/1');
    expect(read.status).toBe(200);
    expect(read.body).toBe(created.body);

    const changed = await app.request('PATCH', '/users/1', {
      json: { name: 'Ada Lovelace', address: { street: 'St James' } },
    });
    expect(changed.status).toBe(200);
    expect(changed.json).toMatchObject({ name: 'Ada Lovelace', address: { street: 'St James', city: 'London' } });
    expect((await app.request('GET', '/users/1')).body).toBe(changed.body);

    const listed = await app.request('GET', '/users');
    expect(listed.json).toMatchObject({ total: 1, page: 1, page_size: 50, total_pages: 1 });
    expect(listed.json.items).toEqual([changed.json]);

    const removed = await app.request('DELETE', '/users/1');
    expect([removed.status, removed.body]).toEqual([204, '']);
    expect((await app.request('GET', '/users/1')).status).toBe(404);
  });
});

import { Get } from '@nestjs/common';
import { RestView, View } from 'nestjs-restview';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { UserRead } from '../fixtures/user-read.js';
import { User } from '../fixtures/user.entity.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

const loaded = (): User =>
  Object.assign(new User(), { id: 1, name: 'Ada', email: 'ada@example.org', passwordHash: 'secret hash' });

@View('users', { model: User, schema: UserRead })
class UserView extends RestView<User, UserRead> {
  @Get('raw/one')
  one() {
    return loaded();
  }

  @Get('raw/several')
  several() {
    return { users: [loaded()], note: 'kept', none: null };
  }

  @Get('raw/foreign')
  foreign() {
    return { org: Object.assign(new Org(), { id: 1, name: 'Analytical' }) };
  }
}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(database, platform, [User, Org], [UserView]);
  });
  afterAll(() => app.close());

  it('answers a row that an action returns by the read schema, never raw (67)', async () => {
    const one = await app.request('GET', '/users/raw/one');
    expect(one.json).toMatchObject({ id: 1, name: 'Ada', mail: 'ada@example.org' });
    const several = await app.request('GET', '/users/raw/several');
    expect(several.json).toMatchObject({ users: [one.json], note: 'kept', none: null });
    expect(one.body + several.body).not.toMatch(/secret hash|passwordHash/);
  });

  it('refuses a row of another entity, which has no schema here (67)', async () => {
    const foreign = await app.request('GET', '/users/raw/foreign');
    expect(foreign.status).toBe(500);
    expect(foreign.body).not.toContain('Analytical');
  });
});

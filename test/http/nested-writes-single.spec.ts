import { RestView, View } from 'nestjs-restview';
import {
  Account,
  accountEntities,
  AccountRead,
  Address,
  MovingAccountRead,
  Profile,
  Setting,
} from '../fixtures/orders.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';
import { express } from '../setup/platforms.js';

@View('accounts', { model: Account, schema: AccountRead })
class AccountView extends RestView<Account, AccountRead> {}

@View('moving-accounts', { model: Account, schema: MovingAccountRead })
class MovingAccountView extends RestView<Account, MovingAccountRead> {}

interface Mistake {
  readonly pointer?: string;
  readonly code: string;
}

onEveryDatabase((database) => {
  let app: TestApp;
  const send = (method: string, path: string, json?: unknown): Promise<HttpAnswer> =>
    app.request(method, path, json === undefined ? {} : { json });
  const patch = (json: unknown) => send('PATCH', '/accounts/1', json);
  const mistakes = ({ status, json }: HttpAnswer): string[] => {
    expect(status).toBe(422);
    return (json as { errors: Mistake[] }).errors.map(({ pointer, code }) => `${pointer ?? '-'} ${code}`);
  };
  const writes = () => [...app.statements.inserts, ...app.statements.updates, ...app.statements.deletes];
  const whole = {
    name: 'Ada',
    profile: { bio: 'x' },
    address: { city: 'Porto', street: 'Rua' },
    setting: { theme: 'dark' },
  };

  beforeAll(async () => {
    app = await TestApp.start(database, express, accountEntities, [AccountView, MovingAccountView]);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    app.statements.clear();
  });

  it('makes the row on either side of the foreign key with its owner', async () => {
    const made = await send('POST', '/accounts', whole);
    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      id: 1,
      name: 'Ada',
      profile: { id: 1, bio: 'x', language: 'en' },
      address: { id: 1, city: 'Porto', street: 'Rua' },
      setting: { theme: 'dark', size: 12 },
    });
    expect(app.statements.inserts).toHaveLength(4);
    expect(app.statements.updates).toEqual([]);
    expect((await send('GET', '/accounts/1')).body).toBe(made.body);
  });

  it('makes none for null, and asks for what a row needs', async () => {
    expect((await send('POST', '/accounts', { name: 'Ada', profile: null, address: null })).json).toMatchObject({
      profile: null,
      address: null,
      setting: null,
    });
    expect(mistakes(await send('POST', '/accounts', { name: 'Bob', profile: {}, address: [], setting: 'x' }))).toEqual([
      '/profile/bio required',
      '/address type',
      '/setting type',
    ]);
    expect(mistakes(await send('POST', '/accounts', { name: 'Bob', profile: { id: 1, bio: 'x' } }))).toEqual([
      '/profile/id reference_not_found',
    ]);
  });

  describe('a merging row', () => {
    beforeEach(async () => {
      await send('POST', '/accounts', whole);
      app.statements.clear();
    });

    it('is changed by what is sent of it, with or without its key', async () => {
      const answer = await patch({ profile: { bio: 'y' }, address: { id: 1, city: 'Lisbon' }, setting: { size: 14 } });
      expect(answer.json).toMatchObject({
        profile: { id: 1, bio: 'y' },
        address: { id: 1, city: 'Lisbon', street: 'Rua' },
        setting: { theme: 'dark', size: 14 },
      });
      expect(writes()).toHaveLength(3);
      expect(app.statements.updates).toHaveLength(3);
      expect((await send('GET', '/accounts/1')).body).toBe(answer.body);
    });

    it('of what was read is not written', async () => {
      const before = await send('GET', '/accounts/1');
      const answer = await patch(before.json);
      expect(answer.body).toBe(before.body);
      expect(writes()).toEqual([]);
    });

    it('is removed by null, and made again', async () => {
      const none = await patch({ profile: null, address: null, setting: null });
      expect(none.json).toMatchObject({ profile: null, address: null, setting: null });
      for (const entity of [Profile, Address, Setting]) expect(await app.dataSource.manager.count(entity)).toBe(0);
      app.statements.clear();
      expect((await patch({ profile: null, address: null })).status).toBe(200);
      expect(writes()).toEqual([]);
      expect(mistakes(await patch({ profile: { language: 'de' } }))).toEqual(['/profile/bio required']);
      expect(mistakes(await patch({ address: {} }))).toEqual(['/address/city required', '/address/street required']);
      const again = await patch({
        profile: { bio: 'z' },
        address: { city: 'A', street: 'B' },
        setting: { theme: 'x' },
      });
      expect(again.json).toMatchObject({
        profile: { bio: 'z', language: 'en' },
        address: { city: 'A' },
        setting: { size: 12 },
      });
    });

    it('with the key of another one is refused', async () => {
      await send('POST', '/accounts', { ...whole, name: 'Bob' });
      expect(mistakes(await patch({ profile: { id: 2, bio: 'stolen' } }))).toEqual(['/profile/id reference_not_found']);
      expect(mistakes(await patch({ address: { id: 2, city: 'stolen' } }))).toEqual([
        '/address/id reference_not_found',
      ]);
      expect(mistakes(await patch({ address: { id: 99 } }))).toEqual(['/address/id reference_not_found']);
      expect(await app.dataSource.manager.countBy(Profile, { bio: 'stolen' })).toBe(0);
    });
  });

  describe('a replacing row', () => {
    beforeEach(() => send('POST', '/accounts', whole));
    const replace = (json: unknown) => send('PATCH', '/moving-accounts/1', json);

    it('is changed by its key', async () => {
      const answer = await replace({ profile: { id: 1, language: 'pt' }, address: { id: 1, street: 'Two' } });
      expect(answer.json).toMatchObject({
        profile: { id: 1, bio: 'x', language: 'pt' },
        address: { id: 1, city: 'Porto', street: 'Two' },
      });
    });

    it('takes the place of the one that is there without a key', async () => {
      expect(mistakes(await replace({ profile: { language: 'pt' }, address: { city: 'A' } }))).toEqual([
        '/profile/bio required',
        '/address/street required',
      ]);
      const answer = await replace({ profile: { bio: 'new' }, address: { city: 'A', street: 'B' } });
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({ profile: { id: 2, bio: 'new' }, address: { id: 2, city: 'A' } });
      expect(await app.dataSource.manager.count(Profile)).toBe(1);
      expect(await app.dataSource.manager.count(Address)).toBe(1);
    });
  });
});

import { RestView, View, type CreateOf, type WriteContext } from 'nestjs-restview';
import { Column, Entity, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { UserRead } from '../fixtures/user-read.js';
import { User } from '../fixtures/user.entity.js';
import { mistakesOf } from '../setup/answers.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

@View('users', { model: User, schema: UserRead, extraQueryParams: ['locale'] })
class UserView extends RestView<User, UserRead> {
  override async create(data: CreateOf<UserRead>, context: WriteContext): Promise<User> {
    return this.saveObject(await this.makeNewObject(data, context), context);
  }
}

/** Without a schema, so that the entity alone says what a client may write. */
@Entity()
class Note {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40 }) title!: string;
  @Column({ length: 40, select: false, default: 'server' }) origin!: string;
  @Column({ type: 'int', default: 0 }) stars!: number;
  @VersionColumn() version!: number;
}

@View('notes', { model: Note })
class NoteView extends RestView<Note> {}

const ada = { name: 'Ada', mail: 'ada@example.org', password: 'correct horse battery', address: { city: 'London' } };

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;

  const post = (json: unknown, path = '/users') => app.request('POST', path, { json });
  const patch = (json: unknown, path = '/users/1') => app.request('PATCH', path, { json });
  const stored = () => app.dataSource.manager.findOneByOrFail(User, { id: 1 });

  beforeAll(async () => {
    app = await TestApp.start(database, platform, [User, Org, Note], [UserView, NoteView]);
    expect((await post(ada)).status).toBe(201);
  });
  afterAll(() => app.close());

  describe('a key that is no field', () => {
    it('is 422 with its pointer, and nothing is stored', async () => {
      const refused = await post({ ...ada, mail: 'b@example.org', nam: 'x', admin: true });
      expect(refused.status).toBe(422);
      expect(mistakesOf(refused)).toEqual(['/nam unknown_field', '/admin unknown_field']);
      expect(refused.json.errors[0].detail).toBe('There is no field "nam". Did you mean "name"?');
      expect(await app.dataSource.manager.count(User)).toBe(1);
    });

    it.each([
      ['tenantId', 'a column of the entity that the schema does not show'],
      ['passwordHash', 'a hidden column'],
      ['archived', 'a column with a default'],
      ['email', 'the property behind a wire name'],
    ])('%s: %s', async (key) => {
      for (const refused of [await post({ ...ada, [key]: 1 }), await patch({ [key]: 1 })]) {
        expect(refused.status).toBe(422);
        expect(mistakesOf(refused)).toEqual([`/${key} unknown_field`]);
      }
      expect(await stored()).toMatchObject({ tenantId: 1, archived: false, email: 'ada@example.org' });
    });

    it('is told no name but public ones', async () => {
      for (const [typed, meant] of [
        ['passwordHash', 'password'],
        ['tenantI', undefined],
        ['archive', undefined],
        ['mai', 'mail'],
        ['passwrd', 'password'],
        ['nickame', 'nickname'],
      ] as const) {
        const { detail } = (await patch({ [typed]: 1 })).json.errors[0];
        expect([typed, /Did you mean "(.*)"/.exec(detail)?.[1]]).toEqual([typed, meant]);
      }
    });

    it('is 422 in a nested object too, with the whole pointer', async () => {
      const refused = await patch({ address: { city: 'Paris', 'zip/code': 1, 'a~b': 2 } });
      expect(mistakesOf(refused)).toEqual(['/address/zip~1code unknown_field', '/address/a~0b unknown_field']);
    });
  });

  it('lets a client send back what it read: read-only keys are dropped', async () => {
    const read = await app.request('GET', '/users/1');
    const sentBack = await patch({
      ...read.json,
      createdAt: '1843-01-01T00:00:00.000Z',
      org: { id: 9, name: 'x' },
      id: 7,
    });
    expect([sentBack.status, sentBack.body]).toEqual([200, read.body]);
    const { id, version } = await stored();
    expect([id, version]).toEqual([1, 1]);
  });

  it('writes no column that the server owns, without any configuration', async () => {
    const created = await post({ id: 99, title: 'One', version: 7 }, '/notes');
    expect(created.json).toEqual({ id: 1, title: 'One', stars: 0, version: 1 });
    expect((await patch({ id: 5, version: 99, stars: 1 }, '/notes/1')).json).toEqual({
      ...created.json,
      stars: 1,
      version: 2,
    });
    const refused = await post({ title: 'Two', origin: 'client' }, '/notes');
    expect([refused.status, mistakesOf(refused)]).toEqual([422, ['/origin unknown_field']]);
  });

  it('tells every mistake in path, query and body in one answer', async () => {
    const refused = await app.request('PATCH', '/users/x?locale=en&verbose=1', {
      json: { name: '', mail: 'none', age: 'old', addres: 1, address: { city: 5 }, role: null },
    });
    expect(refused.status).toBe(422);
    expect(mistakesOf(refused).sort()).toEqual([
      '/addres unknown_field',
      '/address/city type',
      '/age type',
      '/mail is_email',
      '/name is_length',
      '/role null_not_allowed',
      'id type',
      'verbose unknown_parameter',
    ]);
  });

  it('tells of a missing body along with the other mistakes', async () => {
    const refused = await app.request('PATCH', '/users/x?verbose=1');
    expect(mistakesOf(refused)).toEqual(['id type', 'verbose unknown_parameter', ' required']);
  });

  describe('before the database is asked', () => {
    beforeEach(() => {
      app.statements.clear();
    });
    afterEach(() => {
      expect(app.statements.statements).toEqual([]);
    });

    it.each([
      ['a missing required field', { mail: ada.mail, address: {} }, ['/name required', '/password required']],
      ['null for a column that has none', { ...ada, name: null }, ['/name null_not_allowed']],
      ['a number for a text', { ...ada, name: 5 }, ['/name is_length', '/name is_string']],
      ['an object for a text', { ...ada, name: { a: 1 } }, ['/name is_length', '/name is_string']],
      ['a list for a text', { ...ada, nickname: ['a'] }, ['/nickname type']],
      ['an object for a text of the column', { ...ada, nickname: {} }, ['/nickname type']],
      ['a text for a number', { ...ada, age: '36' }, ['/age type']],
      ['a fraction for an integer', { ...ada, age: 1.5 }, ['/age type']],
      ['a boolean for a number', { ...ada, age: true }, ['/age type']],
      ['a number that its column cannot hold', { ...ada, age: 2 ** 53 }, ['/age out_of_range']],
      ['a text that is too long for its column', { ...ada, nickname: 'x'.repeat(41) }, ['/nickname too_long']],
      ['NUL in a text', { ...ada, nickname: 'a\0b' }, ['/nickname invalid_character']],
      ['half a character', { ...ada, nickname: '\ud800' }, ['/nickname invalid_character']],
      ['a text for an object', { ...ada, address: 'London' }, ['/address type']],
      ['a list for an object', { ...ada, address: [] }, ['/address type']],
      [
        'a nested number for a text',
        { ...ada, address: { street: 1, city: 2 } },
        ['/address/street type', '/address/city type'],
      ],
      ['an empty object', {}, ['/name required', '/mail required', '/password required']],
      ['a list', [ada], [' type']],
      ['an empty list', [], [' type']],
    ])('refuses %s', async (_what, json, expected) => {
      const refused = await post(json);
      expect(refused.status).toBe(422);
      expect(mistakesOf(refused)).toEqual(expected);
    });

    it('refuses null on a change as on a create', async () => {
      const refused = await patch({ name: null, mail: null, password: null, role: null, address: null });
      expect(refused.status).toBe(422);
      expect(mistakesOf(refused).sort()).toEqual(
        ['/address', '/mail', '/name', '/password', '/role'].map((pointer) => `${pointer} null_not_allowed`),
      );
    });
  });

  it('takes null for a column that has it', async () => {
    expect((await patch({ nickname: 'Countess' })).json.nickname).toBe('Countess');
    const changed = await patch({ nickname: null, orgId: null, address: { city: null } });
    expect(changed.json).toMatchObject({ nickname: null, orgId: null, address: { city: null } });
  });
});

import { RestView, View } from 'nestjs-restview';
import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { mistakesOf } from '../setup/answers.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

@Entity()
class Small {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ default: 'x' }) label!: string;
}

@Entity()
class Big {
  @PrimaryColumn({ type: 'bigint' }) id!: string;
  @Column({ default: 'x' }) label!: string;
}

@Entity()
class Uuid {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column({ default: 'x' }) label!: string;
}

@Entity()
class Slug {
  @PrimaryColumn({ length: 40 }) slug!: string;
  @Column({ default: 'x' }) label!: string;
}

@View('small', { model: Small })
class SmallView extends RestView<Small> {}

@View('big', { model: Big })
class BigView extends RestView<Big> {}

@View('uuid', { model: Uuid })
class UuidView extends RestView<Uuid> {}

@View('slug', { model: Slug })
class SlugView extends RestView<Slug> {}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  // The SQLite driver gives numbers, so more than 2^53 is refused there instead of being rounded.
  const isExact = database.name !== 'sqlite';
  const beyond = isExact ? '9007199254740993' : '9007199254740991';
  const largest = isExact ? '9223372036854775807' : '9007199254740989';
  const neighbour = isExact ? '9007199254740992' : '9007199254740990';

  beforeAll(async () => {
    app = await TestApp.start(database, platform, [Small, Big, Uuid, Slug], [SmallView, BigView, UuidView, SlugView]);
    await app.dataSource.manager.insert(Small, { label: 'one' });
    await app.dataSource.manager.insert(Big, [{ id: beyond }, { id: neighbour }, { id: '-5' }]);
  });
  afterAll(() => app.close());

  /** What each route with a key answers. */
  async function everywhere(path: string) {
    const answers = [
      await app.request('GET', path),
      await app.request('PATCH', path, { json: { label: 'changed' } }),
      await app.request('DELETE', path),
    ];
    return answers.map((answer) => [answer.status, ...mistakesOf(answer)].join(' '));
  }

  it.each([
    '1e0',
    '0x1',
    '%20',
    '1%20',
    '1.5',
    '1.0',
    '+1',
    'one',
    '1,2',
    'NaN',
    'Infinity',
    'null',
    '١',
    '%001',
    '1;--',
  ])('a key of digits only: "%s" is 422 on every route', async (id) => {
    app.statements.clear();
    expect(await everywhere(`/small/${id}`)).toEqual(Array(3).fill('422 id type'));
    expect(app.statements.statements).toEqual([]);
    expect(await everywhere(`/big/${id}`)).toEqual(Array(3).fill('422 id type'));
  });

  it.each(['99999999999999999999', '9'.repeat(60), '-99999999999999999999'])(
    'a key out of the range of its column: %s is 422',
    async (id) => {
      expect(await everywhere(`/small/${id}`)).toEqual(Array(3).fill('422 id out_of_range'));
      expect(await everywhere(`/big/${id}`)).toEqual(Array(3).fill('422 id out_of_range'));
    },
  );

  it('a key in the range of its column that no row has is 404', async () => {
    for (const id of ['0', '-1', '2147483647']) expect(await everywhere(`/small/${id}`)).toEqual(Array(3).fill('404'));
    expect((await app.request('GET', `/small/${2 ** 31}`)).status).toBe(database.name === 'sqlite' ? 404 : 422);
  });

  it('tells the sentence with the parameter, and once', async () => {
    const { json } = await app.request('GET', '/small/x');
    expect(json.detail).toBe('"id" must be an integer.');
    expect(json.errors).toEqual([{ parameter: 'id', code: 'type', detail: '"id" must be an integer.' }]);
  });

  it('a bigint key beyond 2^53 is exact, as text', async () => {
    const read = await app.request('GET', `/big/${beyond}`);
    expect([read.status, read.json]).toEqual([200, { id: beyond, label: 'x' }]);
    const changed = await app.request('PATCH', `/big/${beyond}`, { json: { label: 'exact' } });
    expect(changed.json).toEqual({ id: beyond, label: 'exact' });
    expect((await app.request('GET', `/big/${neighbour}`)).json.label).toBe('x');
    const created = await app.request('POST', '/big', { json: { id: largest } });
    expect([created.status, created.headers.get('location')]).toEqual([201, `/big/${largest}`]);
    expect((await app.request('GET', '/big/-5')).status).toBe(200);
    const over = isExact ? '9223372036854775808' : '9007199254740993';
    expect((await app.request('GET', `/big/${over}`)).status).toBe(422);
    expect((await app.request('DELETE', `/big/${largest}`)).status).toBe(204);
  });

  it('a UUID key is read in any spelling and written in one', async () => {
    const { id, ...rest } = (await app.request('POST', '/uuid', { json: {} })).json;
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    for (const spelling of [id, id.toUpperCase(), id.replaceAll('-', '')]) {
      expect((await app.request('GET', `/uuid/${spelling}`)).json).toEqual({ id, ...rest });
    }
    expect(await everywhere('/uuid/1')).toEqual(Array(3).fill('422 id type'));
    expect(await everywhere(`/uuid/${id}0`)).toEqual(Array(3).fill('422 id type'));
    expect((await app.request('GET', '/uuid/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });

  it.each([
    'plain',
    'a/b',
    'a b',
    'ü/😀',
    '..',
    '%',
    'a?b#c',
    "o'hara",
    '1;DROP TABLE slug',
    '%2e%2e',
    '*',
    ':id',
    'A"b\\c',
  ])('a text key may be anything: %s', async (slug) => {
    const path = `/slug/${slug === '..' ? '%2E%2E%20' : encodeURIComponent(slug)}`;
    const key = slug === '..' ? '.. ' : slug;
    const created = await app.request('POST', '/slug', { json: { slug: key } });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`/slug/${encodeURIComponent(key)}`);
    expect((await app.request('GET', path)).json).toEqual(created.json);
    expect((await app.request('PATCH', path, { json: { label: 'y' } })).json.label).toBe('y');
    expect((await app.request('DELETE', path)).status).toBe(204);
    expect((await app.request('GET', path)).status).toBe(404);
  });

  it('a text key that cannot be stored, or is too long for its column, is 422', async () => {
    expect(await everywhere('/slug/a%00b')).toEqual(Array(3).fill('422 id invalid_character'));
    expect(await everywhere(`/slug/${'x'.repeat(41)}`)).toEqual(Array(3).fill('422 id too_long'));
  });
});

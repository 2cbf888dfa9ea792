import { RestView, View } from 'nestjs-restview';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { mistakesOf } from '../setup/answers.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

@Entity()
class Word {
  @PrimaryColumn({ length: 60 }) text!: string;
  @Column({ default: 'x' }) label!: string;
}

@Entity()
class Translation {
  @PrimaryColumn({ length: 60 }) word!: string;
  @PrimaryColumn({ length: 60 }) tongue!: string;
  @Column({ default: 'x' }) label!: string;
}

@Entity()
class Reading {
  @PrimaryColumn({ type: 'uuid' }) device!: string;
  @PrimaryColumn({ type: 'bigint' }) tick!: string;
  @Column({ default: 'x' }) label!: string;
}

/** Big numbers as JavaScript has them. */
@Entity()
class Tick {
  @PrimaryColumn({ type: 'bigint', transformer: { to: (value: bigint) => String(value), from: BigInt } }) id!: bigint;
  @Column({ default: 'x' }) label!: string;
}

@View('ticks', { model: Tick })
class TickView extends RestView<Tick> {}

@View('words', { model: Word })
class WordView extends RestView<Word> {}

@View('translations', { model: Translation })
class TranslationView extends RestView<Translation> {}

@View('readings', { model: Reading })
class ReadingView extends RestView<Reading> {}

const TEXTS = [
  'plain',
  'a/b',
  '/',
  'a%2Fb',
  '%',
  '%41',
  'a b',
  ' lead',
  'trail ',
  'a+b',
  'a?b#c&d=e',
  "o'hara",
  '"\\|',
  ':id',
  '*',
  '{a}',
  'ü/😀',
  '日本語',
  '\u00e9',
  'e\u0301',
  '...',
  '-',
  '~!$&()*+,;=@',
  '1;DROP TABLE word',
];

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start(
      database,
      platform,
      [Word, Translation, Reading, Tick],
      [WordView, TranslationView, ReadingView, TickView],
    );
  });
  afterAll(() => app.close());

  async function walk(collection: string, key: object, segments: string): Promise<void> {
    const path = `/${collection}/${segments}`;
    const created = await app.request('POST', `/${collection}`, { json: key });
    expect([created.status, created.json]).toEqual([201, { ...key, label: 'x' }]);
    expect(created.headers.get('location')).toBe(path);
    expect((await app.request('GET', path)).json).toEqual(created.json);
    expect((await app.request('PATCH', path, { json: { label: 'y' } })).json).toEqual({ ...key, label: 'y' });
    expect((await app.request('DELETE', path)).status).toBe(204);
    expect((await app.request('GET', path)).status).toBe(404);
  }

  it.each(TEXTS)('a text is exact, alone and as a part: "%s"', async (text) => {
    await walk('words', { text }, encodeURIComponent(text));
    const [key, segments] = [{ word: text, tongue: 'de' }, `${encodeURIComponent(text)}/de`];
    await walk('translations', key, segments);
    await walk('translations', { word: 'a', tongue: text }, `a/${encodeURIComponent(text)}`);
  });

  it('parts cannot be shifted over their border', async () => {
    const keys = [
      { word: 'a/b', tongue: 'c' },
      { word: 'a', tongue: 'b/c' },
      { word: 'a%2Fb', tongue: 'c' },
    ];
    const locations: string[] = [];
    for (const json of keys) {
      locations.push((await app.request('POST', '/translations', { json })).headers.get('location')!);
    }
    expect(locations).toEqual(['/translations/a%2Fb/c', '/translations/a/b%2Fc', '/translations/a%252Fb/c']);
    for (const [index, location] of locations.entries()) {
      expect((await app.request('GET', location)).json).toMatchObject(keys[index]!);
    }
    const missing = await app.request('GET', '/translations/x%2Fy/%C3%BC');
    expect(missing.json.detail).toBe('There is no Translation with the id x%2Fy/%C3%BC.');
  });

  it('no Location where no path leads to the row', async () => {
    for (const text of ['', '.', '..']) {
      const single = await app.request('POST', '/words', { json: { text } });
      const part = await app.request('POST', '/translations', { json: { word: text, tongue: 'en' } });
      expect([single, part].map(({ status, headers }) => [status, headers.get('location')])).toEqual([
        [201, null],
        [201, null],
      ]);
    }
  });

  it('what is stored as one key is one key, and no other', async () => {
    await app.request('POST', '/words', { json: { text: 'Case' } });
    const other = await app.request('POST', '/words', { json: { text: 'case' } });
    const found = await app.request('GET', '/words/CASE');
    // MySQL compares by the column's collation, which here ignores case, when it stores and when it finds.
    expect([other.status, found.status]).toEqual(database.name === 'mysql' ? [409, 200] : [201, 404]);
  });

  it('a key that the entity has as a bigint is text on the wire', async () => {
    const id = database.name === 'sqlite' ? '9007199254740991' : '9007199254740993';
    await walk('ticks', { id }, id);
    expect((await app.request('GET', '/ticks/1')).json.detail).toBe('There is no Tick with the id 1.');
  });

  it('a UUID is read in any spelling and a bigint beyond 2^53 digit by digit', async () => {
    const device = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11';
    // The SQLite driver gives numbers, so more is refused there instead of being rounded.
    const isExact = database.name !== 'sqlite';
    const [tick, next] = isExact ? ['9007199254740993', '9007199254740992'] : ['9007199254740991', '9007199254740990'];
    await walk('readings', { device, tick }, `${device}/${tick}`);
    for (const one of [tick, next]) await app.request('POST', '/readings', { json: { device, tick: one } });
    for (const spelling of [device, device.toUpperCase(), device.replaceAll('-', ''), `%7B${device}%7D`]) {
      expect((await app.request('GET', `/readings/${spelling}/${tick}`)).json).toEqual({ device, tick, label: 'x' });
    }
    const upper = { device: device.toUpperCase(), tick: '5' };
    const created = await app.request('POST', '/readings', { json: upper });
    expect(created.headers.get('location')).toBe(`/readings/${device}/5`);
    expect((await app.request('GET', `/readings/${device}/${next}`)).json.tick).toBe(next);
    expect(mistakesOf(await app.request('GET', `/readings/${device}0/9223372036854775808`))).toEqual([
      'device type',
      'tick out_of_range',
    ]);
    const missing = await app.request('GET', `/readings/${device.toUpperCase()}/6`);
    expect(missing.json.detail).toBe(`There is no Reading with the id ${device}/6.`);
  });
});

import { Expose } from 'class-transformer';
import { Field, Nested, ReadOnly, RestView, View, WriteOnly } from 'nestjs-restview';
import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation, Unique } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { addCheckOn } from '../setup/mysql-checks.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';
import { rawRequest } from '../setup/raw-request.js';

// Names that nothing but the database and the entities knows: none may stand in an answer.
@Entity('tbl_vault')
class Vault {
  @PrimaryGeneratedColumn({ name: 'col_key' }) id!: number;
  @Column({ name: 'col_title', length: 20 }) title!: string;
  @Column({ name: 'col_combo', length: 20, select: false, default: 'SECRETVALUE' }) comboCode!: string;
}

@Entity('tbl_parcel')
@Unique('uq_parcel_pair', ['sealedBy', 'code'])
@Check('ck_parcel_weight', 'col_weight >= 0')
class Parcel {
  @PrimaryGeneratedColumn({ name: 'col_key' }) id!: number;
  @Column({ name: 'col_code', length: 12, unique: true }) code!: string;
  @Column({ name: 'col_weight', type: 'int', default: 1 }) weight!: number;
  @Column({ name: 'col_price', type: 'decimal', precision: 6, scale: 2, nullable: true }) price!: string | null;
  @Column({ name: 'col_when', type: Date, nullable: true }) when!: Date | null;
  @Column({ name: 'col_flags', type: 'simple-json', nullable: true }) flags!: unknown;
  @Column({ name: 'col_sealed', length: 10, default: 'SECRETVALUE'.slice(0, 10) }) sealedBy!: string;
  @Column({ name: 'col_pin', length: 10, select: false, default: '' }) pinHash!: string;
  @Column({ name: 'col_vault', type: 'int', nullable: true }) vaultId!: number | null;
  @ManyToOne(() => Vault) @JoinColumn({ name: 'col_vault' }) vault!: Relation<Vault> | null;
}

class VaultRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
}

class ParcelRead {
  @ReadOnly() readonly id!: number;
  @Field() code!: string;
  @Field() weight!: number;
  @Field() price!: string | null;
  @Expose({ name: 'sent_at' }) @Field() when!: Date | null;
  @Field() flags!: unknown;
  @WriteOnly() @Field() pinHash!: string;
  @Expose({ name: 'vault_id' }) @Field() vaultId!: number | null;
  @ReadOnly() @Nested(() => VaultRead) readonly vault!: VaultRead | null;
}

@View('parcels', { model: Parcel, schema: ParcelRead })
class ParcelView extends RestView<Parcel, ParcelRead> {}

@View('vaults', { model: Vault })
class VaultView extends RestView<Vault> {}

/** What would be a leak: the database's own names, hidden properties, and the words of SQL and of drivers. */
const LEAK =
  /tbl_|\bcol_|uq_parcel|ck_parcel|\b(?:FK|UQ|PK|REL)_[0-9a-f]{8}|SECRETVALUE|SECRETVAL|sealedBy\b|comboCode\b|\b(?:SELECT|INSERT INTO|UPDATE "|DELETE FROM|WHERE|RETURNING)\b|syntax error|SQLITE|sqlstate|QueryFailed|constraint|violates|duplicate (?:key|entry)|ER_[A-Z]|varchar|node_modules|\bat .*\.[jt]s:\d/;

const REQUESTS = 400;

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);

/** Mulberry32: small, and the same everywhere for the same seed. */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function requestsOf(random: () => number) {
  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const times = <Item>(most: number, make: () => Item): Item[] =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, make);

  const texts = [
    '',
    'a',
    "' OR 1=1 --",
    '"; DROP TABLE tbl; --',
    'a\0b',
    '\ud800',
    '😀'.repeat(7),
    'x'.repeat(5000),
    '%',
    '_',
    '\\',
    '1e999',
    '-0',
    'NaN',
    'null',
    'true',
    '0x10',
    '2024-02-30',
    '2024-02-29T25:00:00Z',
    '9999999999999',
    '${1}',
    ':id',
    '$1',
    '?',
    '{{x}}',
    '\u202e',
    '<script>',
    'constructor',
    '__proto__',
    '../..',
    '-1',
    '1',
    '2',
    '0.005',
    '99999.99',
    '[]',
    '{"a":1}',
    'C1',
    'C2',
  ] as const;
  const numbers = [0, 1, -1, 2, 1.5, 1e300, -1e300, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, 1e-7, -0];
  const keys = [
    'code',
    'weight',
    'price',
    'sent_at',
    'flags',
    'pinHash',
    'vault_id',
    'vault',
    'id',
    'title',
    'name',
    'pin',
    'toString',
    'constructor',
    'when',
    'vaultId',
    'a/b',
    'a~b',
    '',
    'prototype',
    'weigth',
    'sealed',
    'combo',
    'comboCod',
    'sealedB',
  ] as const;

  const value = (depth = 0): unknown => {
    const kind = random();
    if (kind < 0.35) return oneOf(texts);
    if (kind < 0.6) return oneOf(numbers);
    if (kind < 0.75) return oneOf([null, true, false]);
    if (depth > 3) return null;
    return kind < 0.87 ? times(4, () => value(depth + 1)) : object(depth + 1);
  };
  const object = (depth = 0): Record<string, unknown> =>
    Object.fromEntries(times(5, () => [oneOf(keys), value(depth)]));
  const body = (method: string): string => {
    const kind = random();
    // Most of them nearly right, so that they get as far as the database.
    if (kind < 0.6) {
      const code = oneOf(['C1', 'C2', `C${Math.floor(random() * 1e6)}`]);
      const more = { weight: oneOf([-1, 0, 5]), vault_id: oneOf([null, 1, 99]), price: oneOf(['1.5', '0.005', null]) };
      const wrong = random() < 0.5 ? {} : { [oneOf(keys)]: value() };
      const whole = method === 'POST' ? { code, pinHash: 'p' } : {};
      return JSON.stringify({ ...whole, ...(random() < 0.7 && more), ...wrong });
    }
    if (kind < 0.85) return JSON.stringify(object());
    if (kind < 0.95) return JSON.stringify(value());
    return JSON.stringify(object()).slice(0, Math.floor(random() * 30));
  };
  const encoded = (text: string): string =>
    random() < 0.9 ? encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')) : text.replace(/[^\w.%-]/g, '');
  const id = (): string => (random() < 0.6 ? oneOf(['1', '2', '3', '99']) : encoded(oneOf(texts).slice(0, 60)) || '1');
  const query = (): string => {
    const names = [...keys, 'page', 'page_size', 'sort', 'page[]', 'filter', 'vault.title', 'code__contains', 'or'];
    const pairs = times(
      3,
      () => `${encoded(oneOf(names))}=${encoded(random() < 0.3 ? String(oneOf(numbers)) : oneOf(texts).slice(0, 200))}`,
    );
    return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  };
  return Array.from({ length: REQUESTS }, () => {
    const method = oneOf(['GET', 'GET', 'GET', 'POST', 'POST', 'POST', 'PATCH', 'PATCH', 'PATCH', 'DELETE', 'PUT']);
    const isOne = method === 'PATCH' || method === 'DELETE' || random() < 0.3;
    const path = `/${oneOf(['parcels', 'vaults'])}${isOne ? `/${id()}` : ''}${random() < (method === 'GET' ? 0.5 : 0.1) ? query() : ''}`;
    return method === 'GET' || method === 'DELETE'
      ? { method, path }
      : {
          method,
          path,
          headers: { 'content-type': random() < 0.95 ? 'application/json' : 'text/plain' },
          body: body(method),
        };
  });
}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start(database, platform, [Parcel, Vault], [ParcelView, VaultView]);
    await addCheckOn(app, 'tbl_parcel', 'ck_parcel_weight', 'col_weight >= 0');
    await app.request('POST', '/vaults', { json: { title: 'First' } });
    for (const code of ['C1', 'C2', 'C3']) {
      await app.request('POST', '/parcels', { json: { code, pinHash: 'p', vault_id: 1 } });
    }
  });
  afterAll(() => app.close());

  it(`answers ${REQUESTS} random requests without a 5xx and without a word of the database (TEST_SEED=${seed})`, async () => {
    app.statements.clear();
    for (const request of requestsOf(randomOf(seed))) {
      const answer = await rawRequest(app.app, request);
      const about = { seed, request, status: answer.status, body: answer.body };
      if (answer.status >= 500) expect(about).toBe('an answer below 500');
      // A client may say such words itself, and reads them back where it sent them.
      const own = LEAK.exec(
        decodeURIComponent(request.path.replace(/%(?![0-9a-f]{2})/gi, '')) + (request.body ?? ''),
      )?.[0];
      const leak = LEAK.exec(answer.body)?.[0];
      if (leak !== undefined && leak !== own) expect({ ...about, leak }).toBe('an answer without a leak');
    }
    // The requests are of use only if they get as far as the database.
    for (const kind of ['selects', 'inserts'] as const) expect(app.statements[kind]).not.toEqual([]);
  });

  it.each([
    ['a value that is taken', 'POST', '/parcels', { code: 'C9', pinHash: 'p' }, { code: 'C9', pinHash: 'p' }, [409]],
    ['a reference to nothing', 'POST', '/parcels', undefined, { code: 'R1', pinHash: 'p', vault_id: 4711 }, [422]],
    ['a failed check', 'POST', '/parcels', undefined, { code: 'W1', pinHash: 'p', weight: -1 }, [422]],
    [
      'a price that does not fit',
      'POST',
      '/parcels',
      undefined,
      { code: 'P1', pinHash: 'p', price: '123456789.99' },
      [422],
    ],
    ['a long hidden value', 'POST', '/parcels', undefined, { code: 'L1', pinHash: 'p'.repeat(99) }, [422]],
  ])('says nothing of the database about %s', async (_what, method, path, before, json, statuses) => {
    if (before) await app.request(method, path, { json: before });
    const answer = await app.request(method, path, { json });
    expect(statuses).toContain(answer.status);
    expect(answer.body).not.toMatch(LEAK);
  });

  it('says nothing of the database about a row that others refer to', async () => {
    await app.request('POST', '/vaults', { json: { title: 'Kept' } });
    const { id } = (await app.request('GET', '/vaults?page_size=1000')).json.items.at(-1);
    await app.request('POST', '/parcels', { json: { code: 'K1', pinHash: 'p', vault_id: id } });
    const refused = await app.request('DELETE', `/vaults/${id}`);
    expect([refused.status, refused.json.code]).toEqual([409, 'still_referenced']);
    expect(refused.body).not.toMatch(LEAK);
  });
});

import {
  Field,
  ReadOnly,
  Referrers,
  RestView,
  type RestviewCaller,
  SoftDelete,
  Stamped,
  TenantScoped,
  View,
  type ViewClass,
} from 'nestjs-restview';
import { Column, DeleteDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

declare module 'nestjs-restview' {
  interface RestviewCaller {
    /** A tenant as a token may have it: a number, or text. */
    readonly owner?: string | number;
  }
}

abstract class Owned {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20, default: '' }) title!: string;
  @Column({ type: 'varchar', length: 40, nullable: true }) author!: string | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
class Numbered extends Owned {
  @Column({ type: 'int' }) owner!: number;
}
@Entity()
class Named extends Owned {
  @Column({ length: 40 }) owner!: string;
}
@Entity()
class Unique extends Owned {
  @Column({ type: 'uuid' }) owner!: string;
}
@Entity()
class Large extends Owned {
  @Column({ type: 'bigint' }) owner!: string;
}

class OwnedRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @ReadOnly() readonly owner!: string | number;
  @ReadOnly() readonly author!: string | null;
}

const owner = (caller: RestviewCaller) => caller.owner;
const owned = <Base extends ViewClass<RestView<object>>>(base: Base) =>
  Referrers(
    SoftDelete(Stamped(TenantScoped(base, { property: 'owner', tenant: owner }), { updatedBy: 'author', by: owner }), {
      purge: true,
    }),
  );

@View('numbered', { model: Numbered, schema: OwnedRead })
class NumberedView extends owned(RestView<Numbered, OwnedRead>) {}
@View('named', { model: Named, schema: OwnedRead })
class NamedView extends owned(RestView<Named, OwnedRead>) {}
@View('unique', { model: Unique, schema: OwnedRead })
class UniqueView extends owned(RestView<Unique, OwnedRead>) {}
@View('large', { model: Large, schema: OwnedRead })
class LargeView extends owned(RestView<Large, OwnedRead>) {}

const uuid = '0b5c6f1e-6d1c-4c3e-9b1a-3f2e1d0c9b8a';

onEveryDatabase((database) => {
  // SQLite's driver reads no larger number exactly.
  const large = database.name === 'sqlite' ? '9007199254740991' : '9007199254740993';
  let app: TestApp;
  const as = (tenant: unknown) => ({ headers: { 'x-owner': JSON.stringify(tenant) } });
  const ids = async (path: string, tenant: unknown): Promise<number[]> =>
    (await app.request('GET', `/${path}`, as(tenant))).json.items.map(({ id }: Owned) => id);

  beforeAll(async () => {
    const views = [NumberedView, NamedView, UniqueView, LargeView];
    app = await TestApp.start(database, express, [Numbered, Named, Unique, Large], views, {
      caller: ({ headers }) => ({ owner: JSON.parse(String(headers['x-owner'])) as string }),
    });
  });
  afterAll(() => app.close());
  beforeEach(() => app.dataSource.synchronize(true));

  it.each<[string, string | number, string, string | number]>([
    ['numbered', 7, '7', 7],
    ['named', 7, '7', '7'],
    ['unique', uuid, uuid.toUpperCase(), uuid],
    ['unique', uuid, `{${uuid}}`, uuid],
    ['large', large, large, large],
    ['large', 7, '7', '7'],
  ])('%s: the tenant %p is the tenant %p', async (path, one, other, answered) => {
    for (const tenant of [one, other]) {
      const created = await app.request('POST', `/${path}`, { ...as(tenant), json: { title: 'x' } });
      expect([created.status, created.json.owner]).toEqual([201, answered]);
    }
    expect([await ids(path, one), await ids(path, other)]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect((await app.request('DELETE', `/${path}/1`, as(other))).status).toBe(204);
    const restored = await app.request('POST', `/${path}/1/restore`, as(other));
    expect([restored.status, restored.json.owner, restored.json.author]).toEqual([200, answered, other]);
  });

  it('the author is stored as the column has it', async () => {
    expect((await app.request('POST', '/numbered', { ...as(7), json: { title: 'x' } })).json).toMatchObject({
      author: '7',
    });
    expect((await app.request('GET', '/numbered/1', as(7))).json).toMatchObject({ author: '7' });
  });

  it.each([
    ['numbered', 1, '1abc'],
    ['numbered', 1, '1.0'],
    ['numbered', 1, ' 1'],
    ['numbered', 1, 1.5],
    ['numbered', 1, '99999999999999999999'],
    ['named', '1abc', 1],
    ['named', '0', 'x'.repeat(60)],
    ['unique', uuid, 'no uuid'],
    ['large', '1', '1abc'],
    ['numbered', 1, ''],
  ])('%s: rows of %p are none of %p, who cannot make any by mistake', async (path, tenant, stranger) => {
    await app.request('POST', `/${path}`, { ...as(tenant), json: { title: 'x' } });
    expect(await ids(path, tenant)).toEqual([1]);
    expect(await ids(path, stranger)).toEqual([]);
    for (const [method, at, options] of [
      ['GET', '/1', {}],
      ['PATCH', '/1', { json: { title: 'y' } }],
      ['DELETE', '/1', {}],
      ['POST', '/1/restore', {}],
      ['DELETE', '/1/permanently', {}],
      ['GET', '/1/referrers', {}],
    ] as const) {
      const answer = await app.request(method, `/${path}${at}`, { ...as(stranger), ...options });
      expect([method, at, answer.status]).toEqual([method, at, 404]);
    }
    const made = await app.request('POST', `/${path}`, { ...as(stranger), json: { title: 'x' } });
    expect([201, 403]).toContain(made.status);
    expect(await ids(path, tenant)).toEqual([1]);
  });
});

import { Get, Post } from '@nestjs/common';
import {
  Ctx,
  Field,
  Id,
  IdRef,
  InstanceAction,
  ReadOnly,
  RestView,
  SoftDelete,
  Stamped,
  systemContext,
  TenantScoped,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { Column, DeleteDateColumn, Entity, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { callerOf } from '../fixtures/caller.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class Owner {
  @PrimaryGeneratedColumn() id!: number;
}

@Entity()
class Item {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @Column() tenantId!: number;
  @Column() madeBy!: number;
  @ManyToOne(() => Owner) owner!: Relation<Owner> | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}

class ItemRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @IdRef(() => Owner) owner?: number | null;
}

/** Which methods have met which callers. */
const met = new Map<string, Set<unknown>>();

function note(method: string, caller: ViewContext['caller'] | undefined): void {
  met.set(method, (met.get(method) ?? new Set()).add(caller?.userId));
}

function isContext(value: unknown): value is ViewContext {
  return typeof value === 'object' && value !== null && 'caller' in value;
}

/** Every method of a view as an override that looks for the caller among its arguments. */
abstract class WatchedView<Row extends object, Schema extends object> extends RestView<Row, Schema> {}
for (const name of Object.getOwnPropertyNames(RestView.prototype)) {
  const inherited: unknown = Reflect.get(RestView.prototype, name);
  if (name === 'constructor' || typeof inherited !== 'function') continue;
  Object.defineProperty(WatchedView.prototype, name, {
    configurable: true,
    writable: true,
    value(this: unknown, ...args: unknown[]): unknown {
      note(name, args.find(isContext)?.caller);
      return Reflect.apply(inherited, this, args);
    },
  });
}

const withMixins = SoftDelete(
  TenantScoped(
    Stamped(WatchedView<Item, ItemRead>, {
      createdBy: 'madeBy',
      by: (caller) => {
        note('Stamped by', caller);
        return caller.userId;
      },
    }),
    {
      property: 'tenantId',
      tenant: (caller) => {
        note('TenantScoped tenant', caller);
        return caller.tenantId;
      },
    },
  ),
  { includeDeleted: true, purge: true },
);

@View('items', { model: Item, schema: ItemRead })
class ItemView extends withMixins {
  override seesAllTenants(context: ViewContext) {
    note('seesAllTenants', context.caller);
    return super.seesAllTenants(context);
  }

  override mayIncludeDeleted({ caller }: ViewContext) {
    note('mayIncludeDeleted', caller);
    return true;
  }

  @InstanceAction('mark')
  mark(item: Item, { caller }: WriteContext) {
    note('own action', caller);
    item.name = 'marked';
  }

  @Get(':id/own')
  own(@Id() _id: number, @Ctx() { caller }: ViewContext) {
    note('own route', caller);
    return {};
  }

  @Post(':id/touch')
  async touch(@Id() id: number, @Ctx() context: ViewContext) {
    const entity = await this.handleGetOne(id, context);
    await this.writeAction('touch', { entity }, context, (write) => {
      note('body of writeAction', write.caller);
      entity.name = 'touched';
    });
    return {};
  }
}

/** Asked for its scope by the reference of an item. */
@View('owners', { model: Owner })
class OwnerView extends RestView<Owner> {
  override buildQuery(context: ViewContext) {
    note('related buildQuery', context.caller);
    return super.buildQuery(context).andWhere('owner.id > 0');
  }
}

/** What is asked without a context: the form of an answer that is known, of an error too, and the start. */
const WITHOUT_CALLER = [
  ...['checkDefinition', 'toListingResponse', 'toPaginatedListingResponse', 'toResponseSchema', 'toProblem'],
];

onEveryDatabase((database) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start(database, express, [Owner, Item], [ItemView, OwnerView], { caller: callerOf });
    await app.dataSource.manager.insert(Owner, {});
  });
  afterAll(() => app.close());

  it('the caller reaches every method of a view, every option of a mixin and every route', async () => {
    met.clear();
    const headers = { 'x-tenant': '1', 'x-user': '7' };
    const ask = async (method: string, path: string, json?: object): Promise<number> =>
      (await app.request(method, path, { headers, ...(json && { json }) })).status;
    expect(await ask('POST', '/items', { name: 'one', owner: 1 })).toBe(201);
    expect(await ask('POST', '/items', { name: 'two' })).toBe(201);
    expect(await ask('GET', '/items?page_size=1')).toBe(200);
    expect(await ask('GET', '/items/1')).toBe(200);
    expect(await ask('GET', '/items/1/own')).toBe(200);
    expect(await ask('PATCH', '/items/1', { name: 'uno' })).toBe(200);
    expect(await ask('POST', '/items/1/touch')).toBe(201);
    expect(await ask('POST', '/items/1/mark')).toBe(200);
    expect(await ask('DELETE', '/items/1')).toBe(204);
    expect(await ask('GET', '/items?include_deleted=true')).toBe(200);
    expect(await ask('POST', '/items/1/restore')).toBe(200);
    expect(await ask('DELETE', '/items/2')).toBe(204);
    expect(await ask('DELETE', '/items/2/permanently')).toBe(204);

    const surfaces = Object.getOwnPropertyNames(RestView.prototype).filter(
      (name) => !['constructor', 'toItems', ...WITHOUT_CALLER].includes(name),
    );
    const others = [
      'own action',
      'Stamped by',
      'TenantScoped tenant',
      'seesAllTenants',
      'mayIncludeDeleted',
      'own route',
    ];
    const expected = [...surfaces, ...others, 'body of writeAction', 'related buildQuery'];
    expect(expected.filter((name) => !met.has(name))).toEqual([]);
    expect(expected.filter((name) => [...(met.get(name) ?? [])].join() !== '7')).toEqual([]);
  });

  it('also outside a request, where it is named', async () => {
    met.clear();
    const items = app.app.get(ItemView);
    await items.handleCreate({ name: 'job' }, systemContext(app.dataSource, { userId: 9, tenantId: 1 }));
    for (const name of ['authorize', 'create', 'stampObject', 'beforeCommit', 'afterCommit', 'Stamped by']) {
      expect([name, ...(met.get(name) ?? [])]).toEqual([name, 9]);
    }
  });
});

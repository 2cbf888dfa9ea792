import { SwaggerModule } from '@nestjs/swagger';
import {
  Field,
  IdRef,
  IdSchema,
  listGrammarOf,
  Nested,
  parseListQuery,
  ReadOnly,
  RestView,
  systemContext,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { callerOf } from '../fixtures/caller.js';
import {
  Category,
  Customer,
  Maker,
  Note,
  OrderLine,
  Product,
  PurchaseOrder,
  Room,
  Stay,
  Tag,
  WORLD,
} from '../fixtures/loading-world.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

class CustomerRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class ProductRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @ReadOnly() @IdRef(() => Maker) readonly maker!: number | null;
}

class LineRead {
  @ReadOnly() readonly id!: number;
  @Field() amount!: number;
  @ReadOnly() @Nested(() => ProductRead) readonly product!: ProductRead | null;
}

class OrderRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Field() customerId!: number | null;
  @ReadOnly() @Nested(() => CustomerRead) readonly customer!: CustomerRead | null;
  @ReadOnly() @IdRef(() => Maker) readonly carrier!: number | null;
  @ReadOnly() @IdRef(() => Maker) readonly agent!: number | null;
  @ReadOnly() @Nested(() => [LineRead]) readonly lines!: LineRead[];
  @ReadOnly() @IdRef(() => Tag) readonly tags!: number[];
}

/** References only, and none of them needs a join. */
class OrderNamesRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Field() agentId!: number | null;
  @ReadOnly() @IdRef(() => Maker) readonly carrier!: number | null;
  @ReadOnly() @IdRef(() => Maker) readonly agent!: number | null;
}

class OrderAgentRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Field() agentId!: number | null;
  @ReadOnly() @IdRef(() => Maker) readonly agent!: number | null;
}

class CategoryRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @ReadOnly() @Nested(() => [CategoryRead]) readonly children!: CategoryRead[];
}

class CategoryUpRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @ReadOnly() @Nested(() => CategoryUpRead) readonly parent!: CategoryUpRead | null;
}

class StayRead {
  @ReadOnly() readonly id!: number;
  @Field() guest!: string;
  @ReadOnly() @IdSchema(() => Room) readonly room!: object;
}

class RoomRead {
  @ReadOnly() readonly house!: number;
  @ReadOnly() readonly name!: string;
  @Field() beds!: number;
  @ReadOnly() @Nested(() => [StayRead]) readonly stays!: StayRead[];
}

@View('orders', { model: PurchaseOrder, schema: OrderRead })
class OrderView extends RestView<PurchaseOrder, OrderRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).withDeleted();
  }
}

@View('few-lines', { model: PurchaseOrder, schema: OrderRead, limits: { maxRelatedRows: 3 } })
class FewLinesView extends RestView<PurchaseOrder, OrderRead> {}

@View('names', { model: PurchaseOrder, schema: OrderNamesRead })
class OrderNamesView extends RestView<PurchaseOrder, OrderNamesRead> {}

@View('agents', { model: PurchaseOrder, schema: OrderAgentRead })
class OrderAgentView extends RestView<PurchaseOrder, OrderAgentRead> {}

@View('trees', { model: Category, schema: CategoryRead, limits: { maxRelationDepth: 2 } })
class TreeView extends RestView<Category, CategoryRead> {}

@View('ways-up', { model: Category, schema: CategoryUpRead })
class WayUpView extends RestView<Category, CategoryUpRead> {}

@View('rooms', { model: Room, schema: RoomRead, routes: ['getManyEndpoint'] })
class RoomView extends RestView<Room, RoomRead> {}

@View('all-rooms', { model: Room, schema: RoomRead, routes: ['getManyEndpoint'], defaultPageSize: null })
class AllRoomsView extends RestView<Room, RoomRead> {}

@View('stays', { model: Stay, schema: StayRead })
class StayView extends RestView<Stay, StayRead> {}

/** A field of the entity's own that looks at a relation, which no other field names. */
class NamedOrderRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Field() customerId!: number | null;
  @ReadOnly() readonly customerName!: string | null;
}

@View('named', { model: PurchaseOrder, schema: NamedOrderRead })
class NamedOrderView extends RestView<PurchaseOrder, NamedOrderRead> {
  override getRelationshipLoaderOptions() {
    return ['customer'];
  }
}

class LineProductRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class SiblingRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => LineProductRead) readonly product!: LineProductRead | null;
}

class LineOrderRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => [SiblingRead]) readonly lines!: SiblingRead[];
}

/** The same rows come by two ways, with other relations on each. */
class TwoWaysRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => ProductRead) readonly product!: ProductRead | null;
  @ReadOnly() @Nested(() => LineOrderRead) readonly order!: LineOrderRead;
}

@View('two-ways', { model: OrderLine, schema: TwoWaysRead })
class TwoWaysView extends RestView<OrderLine, TwoWaysRead> {}

/** A write that changes related rows too, by TypeORM's own means. */
@View('shrinking', { model: PurchaseOrder, schema: OrderRead })
class ShrinkingView extends RestView<PurchaseOrder, OrderRead> {
  override async update(order: PurchaseOrder, data: Partial<OrderRead>, context: WriteContext) {
    await context.manager.delete(OrderLine, { amount: 20 });
    await context.manager.update(Customer, 1, { name: 'Anna' });
    return super.update(order, data, context);
  }
}

/** What the seam loads is there for verbs, and nobody sees it. */
const seen: unknown[] = [];
let extraPaths: readonly string[] = ['product.maker'];

@View('extra-lines', { model: OrderLine })
class ExtraLineView extends RestView<OrderLine> {
  override getRelationshipLoaderOptions() {
    return extraPaths;
  }

  override async update(line: OrderLine, data: Partial<OrderLine>, context: WriteContext) {
    seen.push(line.product?.maker?.slug);
    const saved = await super.update(line, data, context);
    seen.push(line.product?.maker?.slug);
    return saved;
  }
}

onEveryDatabase((database) => {
  let app: TestApp;

  beforeAll(async () => {
    const views = [
      ...[OrderView, FewLinesView, OrderNamesView, OrderAgentView, TreeView, WayUpView],
      ...[RoomView, AllRoomsView, StayView, ExtraLineView, NamedOrderView, TwoWaysView, ShrinkingView],
    ];
    app = await TestApp.start(database, express, WORLD, views, { caller: callerOf });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    seen.length = 0;
    extraPaths = ['product.maker'];
  });

  const ok = async (method: string, path: string, json?: unknown) => {
    app.statements.clear();
    const answer = await app.request(method, path, json === undefined ? {} : { json });
    if (answer.status >= 300) throw new Error(answer.body);
    return answer.json;
  };
  const selects = (): number => app.statements.selects.length;

  /** Orders with two lines and two tags each. */
  const makeOrders = async (count: number) => {
    const { manager } = app.dataSource;
    await manager.save(Customer, [{ name: 'Ann' }, { name: 'Gone', deletedAt: new Date() }]);
    await manager.save(Maker, [{ slug: 'acme' }, { slug: 'bolt' }]);
    await manager.save(Product, { name: 'Nut', maker: { id: 2 } });
    await manager.save(Tag, [{ slug: 'hot' }, { slug: 'new' }, { slug: 'old', deletedAt: new Date() }]);
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    await manager.insert(
      PurchaseOrder,
      numbers.map((number) => ({
        title: `Order ${String(number)}`,
        customerId: number % 3 === 0 ? null : 2 - (number % 2),
        carrier: number % 2 === 0 ? null : { id: 1 },
        agentId: 2,
      })),
    );
    // In an order that is not that of their keys.
    for (const amount of [20, 10]) {
      await manager.insert(
        OrderLine,
        [...numbers].reverse().map((id) => ({ amount, order: { id }, product: { id: 1 } })),
      );
    }
    const links = numbers.flatMap((purchaseOrderId) => [3, 2, 1].map((tagId) => ({ purchaseOrderId, tagId })));
    for (let at = 0; at < links.length; at += 300) {
      await manager
        .createQueryBuilder()
        .insert()
        .into('purchase_order_tags_tag')
        .values(links.slice(at, at + 300))
        .execute();
    }
  };

  it.each([1, 50, 500])('a list of %i rows takes the page and one statement per collection', async (count) => {
    await makeOrders(count);
    const { items } = await ok('GET', '/orders?page_size=1000');
    expect(items).toHaveLength(count);
    expect(selects()).toBe(3);
    const ids = items.flatMap(({ lines }: { lines: { id: number }[] }) => lines.map(({ id }) => id));
    expect(new Set(ids).size).toBe(2 * count);
    expect(items[0]).toEqual({
      id: 1,
      title: 'Order 1',
      customerId: 1,
      customer: { id: 1, name: 'Ann' },
      carrier: 1,
      agent: 2,
      lines: [
        { id: count, amount: 20, product: { id: 1, name: 'Nut', maker: 2 } },
        { id: 2 * count, amount: 10, product: { id: 1, name: 'Nut', maker: 2 } },
      ],
      tags: [1, 2],
    });
  });

  it('orders to-many rows by key, and leaves soft-deleted rows out where the list itself shows deleted ones', async () => {
    await makeOrders(2);
    await app.dataSource.manager.softDelete(PurchaseOrder, 2);
    const { items } = await ok('GET', '/orders');
    expect(items[1]).toMatchObject({ id: 2, customerId: 2, customer: null, carrier: null, tags: [1, 2] });
    expect(await ok('GET', '/orders/2')).toMatchObject({ customer: null, tags: [1, 2] });
    expect(selects()).toBe(3);
  });

  it('shows references without joins, and a change of another column leaves them alone', async () => {
    await makeOrders(2);
    expect((await ok('GET', '/names')).items).toEqual([
      { id: 1, title: 'Order 1', agentId: 2, carrier: 1, agent: 2 },
      { id: 2, title: 'Order 2', agentId: 2, carrier: null, agent: 2 },
    ]);
    expect(app.statements.statements.join()).not.toContain('JOIN');
    expect(await ok('PATCH', '/names/1', { title: 'New' })).toMatchObject({ title: 'New', carrier: 1, agent: 2 });
    const [update = ''] = app.statements.updates;
    expect(update).not.toMatch(/carrier\w*["`] = |agent\w*["`] = /i);
    expect(await ok('PATCH', '/names/1', { title: 'New' })).toMatchObject({ carrier: 1, agent: 2 });
    expect(app.statements.updates).toEqual([]);
    expect(selects()).toBe(1);
    expect(await ok('PATCH', '/names/1', { agentId: 1 })).toMatchObject({ carrier: 1, agent: 1 });
    expect(await ok('PATCH', '/names/1', { agentId: null })).toMatchObject({ carrier: 1, agent: null });
  });

  it('asks nothing more after a write where the foreign key tells all', async () => {
    await makeOrders(1);
    expect(await ok('PATCH', '/agents/1', { agentId: 1 })).toMatchObject({ agent: 1 });
    // Where there is no RETURNING, the row is read back.
    expect(selects()).toBe(database.name === 'mysql' ? 2 : 1);
    expect(await ok('POST', '/agents', { title: 'Two', agentId: 2 })).toMatchObject({ agent: 2 });
    expect(selects()).toBe(app.dataSource.options.type === 'mysql' ? 1 : 0);
  });

  it('loads the same plan after a write, and nothing after one that changed nothing', async () => {
    await makeOrders(1);
    const readBack = database.name === 'mysql' ? 1 : 0;
    const changed = await ok('PATCH', '/orders/1', { title: 'New' });
    expect(changed).toMatchObject({ title: 'New', customer: { name: 'Ann' }, carrier: 1, agent: 2, tags: [1, 2] });
    expect(changed.lines).toHaveLength(2);
    // The row and two collections; the to-one relations together and two collections; whether it is still in the scope.
    expect(selects()).toBe(7 + readBack);
    expect(await ok('PATCH', '/orders/1', { title: 'New', customerId: 1 })).toEqual(changed);
    expect(selects()).toBe(4);
    expect(await ok('GET', '/orders/1')).toEqual(changed);
  });

  it('shows after a write what is stored then, and nothing that was loaded before', async () => {
    await makeOrders(1);
    const changed = await ok('PATCH', '/shrinking/1', { title: 'New' });
    expect(changed).toMatchObject({ title: 'New', customer: { id: 1, name: 'Anna' }, tags: [1, 2] });
    expect(changed.lines).toMatchObject([{ id: 2, amount: 10 }]);
    expect(await ok('PATCH', '/shrinking/1', { customerId: 2 })).toMatchObject({ customerId: 2, customer: null });
  });

  it('reads what a partial answer needs, and no more', async () => {
    await makeOrders(2);
    expect((await ok('GET', '/orders?fields=id,agent,lines.amount')).items[0]).toEqual({
      id: 1,
      agent: 2,
      lines: [{ amount: 20 }, { amount: 10 }],
    });
    expect(selects()).toBe(2);
    await ok('GET', '/orders?fields=title');
    expect(selects()).toBe(1);
  });

  it('refuses an answer with more related rows than it may have, and asks the database for no more than that', async () => {
    await makeOrders(1);
    expect((await ok('GET', '/few-lines?fields=id,lines.id')).items[0].lines).toHaveLength(2);
    const many = await app.request('GET', '/few-lines');
    expect(many).toMatchObject({
      status: 422,
      json: {
        code: 'too_many_related',
        errors: [{ parameter: 'page_size', code: 'too_many_related', detail: expect.stringContaining('3 related') }],
      },
    });
    expect(app.statements.selects.at(-1)).toMatch(/LIMIT (2|\$2|\?)$/);
    expect(await app.request('GET', '/few-lines/1')).toMatchObject({ status: 422, json: { code: 'too_many_related' } });
  });

  describe('schemas that lead in circles', () => {
    beforeEach(async () => {
      const { manager } = app.dataSource;
      let parent: Category | null = null;
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) parent = await manager.save(Category, { name, parent });
    });

    it('end at the depth of an answer', async () => {
      expect(await ok('GET', '/trees/1')).toEqual({
        id: 1,
        name: 'a',
        children: [{ id: 2, name: 'b', children: [{ id: 3, name: 'c' }] }],
      });
      expect(selects()).toBe(3);
      expect(await ok('GET', '/trees/6')).toEqual({ id: 6, name: 'f', children: [] });
      const levels = [];
      for (let at = await ok('GET', '/ways-up/6'); at; at = at.parent) levels.push(at.name);
      expect(levels).toEqual(['f', 'e', 'd', 'c', 'b']);
      expect(selects()).toBe(1);
    });

    it('are documented: where an answer ends, the field may be missing', () => {
      const { components } = SwaggerModule.createDocument(app.app, {
        openapi: '3.0.0',
        info: { title: '', version: '' },
      });
      expect(components?.schemas?.CategoryRead).toMatchObject({ required: ['id', 'name'] });
      expect(components?.schemas?.OrderRead).toMatchObject({ required: expect.arrayContaining(['customer', 'lines']) });
    });

    it('answer a write to the same depth', async () => {
      expect(await ok('PATCH', '/trees/1', { name: 'z' })).toEqual({
        id: 1,
        name: 'z',
        children: [{ id: 2, name: 'b', children: [{ id: 3, name: 'c' }] }],
      });
    });
  });

  it('finds related rows by keys of several columns', async () => {
    const { manager } = app.dataSource;
    const names = ['1', 'a/b', 'c'];
    const rooms = Array.from({ length: 20 }, (_, house) => names.map((name) => ({ house, name, beds: 2 }))).flat();
    await manager.insert(Room, rooms);
    await manager.insert(Stay, [
      { guest: 'Ann', room: { house: 1, name: 'a/b' } },
      { guest: 'Bob', room: { house: 11, name: '1' } },
      { guest: 'Cyd', room: { house: 1, name: 'a/b' } },
      { guest: 'Dan', room: null },
    ]);
    const { items } = await ok('GET', '/rooms?page_size=100');
    expect(selects()).toBe(2);
    const filled = items.filter(({ stays }: { stays: unknown[] }) => stays.length > 0);
    expect(filled).toMatchObject([
      { house: 1, name: 'a/b', stays: [{ guest: 'Ann' }, { guest: 'Cyd' }] },
      { house: 11, name: '1', stays: [{ guest: 'Bob' }] },
    ]);
    const stays = (await ok('GET', '/stays')).items;
    expect(selects()).toBe(1);
    expect(stays.map(({ room }: { room: unknown }) => room !== null)).toEqual([true, true, true, false]);
  });

  it('finds related rows of more rows than a statement has parameters for', async () => {
    const { manager } = app.dataSource;
    for (let house = 0; house < 3; house += 1) {
      const rooms = Array.from({ length: 1000 }, (_, number) => ({ house, name: String(number), beds: 1 }));
      await manager.insert(Room, rooms);
    }
    await manager.insert(Stay, [
      { guest: 'Ann', room: { house: 0, name: '0' } },
      { guest: 'Bob', room: { house: 2, name: '999' } },
    ]);
    const rooms: { stays: { guest: string }[] }[] = (await ok('GET', '/all-rooms')).items;
    expect(rooms).toHaveLength(3000);
    expect(rooms.flatMap(({ stays }) => stays.map(({ guest }) => guest))).toEqual(['Ann', 'Bob']);
    expect(selects()).toBe(3);
  });

  it('shows one row by two ways with the relations of each', async () => {
    await makeOrders(1);
    const [line] = (await ok('GET', '/two-ways')).items;
    expect(line).toEqual({
      id: 1,
      product: { id: 1, name: 'Nut', maker: 2 },
      order: {
        id: 1,
        lines: [
          { id: 1, product: { id: 1, name: 'Nut' } },
          { id: 2, product: { id: 1, name: 'Nut' } },
        ],
      },
    });
    expect(selects()).toBe(2);
  });

  it('has what a field of the entity needs, in reads and after writes alike', async () => {
    await makeOrders(1);
    const answer = { id: 1, title: 'Order 1', customerId: 1, customerName: 'Ann' };
    expect((await ok('GET', '/named')).items).toEqual([answer]);
    expect((await ok('GET', '/named?fields=id,customerName')).items).toEqual([{ id: 1, customerName: 'Ann' }]);
    expect(await ok('GET', '/named/1')).toEqual(answer);
    expect(await ok('PATCH', '/named/1', { title: 'New' })).toEqual({ ...answer, title: 'New' });
    const made = await ok('POST', '/named', { title: 'Two', customerId: 1 });
    expect(made).toEqual({ ...answer, id: 2, title: 'Two' });
  });

  describe('the seam for more relations', () => {
    beforeEach(() => makeOrders(1));

    it('loads them for reads and after writes, and shows none of them', async () => {
      expect(await ok('PATCH', '/extra-lines/1', { amount: 5 })).toEqual({ id: 1, amount: 5 });
      expect(seen).toEqual(['bolt', 'bolt']);
      expect(await ok('GET', '/extra-lines/1')).toEqual({ id: 1, amount: 5 });
      const { query } = parseListQuery(new Map(), listGrammarOf(OrderLine));
      const lines = await app.app.get(ExtraLineView).getMany(query, systemContext(app.dataSource, {}));
      expect(lines.items[0]?.product?.maker?.slug).toBe('bolt');
    });

    it('loads them for a partial list too', async () => {
      expect((await ok('GET', '/extra-lines?fields=amount')).items[0]).toEqual({ amount: 20 });
      expect(app.statements.selects[0]).toMatch(/["`]slug["`]/);
    });

    it('names the view where a path leads nowhere', async () => {
      extraPaths = ['product.makr'];
      expect((await app.request('GET', '/extra-lines/1')).status).toBe(500);
      const read = async () => app.app.get(ExtraLineView).getOne(1, systemContext(app.dataSource, {}));
      await expect(read()).rejects.toThrow(
        'ExtraLineView: getRelationshipLoaderOptions: names "product.makr", and Product has no relation "makr". Its relations are maker.',
      );
    });
  });

  it('never reads a hidden column of a related row', async () => {
    await makeOrders(1);
    await ok('GET', '/orders');
    expect(app.statements.statements.join()).not.toContain('secret');
    expect(await app.dataSource.manager.count(Note)).toBe(0);
  });
});

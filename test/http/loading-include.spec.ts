import { ModuleRef } from '@nestjs/core';
import { SwaggerModule } from '@nestjs/swagger';
import { Field, IdRef, Nested, ReadOnly, RestView, View, type ViewContext } from 'nestjs-restview';
import { callerOf } from '../fixtures/caller.js';
import { Customer, Maker, Note, OrderLine, Product, PurchaseOrder, Tag, WORLD } from '../fixtures/loading-world.js';
import { TestApp } from '../fixtures/test-app.js';
import { mistakesOf } from '../setup/answers.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

class CustomerRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class NoteRead {
  @ReadOnly() readonly id!: number;
  @Field() text!: string;
  @ReadOnly() @Nested(() => CustomerRead) readonly author!: CustomerRead | null;
}

class ProductRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class LineRead {
  @ReadOnly() readonly id!: number;
  @Field() amount!: number;
  @ReadOnly() @Nested(() => ProductRead, { include: 'optional' }) readonly product?: ProductRead | null;
  @ReadOnly() @Nested(() => [NoteRead], { include: 'optional' }) readonly notes?: NoteRead[];
}

class OrderRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Field() customerId!: number | null;
  @ReadOnly() @Nested(() => CustomerRead, { include: 'optional' }) readonly customer?: CustomerRead | null;
  @ReadOnly() @Nested(() => [LineRead]) readonly lines!: LineRead[];
  @ReadOnly() @Nested(() => [NoteRead], { include: 'optional' }) readonly notes?: NoteRead[];
  @ReadOnly() @IdRef(() => Tag) readonly tags!: number[];
}

class PlainLineRead {
  @ReadOnly() readonly id!: number;
  @Field() amount!: number;
}

class FlatOrderRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
}

class MakerProductRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @ReadOnly() @IdRef(() => Maker) readonly maker!: number | null;
}

@View('other-orders', { model: PurchaseOrder, schema: OrderRead })
class OtherOrderView extends RestView<PurchaseOrder, OrderRead> {}

@View('orders', { model: PurchaseOrder, schema: OrderRead, limits: { maxIncludes: 3 } })
class OrderView extends RestView<PurchaseOrder, OrderRead> {
  constructor(private readonly modules: ModuleRef) {
    super();
  }

  /** A handler of another view within this one's request: what the client includes here is not for it. */
  override async getOneEndpoint(id: number, context: ViewContext) {
    const order = await super.getOneEndpoint(id, context);
    if (id !== 2) return order;
    const others = this.modules.get(OtherOrderView, { strict: false });
    return { order, other: others.toResponse(await others.handleGetOne(1, context)) };
  }
}

@View('loaded', { model: PurchaseOrder, schema: OrderRead })
class LoadedOrderView extends RestView<PurchaseOrder, OrderRead> {
  override getRelationshipLoaderOptions() {
    return ['customer', 'notes'];
  }
}

@View('flat', { model: PurchaseOrder, schema: FlatOrderRead })
class FlatView extends RestView<PurchaseOrder, FlatOrderRead> {}

@View('lines', { model: OrderLine, schema: PlainLineRead })
class LineView extends RestView<OrderLine, PlainLineRead> {
  override buildQuery(context: ViewContext) {
    const rows = super.buildQuery(context);
    return context.caller.admin ? rows : rows.andWhere('orderLine.amount < 100');
  }
}

@View('customers', { model: Customer, schema: CustomerRead })
class CustomerView extends RestView<Customer, CustomerRead> {
  override buildQuery(context: ViewContext) {
    const rows = super.buildQuery(context);
    return context.caller.admin ? rows : rows.andWhere('customer.tenantId = 1');
  }
}

@View('tags', { model: Tag })
class TagView extends RestView<Tag> {
  override buildQuery(context: ViewContext) {
    const rows = super.buildQuery(context);
    return context.caller.admin ? rows : rows.andWhere('tag.isSecret = :no', { no: false });
  }
}

@View('makers', { model: Maker })
class MakerView extends RestView<Maker> {
  override buildQuery(context: ViewContext) {
    const rows = super.buildQuery(context);
    return context.caller.admin ? rows : rows.andWhere("maker.slug <> 'hidden'");
  }
}

@View('products', { model: Product, schema: MakerProductRead })
class ProductView extends RestView<Product, MakerProductRead> {}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;

  beforeAll(async () => {
    const views = [
      ...[OrderView, OtherOrderView, LoadedOrderView, FlatView, LineView, CustomerView, TagView],
      ...[MakerView, ProductView],
    ];
    app = await TestApp.start(database, platform, WORLD, views, { caller: callerOf });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    const { manager } = app.dataSource;
    await manager.save(Customer, [{ name: 'Ann' }, { name: 'Eve', tenantId: 2 }]);
    await manager.save(Tag, [{ slug: 'hot' }, { slug: 'hush', isSecret: true }, { slug: 'new' }]);
    await manager.save(Maker, [{ slug: 'acme' }, { slug: 'hidden' }]);
    await manager.save(Product, [
      { name: 'Nut', maker: { id: 1 } },
      { name: 'Bolt', maker: { id: 2 } },
      { name: 'Pin', maker: null },
    ]);
    await manager.save(PurchaseOrder, [
      { title: 'One', customerId: 1, tags: [{ id: 1 }, { id: 2 }, { id: 3 }] },
      { title: 'Two', customerId: 2, tags: [] },
    ]);
    await manager.save(OrderLine, [
      { amount: 3, order: { id: 1 }, product: { id: 1 } },
      { amount: 7, order: { id: 1 }, product: { id: 2 } },
      { amount: 500, order: { id: 1 }, product: { id: 2 } },
      { amount: 4, order: { id: 2 }, product: null },
    ]);
    await manager.save(Note, [
      { text: 'Hurry', order: { id: 1 }, author: { id: 1 } },
      { text: 'Quiet', order: { id: 1 }, author: { id: 2 } },
      { text: 'Heavy', line: { id: 1 }, author: { id: 1 } },
    ]);
    app.statements.clear();
  });

  const asked = async (method: string, path: string, json?: unknown) => {
    app.statements.clear();
    const answer = await app.request(method, path, json === undefined ? {} : { json });
    if (answer.status >= 300) throw new Error(answer.body);
    return answer.json;
  };
  const selects = (): number => app.statements.selects.length;

  const bare = {
    id: 1,
    title: 'One',
    customerId: 1,
    lines: [
      { id: 1, amount: 3 },
      { id: 2, amount: 7 },
    ],
    tags: [1, 3],
  };
  const notes = [
    { id: 1, text: 'Hurry', author: { id: 1, name: 'Ann' } },
    { id: 2, text: 'Quiet', author: null },
  ];

  describe('an optional relation', () => {
    it('is neither loaded nor shown unless it is named', async () => {
      expect(await asked('GET', '/orders/1')).toEqual(bare);
      expect(selects()).toBe(3);
      expect((await asked('GET', '/orders')).items[0]).toEqual(bare);
      expect(selects()).toBe(3);
      expect(app.statements.statements.join()).not.toMatch(/["`]note["`]/);
    });

    it('is shown where it is named, with what always belongs to it', async () => {
      const whole = { ...bare, customer: { id: 1, name: 'Ann' }, notes };
      expect(await asked('GET', '/orders/1?include=notes,customer')).toEqual(whole);
      expect(selects()).toBe(4);
      expect((await asked('GET', '/orders?include=customer,notes')).items[0]).toEqual(whole);
      expect(selects()).toBe(4);
    });

    it('is found through relations that always come', async () => {
      const { items } = await asked('GET', '/orders?include=lines.product,lines.notes');
      expect(items[0].lines).toEqual([
        {
          id: 1,
          amount: 3,
          product: { id: 1, name: 'Nut' },
          notes: [{ id: 3, text: 'Heavy', author: { id: 1, name: 'Ann' } }],
        },
        { id: 2, amount: 7, product: { id: 2, name: 'Bolt' }, notes: [] },
      ]);
      expect(items[1].lines).toEqual([{ id: 4, amount: 4, product: null, notes: [] }]);
      expect(items[0]).not.toHaveProperty('notes');
      expect(selects()).toBe(4);
    });

    it('is in the answer of a create and of an update that names it', async () => {
      const made = await asked('POST', '/orders?include=customer,notes', { title: 'New', customerId: 1 });
      expect(made).toEqual({
        id: 3,
        title: 'New',
        customerId: 1,
        customer: { id: 1, name: 'Ann' },
        lines: [],
        notes: [],
        tags: [],
      });
      expect(await asked('POST', '/orders', { title: 'Newer' })).not.toHaveProperty('notes');
      expect(await asked('PATCH', '/orders/1?include=notes', { title: 'One!' })).toEqual({
        ...bare,
        title: 'One!',
        notes,
      });
      expect(await asked('PATCH', '/orders/1?include=notes', { title: 'One!' })).toMatchObject({ notes });
      expect(await asked('PATCH', '/orders/1', { title: 'One?' })).toEqual({ ...bare, title: 'One?' });
    });

    it('is not for a handler of another view that the request calls', async () => {
      const { order, other } = await asked('GET', '/orders/2?include=notes');
      expect(order).toMatchObject({ id: 2, notes: [] });
      expect(other).toEqual(bare);
    });

    it('stays unseen where the view loads it for itself', async () => {
      expect(await asked('GET', '/loaded/1')).toEqual(bare);
      expect(selects()).toBe(4);
      expect(await asked('GET', '/loaded/1?include=notes')).toEqual({ ...bare, notes });
      expect(selects()).toBe(4);
    });

    it('is included by fields that name it', async () => {
      expect((await asked('GET', '/orders?fields=id,notes.text')).items[0]).toEqual({
        id: 1,
        notes: [{ text: 'Hurry' }, { text: 'Quiet' }],
      });
      expect(selects()).toBe(2);
      expect((await asked('GET', '/orders?fields=id,lines.product')).items[1]).toEqual({
        id: 2,
        lines: [{ product: null }],
      });
      expect((await asked('GET', '/orders?fields=id&include=notes')).items[0]).toEqual({ id: 1 });
    });

    it('is not trimmed by a filter on it', async () => {
      const { items, total } = await asked('GET', '/orders?lines.amount=3&notes.text=Hurry&include=notes');
      expect(total).toBe(1);
      expect(items[0].notes).toEqual(notes);
      expect(items[0].lines).toEqual(bare.lines);
    });
  });

  it('a related row outside the scope of its view is absent, whether included, always loaded or named only', async () => {
    expect(await asked('GET', '/orders/2?include=customer')).toMatchObject({
      order: { customerId: 2, customer: null },
    });
    expect(await asked('GET', '/products?fields=id,maker')).toMatchObject({
      items: [
        { id: 1, maker: 1 },
        { id: 2, maker: null },
        { id: 3, maker: null },
      ],
    });
    const admin = { headers: { 'x-admin': 'yes' } };
    expect((await app.request('GET', '/products', admin)).json.items[1]).toMatchObject({ maker: 2 });
    const order = (await app.request('GET', '/orders/1?include=notes.author', admin)).json;
    expect(mistakesOf({ json: order } as never)).toEqual(['include unknown_field']);
    expect((await app.request('GET', '/orders/1?include=notes', admin)).json).toMatchObject({
      lines: [{ id: 1 }, { id: 2 }, { id: 3 }],
      notes: [{}, { author: { name: 'Eve' } }],
      tags: [1, 2, 3],
    });
  });

  it('a write leaves a reference alone whose row the caller may not see', async () => {
    expect(await asked('PATCH', '/products/2', { name: 'Bolt 2' })).toEqual({ id: 2, name: 'Bolt 2', maker: null });
    const { maker } = await app.dataSource.manager.findOneOrFail(Product, {
      where: { id: 2 },
      relations: { maker: true },
    });
    expect(maker?.id).toBe(2);
  });

  it('a write that changes nothing shows a hidden row as none, as ever', async () => {
    const answer = await asked('PATCH', '/orders/2?include=customer', { customerId: 2 });
    expect(app.statements.updates).toEqual([]);
    expect(answer).toMatchObject({ id: 2, customerId: 2, customer: null });
  });

  it('pages stay right with collections and an order by a related column', async () => {
    const ids = async (path: string) => {
      const { items, total } = await asked('GET', path);
      return { ids: items.map(({ id }: { id: number }) => id), total };
    };
    const path = '/orders?sort=-customer.name&include=notes,customer&page_size=1';
    expect(await ids(`${path}&page=1`)).toEqual({ ids: [1], total: 2 });
    expect(await ids(`${path}&page=2`)).toEqual({ ids: [2], total: 2 });
    expect((await asked('GET', `${path}&page=1`)).items[0]).toMatchObject({ lines: bare.lines, notes });
  });

  describe('a refusal', () => {
    const refused = async (method: string, path: string, json?: unknown) => {
      const answer = await app.request(method, path, json === undefined ? {} : { json });
      expect(answer.status).toBe(422);
      expect(app.statements.statements).toEqual([]);
      return { mistakes: mistakesOf(answer), detail: answer.json.errors[0].detail as string };
    };

    it.each([
      ['GET', '/orders'],
      ['GET', '/orders/1'],
      ['POST', '/orders'],
      ['PATCH', '/orders/1'],
    ])('names the parameter and what may be meant: %s %s', async (method, path) => {
      const body = method === 'GET' ? undefined : { title: 'x' };
      expect(await refused(method, `${path}?include=note`, body)).toEqual({
        mistakes: ['include unknown_field'],
        detail: 'There is no relation "note" to include. Did you mean "notes"?',
      });
    });

    it('comes for what is always there, what is hidden, and what is a column', async () => {
      for (const path of ['lines', 'tags', 'carrier', 'title', 'notes.order', 'Notes', ' notes', 'notes,']) {
        const { mistakes } = await refused('GET', `/orders?include=${encodeURIComponent(path)}`);
        expect(mistakes).toEqual(['include unknown_field']);
      }
    });

    it('comes for too many paths, paths too deep, and a second parameter', async () => {
      expect((await refused('GET', '/orders?include=a,b,c,d')).mistakes).toEqual(['include too_many']);
      expect((await refused('GET', '/orders?include=lines.a.b.c.d')).mistakes).toEqual(['include too_deep']);
      expect((await refused('GET', '/orders?include=notes&include=customer')).mistakes).toEqual(['include repeated']);
    });

    it('comes where nothing is optional, and from a delete', async () => {
      expect((await refused('GET', '/flat?include=lines')).mistakes).toEqual(['include unknown_parameter']);
      expect((await refused('GET', '/flat/1?include=lines')).mistakes).toEqual(['include unknown_parameter']);
      expect((await refused('DELETE', '/orders/1?include=notes')).mistakes).toEqual(['include unknown_parameter']);
    });
  });

  it('the document has the parameter and the optional fields', () => {
    const { paths, components } = SwaggerModule.createDocument(app.app, {
      openapi: '3.0.0',
      info: { title: '', version: '' },
    });
    const parameterOf = (path: string, method: 'get' | 'post' | 'patch' | 'delete') =>
      paths[path]?.[method]?.parameters?.find((parameter) => 'name' in parameter && parameter.name === 'include');
    const expected = {
      in: 'query',
      required: false,
      style: 'form',
      explode: false,
      schema: {
        type: 'array',
        items: { type: 'string', enum: ['customer', 'lines.product', 'lines.notes', 'notes'] },
      },
    };
    expect(parameterOf('/orders', 'get')).toMatchObject(expected);
    expect(parameterOf('/orders', 'post')).toMatchObject(expected);
    expect(parameterOf('/orders/{id}', 'get')).toMatchObject(expected);
    expect(parameterOf('/orders/{id}', 'patch')).toMatchObject(expected);
    expect(parameterOf('/orders/{id}', 'delete')).toBeUndefined();
    expect(parameterOf('/flat', 'get')).toBeUndefined();
    expect(components?.schemas?.OrderRead).toMatchObject({
      required: ['id', 'title', 'customerId', 'lines', 'tags'],
    });
  });
});

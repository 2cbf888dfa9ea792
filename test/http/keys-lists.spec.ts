import { Field, Nested, ReadOnly, RestView, View, type ViewContext } from 'nestjs-restview';
import { Label, Order, OrderLine, Remark } from '../fixtures/order-line.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

class RemarkRead {
  @ReadOnly() readonly id!: number;
  @Field() text!: string;
  @Nested(() => LineRead) readonly line!: LineRead | null;
}

class LabelRead {
  @Field() name!: string;
  @Nested(() => LineRead) readonly lines!: LineRead[];
}

class LineRead {
  @Field() orderId!: number;
  @Field() lineNo!: number;
  @Field() title!: string;
  @Nested(() => RemarkRead) readonly remarks!: RemarkRead[];
  @Nested(() => LabelRead) readonly labels!: LabelRead[];
}

class OrderRead {
  @ReadOnly() readonly id!: number;
  @Field() buyer!: string;
  @Nested(() => LineRead) readonly lines!: LineRead[];
}

@View('orders', { model: Order, schema: OrderRead })
class OrderView extends RestView<Order, OrderRead> {}

@View('lines', { model: OrderLine, schema: LineRead })
class LineView extends RestView<OrderLine, LineRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('orderLine.archived = :archived', { archived: false });
  }
}

/** Its scope joins rows, so that each line comes several times. */
@View('busy-lines', { model: OrderLine, schema: LineRead })
class BusyLineView extends RestView<OrderLine, LineRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).innerJoin('orderLine.remarks', 'said');
  }
}

@View('remarks', { model: Remark, schema: RemarkRead })
class RemarkView extends RestView<Remark, RemarkRead> {}

@View('labels', { model: Label, schema: LabelRead })
class LabelView extends RestView<Label, LabelRead> {}

onEveryDatabase((database) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start(
      database,
      express,
      [Order, OrderLine, Remark, Label],
      [OrderView, LineView, RemarkView, LabelView],
    );
    const { manager } = app.dataSource;
    await manager.insert(Order, [{ buyer: 'Ada' }, { buyer: 'Bob' }, { buyer: 'Eve' }]);
    // Parts that look alike when they are put together: 1 and 11, 11 and 1.
    const keys = [1, 2, 3].flatMap((orderId) => [11, 1, 2].map((lineNo) => ({ orderId, lineNo })));
    const titles = ['tea', 'cup', 'tea'];
    await manager.insert(
      OrderLine,
      keys.map((key, index) => ({
        ...key,
        title: titles[index % 3]!,
        archived: key.orderId === 3 && key.lineNo === 2,
      })),
    );
    await manager.insert(Remark, [
      { text: 'late', lineOrderId: 1, lineLineNo: 11 },
      { text: 'good', lineOrderId: 1, lineLineNo: 11 },
      { text: 'late', lineOrderId: 2, lineLineNo: 1 },
      { text: 'late', lineOrderId: 3, lineLineNo: 2 },
      { text: 'stray', lineOrderId: null, lineLineNo: null },
    ]);
    await manager.insert(Label, [{ name: 'new' }, { name: 'sale' }]);
    const label = async (orderId: number, lineNo: number, ...names: string[]) => {
      const line = await manager.findOneByOrFail(OrderLine, { orderId, lineNo });
      await manager.save(Object.assign(line, { labels: names.map((name) => ({ name })) }));
    };
    await label(1, 11, 'new', 'sale');
    await label(1, 1, 'new');
    await label(3, 2, 'sale');
  });
  afterAll(() => app.close());

  const keysOf = (items: readonly OrderLine[]) => items.map(({ orderId, lineNo }) => `${orderId}/${lineNo}`);
  const lines = async (query: string) => {
    const { status, json } = await app.request('GET', `/lines?${query}`);
    expect([status, json.errors]).toEqual([200, undefined]);
    expect(json.total ?? json.items.length).toBe(json.items.length);
    return keysOf(json.items);
  };
  const ALL = ['1/1', '1/2', '1/11', '2/1', '2/2', '2/11', '3/1', '3/11'];

  it('the key orders the list, part by part, and decides between equals', async () => {
    expect(await lines('')).toEqual(ALL);
    expect(await lines('sort=title')).toEqual(['1/1', '2/1', '3/1', '1/2', '1/11', '2/2', '2/11', '3/11']);
    expect(await lines('sort=-title,-lineNo')).toEqual(['1/11', '2/11', '3/11', '1/2', '2/2', '1/1', '2/1', '3/1']);
    expect(await lines('orderId=2&lineNo__gt=1')).toEqual(['2/2', '2/11']);
  });

  it.each(['', 'sort=title&', 'sort=-lineNo&', 'sort=-title,-orderId&', 'remarks.text__isnull=false&'])(
    'pages and cursors show every row once: %s',
    async (query) => {
      const whole = await lines(query);
      const paged: string[] = [];
      for (let page = 1; page <= Math.ceil(whole.length / 3); page += 1) {
        const { json } = await app.request('GET', `/lines?${query}page_size=3&page=${page}`);
        expect(json.total).toBe(whole.length);
        paged.push(...keysOf(json.items));
      }
      expect(paged).toEqual(whole);
      const walked: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const at: string = encodeURIComponent(cursor);
        const { json } = await app.request('GET', `/lines?${query}page_size=3&cursor=${at}`);
        walked.push(...keysOf(json.items));
        cursor = json.next;
      }
      expect(walked).toEqual(whole);
    },
  );

  it('fields= reads the columns it names, and the key tells the rows apart', async () => {
    const { json } = await app.request('GET', '/lines?fields=title,labels.name&orderId=1');
    expect(json.items).toEqual([
      { title: 'cup', labels: [{ name: 'new' }] },
      { title: 'tea', labels: [] },
      { title: 'tea', labels: expect.arrayContaining([{ name: 'new' }, { name: 'sale' }]) },
    ]);
    expect((await app.request('GET', '/lines?fields=lineNo&orderId=2')).json.items).toEqual([
      { lineNo: 1 },
      { lineNo: 2 },
      { lineNo: 11 },
    ]);
  });

  it.each([
    ['remarks.text=late', ['1/11', '2/1']],
    ['remarks__none.text=late', ['1/1', '1/2', '2/2', '2/11', '3/1', '3/11']],
    ['remarks__all.text=late', ['1/1', '1/2', '2/1', '2/2', '2/11', '3/1', '3/11']],
    ['labels.name=new', ['1/1', '1/11']],
    ['labels.name=sale', ['1/11']],
    ['labels__none.name=new', ['1/2', '2/1', '2/2', '2/11', '3/1', '3/11']],
    ['not=or(labels.name=new,remarks.text=late)', ['1/2', '2/2', '2/11', '3/1', '3/11']],
  ])('a filter over a relation of a key of several columns: %s', async (query, expected) => {
    expect(await lines(query)).toEqual(expected);
  });

  it.each([
    ['/remarks?line.title=tea', [1, 2]],
    ['/remarks?line.orderId=2', [3]],
    ['/remarks?line.lineNo=11', [1, 2]],
    ['/remarks?line.labels.name=new', [1, 2]],
    ['/orders?lines.title=tea', [1, 2, 3]],
    ['/orders?lines.lineNo=2', [1, 2]],
    ['/orders?lines__none.lineNo=2', [3]],
    ['/orders?lines__all.lineNo__in=1,11', [3]],
    ['/orders?lines.remarks.text=late', [1, 2]],
    ['/orders?lines.labels.name=sale', [1]],
    ['/labels?lines.orderId=3', []],
  ])('a filter into it, within what its view shows: %s', async (path, expected) => {
    const { status, json } = await app.request('GET', path);
    expect([status, json.errors]).toEqual([200, undefined]);
    expect(json.items.map(({ id, name }: { id?: number; name?: string }) => id ?? name)).toEqual(expected);
    expect(json.total).toBe(expected.length);
  });

  it('rows of the relation come with their own line, hidden ones with none', async () => {
    const { json } = await app.request('GET', '/remarks?fields=id,line.orderId,line.lineNo');
    expect(json.items).toEqual([
      { id: 1, line: { orderId: 1, lineNo: 11 } },
      { id: 2, line: { orderId: 1, lineNo: 11 } },
      { id: 3, line: { orderId: 2, lineNo: 1 } },
      { id: 4, line: null },
      { id: 5, line: null },
    ]);
    const order = await app.request('GET', '/orders/3');
    expect(keysOf(order.json.lines)).toEqual(['3/1', '3/11']);
    const one = await app.request('GET', '/lines/1/11');
    expect(one.json.remarks.map(({ text }: Remark) => text)).toEqual(['late', 'good']);
    expect(one.json.labels.map(({ name }: Label) => name).sort()).toEqual(['new', 'sale']);
  });
});

onEveryDatabase((database) => {
  it('a scope that multiplies rows shows and counts each once', async () => {
    const app = await TestApp.start(database, express, [Order, OrderLine, Remark, Label], [BusyLineView]);
    const { manager } = app.dataSource;
    await manager.insert(Order, [{ buyer: 'Ada' }, { buyer: 'Bob' }]);
    const keys = [
      { orderId: 1, lineNo: 11 },
      { orderId: 1, lineNo: 2 },
      { orderId: 2, lineNo: 1 },
    ];
    await manager.insert(
      OrderLine,
      keys.map((key) => ({ ...key, title: 'tea' })),
    );
    const remark = (at: number, text: string) => {
      const { orderId, lineNo } = keys[at]!;
      return { text, lineOrderId: orderId, lineLineNo: lineNo };
    };
    await manager.insert(Remark, [remark(0, 'a'), remark(0, 'b'), remark(2, 'c'), remark(2, 'd')]);
    const pages = await Promise.all(
      ['', 'page_size=1', 'page_size=1&page=2'].map((query) => app.request('GET', `/busy-lines?${query}`)),
    );
    const shown = pages.map(({ json }) => [
      json.total,
      ...json.items.map(({ orderId, lineNo }: OrderLine) => `${orderId}/${lineNo}`),
    ]);
    await app.close();
    expect(shown).toEqual([
      [2, '1/11', '2/1'],
      [2, '1/11'],
      [2, '2/1'],
    ]);
  });
});

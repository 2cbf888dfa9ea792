import { Post } from '@nestjs/common';
import {
  type Change,
  Conflict,
  Ctx,
  Id,
  RestView,
  systemContext,
  type UpdateOf,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { callerOf } from '../fixtures/caller.js';
import { Discount, Line, LineRead, Order, orderEntities, OrderRead } from '../fixtures/orders.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';
import { express } from '../setup/platforms.js';

let heard: string[] = [];
let fails = false;
let meet: () => Promise<void> = () => Promise.resolve();

/** Lets nobody pass before two are there. */
function meeting(): () => Promise<void> {
  let waiting = 0;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    waiting += 1;
    if (waiting >= 2) open();
    return opened;
  };
}

@View('orders', { model: Order, schema: OrderRead })
class OrderView extends RestView<Order, OrderRead> {
  override async update(order: Order, data: UpdateOf<OrderRead>, context: WriteContext) {
    await meet();
    return super.update(order, data, context);
  }

  override async beforeCommit(action: string, { entity, old }: Change<Order>, { manager }: WriteContext) {
    heard.push(`${action} ${String(old?.total ?? '-')} ${entity?.lines.map(({ code }) => code).join(',') ?? ''}`);
    if (!entity) return;
    entity.total = entity.lines.reduce((sum, { quantity }) => sum + quantity, 0);
    if (fails) throw new Conflict('not today');
    if (entity.code === 'twin') await manager.insert(Line, { orderId: entity.id, code: 'aa', quantity: 1 });
  }

  @Post(':id/twice')
  async twice(@Id() id: number, @Ctx() context: ViewContext) {
    const order = await this.handleGetOne(id, context);
    const before = JSON.stringify(order);
    const { lines } = order;
    fails = true;
    const change = async (write: WriteContext) => {
      await this.updateObject(order, { lines: [{ code: 'zz', quantity: 3 }] }, write);
      await this.saveObject(order, write);
    };
    await this.writeAction('twice', { entity: order }, context, change).catch(() => undefined);
    fails = false;
    const isSame = before === JSON.stringify(order) && lines === order.lines;
    // What was planned and not saved must not come with a later write.
    const abandoned = async (write: WriteContext) => {
      await this.updateObject(order, { lines: [] }, write);
      throw new Conflict('never mind');
    };
    await this.writeAction('abandoned', { entity: order }, context, abandoned).catch(() => undefined);
    await this.writeAction('later', { entity: order }, context, () => {
      order.code = 'later';
    });
    // A write inside a write that fails takes back what it did to an entity of the outer one.
    let isKept = false;
    await this.writeAction('outer', { entity: order }, context, async (write) => {
      const before = order.lines;
      const inner = this.writeAction('inner', { entity: null }, write, async (deeper) => {
        await this.updateObject(order, { lines: [] }, deeper);
        await this.saveObject(order, deeper);
        throw new Conflict('never mind');
      });
      await inner.catch(() => undefined);
      isKept = order.lines === before && before.length === 2;
    });
    return { isSame, isKept, lines: order.lines.length };
  }
}

@View('lines', { model: Line, schema: LineRead })
class LineView extends RestView<Line, LineRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('line.tenantId = :tenant', { tenant: context.caller.tenantId ?? 1 });
  }

  override stampObject(line: Line, isNew: boolean, { caller }: WriteContext) {
    heard.push(`stamp ${line.code} ${String(isNew)} of ${(line.order as Order | undefined)?.code ?? '-'}`);
    if (isNew && caller.admin) line.tenantId = caller.tenantId ?? 1;
  }
}

onEveryDatabase((database) => {
  let app: TestApp;
  const by = (tenant: number, method: string, path: string, json?: unknown, admin = true): Promise<HttpAnswer> =>
    app.request(method, path, {
      headers: { 'x-tenant': String(tenant), ...(admin && { 'x-admin': 'yes' }) },
      ...(json !== undefined && { json }),
    });
  const line = (code: string, more: object = {}) => ({ code, quantity: 1, ...more });
  const codes = async (): Promise<string[]> =>
    (await app.dataSource.manager.find(Line, { order: { id: 'ASC' } })).map(
      ({ code, orderId }) => `${String(orderId)}${code}`,
    );

  beforeAll(async () => {
    app = await TestApp.start(database, express, orderEntities, [OrderView, LineView], { caller: callerOf });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    fails = false;
    meet = () => Promise.resolve();
    await by(1, 'POST', '/orders', { code: 'o1', lines: [line('aa', { position: 1 }), line('bb', { position: 2 })] });
    await by(2, 'PATCH', '/orders/1', { lines: [line('cc', { position: 3 })] });
    heard = [];
    app.statements.clear();
  });

  it('neither shows nor touches rows that the caller may not see', async () => {
    expect(await codes()).toEqual(['1aa', '1bb', '1cc']);
    expect((await by(1, 'GET', '/orders/1')).json.lines).toMatchObject([{ code: 'aa' }, { code: 'bb' }]);
    expect((await by(1, 'PATCH', '/orders/1', { lines: [] })).json.lines).toEqual([]);
    expect(await codes()).toEqual(['1cc']);
    expect((await by(2, 'GET', '/orders/1')).json.lines).toMatchObject([{ id: 3, code: 'cc' }]);
  });

  it('takes a hidden row for a missing one', async () => {
    const hidden = await by(1, 'PATCH', '/orders/1', { lines: [{ id: 1 }, { id: 3, code: 'xx' }] });
    const missing = await by(1, 'PATCH', '/orders/1', { lines: [{ id: 1 }, { id: 9, code: 'xx' }] });
    expect(hidden.status).toBe(422);
    expect(hidden.json.errors).toEqual([
      { pointer: '/lines/1/id', code: 'reference_not_found', detail: 'There is no row 3 here.' },
    ]);
    expect(JSON.stringify(missing.json.errors)).toBe(JSON.stringify(hidden.json.errors).replace('3', '9'));
    expect(await codes()).toEqual(['1aa', '1bb', '1cc']);
  });

  it('makes no rows that the caller could not see', async () => {
    const answer = await by(2, 'PATCH', '/orders/1', { total: 5, lines: [{ id: 3 }, line('dd')] }, false);
    expect(answer.status).toBe(403);
    expect(answer.json).toMatchObject({ code: 'out_of_scope' });
    expect((await by(2, 'POST', '/orders', { code: 'o2', lines: [line('dd')] }, false)).status).toBe(403);
    expect(await codes()).toEqual(['1aa', '1bb', '1cc']);
    expect(await app.dataSource.manager.count(Order)).toBe(1);
    expect(await app.dataSource.manager.findOneByOrFail(Order, { id: 1 })).toMatchObject({ total: 1 });
  });

  it('lets the views of the rows fill in what the server owns, where something is written', async () => {
    await by(1, 'PATCH', '/orders/1', { lines: [{ id: 1, quantity: 4 }, { id: 2 }, line('dd', { position: 9 })] });
    expect(heard).toEqual(['stamp aa false of o1', 'stamp dd true of o1', 'update 1 aa,bb,dd']);
    expect((await by(1, 'GET', '/orders/1')).json).toMatchObject({ total: 6 });
  });

  it('shows the rows to beforeCommit, and keeps what was before', async () => {
    const made = await by(1, 'POST', '/orders', { code: 'o2', lines: [line('ee', { quantity: 5 })] });
    expect(made.json).toMatchObject({ total: 5 });
    expect(heard).toEqual(['stamp ee true of o2', 'create - ee']);
  });

  it('leaves nothing of a write that fails', async () => {
    const before = await by(1, 'GET', '/orders/1');
    fails = true;
    const answer = await by(1, 'PATCH', '/orders/1', {
      code: 'o9',
      lines: [{ id: 2, quantity: 8, discounts: [{ percent: 5 }] }, line('dd', { position: 9 })],
    });
    expect(answer.status).toBe(409);
    expect((await by(1, 'POST', '/orders', { code: 'o2', lines: [line('ee')] })).status).toBe(409);
    fails = false;
    expect((await by(1, 'GET', '/orders/1')).body).toBe(before.body);
    expect(await codes()).toEqual(['1aa', '1bb', '1cc']);
    expect(await app.dataSource.manager.count(Discount)).toBe(0);
  });

  it('leaves nothing in memory either, and nothing planned', async () => {
    expect((await by(1, 'POST', '/orders/1/twice')).json).toEqual({ isSame: true, isKept: true, lines: 2 });
    expect((await by(1, 'GET', '/orders/1')).json).toMatchObject({ code: 'later', lines: [{ id: 1 }, { id: 2 }] });
  });

  it('does not tell what a hook wrote to another table by a field of its own', async () => {
    const answer = await by(1, 'PATCH', '/orders/1', { code: 'twin' });
    expect(answer.status).toBe(409);
    expect(JSON.stringify(answer.json)).not.toContain('"/code"');
  });

  it('works outside a request, with the same checks', async () => {
    const orders = app.app.get(OrderView);
    const context = systemContext(app.dataSource, { tenantId: 1, admin: true });
    const data = { lines: [{ id: 1, quantity: 3 }] } as UpdateOf<OrderRead>;
    expect((await orders.handleUpdate(1, data, context)).lines).toMatchObject([{ id: 1, quantity: 3 }]);
    const wrong = { lines: [{ id: 3, quantity: 3 }] } as UpdateOf<OrderRead>;
    await expect(orders.handleUpdate(1, wrong, context)).rejects.toMatchObject({ status: 422 });
  });

  it('lets two writers of one parent come one after the other', async () => {
    // On one connection the second would wait for the first to commit before it loads anything.
    if (database.name !== 'sqlite') meet = meeting();
    const answers = await Promise.all([
      by(1, 'PATCH', '/orders/1', { lines: [line('x1', { position: 11 }), line('x2', { position: 12 })] }),
      by(1, 'PATCH', '/orders/1', { lines: [line('y1', { position: 11 }), line('y2', { position: 12 })] }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const stored = await codes();
    expect([
      ['1cc', '1x1', '1x2'],
      ['1cc', '1y1', '1y2'],
    ]).toContainEqual(stored);
  });

  it('lets ten writers change rows of one parent, and loses none', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        by(1, 'PATCH', '/orders/1', { lines: [{ id: 1 }, { id: 2, quantity: index + 20 }] }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect((await by(1, 'GET', '/orders/1')).json.lines).toMatchObject([
      { id: 1, version: 1 },
      { id: 2, version: 11 },
    ]);
  });
});

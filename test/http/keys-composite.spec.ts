import { Get, Post } from '@nestjs/common';
import { ApiParam, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import {
  type CompositeKey,
  ConfigurationError,
  Ctx,
  describeView,
  Field,
  Id,
  type Key,
  NotFound,
  RestView,
  systemContext,
  View,
  type ViewClass,
  type ViewContext,
} from 'nestjs-restview';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Label, Order, OrderLine, Remark } from '../fixtures/order-line.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { mistakesOf } from '../setup/answers.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

/** A route that is written once, for keys of whatever form. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any view with a flag
function Archivable<Base extends ViewClass<RestView<any, any>>>(base: Base) {
  abstract class ArchivableView extends base {
    @Post(':id/archive')
    @ApiParam({ name: 'id', type: 'integer', description: 'What is archived.' })
    async archive(@Id() id: Key, @Ctx() context: ViewContext) {
      const entity = await this.handleGetOne(id, context);
      await this.writeAction('archive', { entity }, context, () => {
        entity.archived = true;
      });
      return this.toResponse(entity);
    }
  }
  return ArchivableView;
}

@Entity()
class Plain {
  @PrimaryColumn() id!: number;
  @Column({ default: false }) archived!: boolean;
}

/** Its key has a part called `id`, and one that TypeScript allows and a path does not. */
@Entity()
class Member {
  @PrimaryColumn() id!: number;
  @PrimaryColumn() $größe!: number;
  @Column({ default: false }) archived!: boolean;
}

class Place {
  @PrimaryColumn({ length: 10 }) aisle!: string;
  @PrimaryColumn() shelf!: number;
}

@Entity()
class Stock {
  @Column(() => Place) place!: Place;
  @PrimaryColumn({ type: 'date' }) day!: string;
  @PrimaryColumn({ type: 'simple-enum', enum: ['in', 'out'] }) way!: 'in' | 'out';
  @Column() pieces!: number;
}

@View('order-lines', { model: OrderLine })
class OrderLineView extends Archivable(RestView<OrderLine>) {
  @Get('stats/today')
  stats() {
    return { today: 1 };
  }

  @Get(':id/twin-of/:other')
  twin(@Id() id: CompositeKey, @Id('other') other: CompositeKey) {
    return { id, other };
  }

  @Get('first/:orderId/:lineNo')
  first(@Id() id: Key) {
    return { id };
  }
}

/** Inherits all, on a path that has a parameter of the name of a key's part. */
@View('orders/:orderId/lines', { names: { many: 'inner lines' } })
class InnerLineView extends OrderLineView {
  override buildQuery(context: ViewContext) {
    const orderId = Number(context.request?.params?.['orderId']);
    return super.buildQuery(context).andWhere('orderLine.orderId = :order', { order: orderId });
  }
}

class NewNumber {
  @Field() lineNo!: number;
}

/** A part of the key can be changed, within the scope. */
@View('numbers', { model: OrderLine, schemaUpdate: NewNumber })
class NumberView extends RestView<OrderLine> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('orderLine.lineNo < 100');
  }
}

@View('plain', { model: Plain })
class PlainView extends Archivable(RestView<Plain>) {}

@View('members', { model: Member })
class MemberView extends Archivable(RestView<Member>) {
  @Get('spelled/:id/:_gr__e')
  spelled(@Id() id: Key) {
    return { id };
  }

  override async getOneEndpoint(id: Key, context: ViewContext) {
    context.setHeader('X-Key', encodeURIComponent(JSON.stringify(id)));
    return super.getOneEndpoint(id, context);
  }
}

@View('stock', { model: Stock })
class StockView extends RestView<Stock> {}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start(
      database,
      platform,
      [Order, OrderLine, Remark, Label, Plain, Member, Stock],
      [OrderLineView, InnerLineView, NumberView, PlainView, MemberView, StockView],
    );
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    const { manager } = app.dataSource;
    await app.dataSource.synchronize(true);
    await manager.insert(Order, [{ buyer: 'Ada' }, { buyer: 'Bob' }]);
    await manager.insert(OrderLine, [
      { orderId: 1, lineNo: 1, title: 'tea' },
      { orderId: 1, lineNo: 2, title: 'cup' },
      { orderId: 2, lineNo: 1, title: 'pot' },
    ]);
  });

  const line = (orderId: number, lineNo: number, title: string) => ({ orderId, lineNo, title, archived: false });

  it('finds, changes and removes the row with both parts, and no other', async () => {
    expect((await app.request('GET', '/order-lines/1/2')).json).toEqual(line(1, 2, 'cup'));
    expect((await app.request('PATCH', '/order-lines/2/1', { json: { title: 'jug' } })).json).toEqual(
      line(2, 1, 'jug'),
    );
    expect((await app.request('DELETE', '/order-lines/1/1')).status).toBe(204);
    const { json } = await app.request('GET', '/order-lines');
    expect([json.total, json.items]).toEqual([2, [line(1, 2, 'cup'), line(2, 1, 'jug')]]);
  });

  it('tells where a created row is found, and the row is there', async () => {
    const created = await app.request('POST', '/order-lines?', { json: { orderId: 2, lineNo: 9, title: 'lid' } });
    expect([created.status, created.headers.get('location')]).toEqual([201, '/order-lines/2/9']);
    expect((await app.request('GET', '/order-lines/2/9')).json).toEqual(created.json);
    const again = await app.request('POST', '/order-lines', { json: { orderId: 2, lineNo: 9, title: 'lid' } });
    expect(again.status).toBe(409);
  });

  it('a key that no row has is 404, by its text; one path segment is no route', async () => {
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const answer = await app.request(method, '/order-lines/2/7', method === 'PATCH' ? { json: {} } : {});
      expect([answer.status, answer.json.detail]).toEqual([404, 'There is no OrderLine with the id 2/7.']);
    }
    expect((await app.request('GET', '/order-lines/2')).status).toBe(404);
    expect((await app.request('GET', '/order-lines/2/')).status).toBe(404);
    expect((await app.request('GET', '/order-lines/2/1/1')).status).toBe(404);
  });

  it('what is wrong with a part is 422 with its name, all parts and the body in one answer', async () => {
    const both = await app.request('PATCH', '/order-lines/x/99999', { json: { title: 5 } });
    expect([both.status, mistakesOf(both)]).toEqual([422, ['orderId type', 'lineNo out_of_range', '/title type']]);
    expect(both.json.errors[0].detail).toBe('"orderId" must be an integer.');
    for (const part of ['1e0', '0x1', '%20', '1.5']) {
      expect(mistakesOf(await app.request('GET', `/order-lines/1/${part}`))).toEqual(['lineNo type']);
      expect(mistakesOf(await app.request('POST', `/order-lines/${part}/1/archive`))).toEqual(['orderId type']);
    }
  });

  it('a method that a path has not is 405, with those that it has', async () => {
    const item = await app.request('POST', '/order-lines/1/1');
    expect([item.status, item.headers.get('allow')]).toEqual([405, 'DELETE, GET, HEAD, PATCH']);
    const action = await app.request('GET', '/order-lines/1/1/archive');
    expect([action.status, action.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('static segments win over parts of the key', async () => {
    expect((await app.request('GET', '/order-lines/stats/today')).json).toEqual({ today: 1 });
    expect((await app.request('GET', '/order-lines/first/2/1')).json).toEqual({ id: { orderId: 2, lineNo: 1 } });
  });

  it(':id stands for the key in a route of a mixin, on keys of any form', async () => {
    expect((await app.request('POST', '/order-lines/1/2/archive')).json).toEqual({
      ...line(1, 2, 'cup'),
      archived: true,
    });
    expect((await app.request('GET', '/order-lines/1/1')).json.archived).toBe(false);
    await app.request('POST', '/plain', { json: { id: 5 } });
    expect((await app.request('POST', '/plain/5/archive')).json).toEqual({ id: 5, archived: true });
    await app.request('POST', '/members', { json: { id: 5, $größe: 3 } });
    expect((await app.request('POST', '/members/5/3/archive')).json).toEqual({ id: 5, $größe: 3, archived: true });
  });

  it('a further key is one segment', async () => {
    expect((await app.request('GET', '/order-lines/1/2/twin-of/3%2F4')).json).toEqual({
      id: { orderId: 1, lineNo: 2 },
      other: { orderId: 3, lineNo: 4 },
    });
    expect(mistakesOf(await app.request('GET', '/order-lines/1/2/twin-of/3'))).toEqual(['other type']);
  });

  it('an override of an endpoint gets the parts by their properties', async () => {
    const created = await app.request('POST', '/members', { json: { id: 5, $größe: 3 } });
    expect(created.headers.get('location')).toBe('/members/5/3');
    const { headers } = await app.request('GET', '/members/5/3');
    expect(JSON.parse(decodeURIComponent(headers.get('x-key')!))).toEqual({ id: 5, $größe: 3 });
    expect((await app.request('GET', '/members/spelled/5/3')).json).toEqual({ id: { id: 5, $größe: 3 } });
  });

  it("parts are named apart from the parameters of the view's path", async () => {
    expect(describeView(InnerLineView).resource?.key?.parameters).toEqual(['orderId_2', 'lineNo']);
    expect((await app.request('GET', '/orders/2/lines/2/1')).json).toEqual(line(2, 1, 'pot'));
    expect((await app.request('GET', '/orders/1/lines/2/1')).status).toBe(404);
    expect((await app.request('POST', '/orders/1/lines/1/2/archive')).json.archived).toBe(true);
    expect(mistakesOf(await app.request('GET', '/orders/1/lines/x/1'))).toEqual(['orderId_2 type']);
  });

  it('parts may be text, dates and enums, and stand in an embedded', async () => {
    const row = { place: { aisle: 'a/b', shelf: 2 }, day: '2024-02-29', way: 'in', pieces: 3 };
    const created = await app.request('POST', '/stock', { json: row });
    const location = created.headers.get('location')!;
    expect([created.status, created.json]).toEqual([201, row]);
    const { key } = describeView(StockView).resource!;
    const values: Record<string, string> = { aisle: 'a%2Fb', shelf: '2', day: '2024-02-29', way: 'in' };
    const path = (changed: object = {}) =>
      key!.parameters.map((name) => `/${{ ...values, ...changed }[name]!}`).join('');
    expect(location).toBe(`/stock${path()}`);
    expect((await app.request('GET', location)).json).toEqual(row);
    expect((await app.request('PATCH', location, { json: { pieces: 4 } })).json.pieces).toBe(4);
    expect((await app.request('GET', `/stock${path({ way: 'out' })}`)).status).toBe(404);
    expect(mistakesOf(await app.request('GET', `/stock${path({ way: 'up', day: '2023-02-29' })}`))).toEqual(
      expect.arrayContaining(['way enum', expect.stringMatching(/^day /)]),
    );
    expect((await app.request('DELETE', location)).status).toBe(204);
  });

  it('a change of the key answers with the row, which is found by the new one', async () => {
    const moved = await app.request('PATCH', '/numbers/1/2', { json: { lineNo: 5 } });
    expect([moved.status, moved.json]).toEqual([200, line(1, 5, 'cup')]);
    expect((await app.request('GET', '/numbers/1/2')).status).toBe(404);
    expect((await app.request('GET', '/numbers/1/5')).json).toEqual(line(1, 5, 'cup'));
    expect((await app.request('PATCH', '/numbers/1/5', { json: { lineNo: 1 } })).status).toBe(409);
    const hidden = await app.request('PATCH', '/numbers/1/5', { json: { lineNo: 100 } });
    expect([hidden.status, hidden.json.code]).toEqual([403, 'out_of_scope']);
    expect((await app.request('GET', '/numbers/1/5')).status).toBe(200);
  });

  describe('from code', () => {
    const view = () => app.app.get(OrderLineView);
    const context = () => systemContext(app.dataSource, {});

    it('takes the parts, or the text of the key', async () => {
      const byParts = await view().handleGetOne({ lineNo: 2, orderId: 1 }, context());
      const byText = await view().handleGetOne('1/2', context());
      expect([byParts.title, byText.title]).toEqual(['cup', 'cup']);
      const whole = await view().handleGetOne({ orderId: '1', lineNo: 2, title: 'x' }, context());
      expect(whole.title).toBe('cup');
      await view().handleDelete({ orderId: 1, lineNo: 2 }, context());
      await expect(view().handleGetOne('1/2', context())).rejects.toThrow(NotFound);
    });

    it('what can be no key of a row is no row', async () => {
      app.statements.clear();
      for (const key of [
        '1',
        '1/2/3',
        'x/1',
        '%/1',
        7,
        { orderId: 'x', lineNo: 1 },
        { orderId: 1, lineNo: 1.5 },
        { orderId: 1, lineNo: 99999 },
      ]) {
        await expect(view().handleGetOne(key, context())).rejects.toThrow(NotFound);
      }
      expect(app.statements.statements).toEqual([]);
    });

    it('a key that lacks a part is a mistake of the code', async () => {
      const incomplete = view().handleGetOne({ orderId: 1 }, context());
      await expect(incomplete).rejects.toThrow(ConfigurationError);
      await expect(incomplete).rejects.toThrow(
        'OrderLineView: was asked for a row by a key without lineNo. Give { orderId, lineNo }.',
      );
      const unstored = app.app.get(PlainView).handleGetOne(new Plain().id, context());
      await expect(unstored).rejects.toThrow('PlainView: was asked for a row without a key. Give the value of id.');
    });
  });

  it('the document has each part with its type', () => {
    const { paths } = SwaggerModule.createDocument(app.app, new DocumentBuilder().build());
    const parametersAt = (path: string, method: 'get' | 'post' | 'patch' | 'delete') =>
      (paths[path]?.[method]?.parameters ?? [])
        .filter((parameter) => 'in' in parameter && parameter.in === 'path')
        .map((parameter) => 'name' in parameter && [parameter.name, parameter.schema]);
    const integer: unknown = expect.objectContaining({ type: 'integer', maximum: expect.any(Number) });
    const parts = [
      ['orderId', integer],
      ['lineNo', expect.objectContaining({ type: 'integer', minimum: -32768, maximum: 32767 })],
    ];
    for (const method of ['get', 'patch', 'delete'] as const) {
      expect(parametersAt('/order-lines/{orderId}/{lineNo}', method)).toEqual(parts);
    }
    expect(parametersAt('/order-lines/{orderId}/{lineNo}/archive', 'post')).toEqual(parts);
    expect(parametersAt('/order-lines/{orderId}/{lineNo}/twin-of/{other}', 'get')).toEqual(
      expect.arrayContaining([...parts, ['other', { type: 'string' }]]),
    );
    expect(parametersAt('/plain/{id}/archive', 'post')).toEqual([['id', { type: 'integer' }]]);
    const stock = Object.keys(paths).find((path) => path.startsWith('/stock/'))!;
    expect(parametersAt(stock, 'get')).toEqual(
      expect.arrayContaining([
        ['aisle', expect.objectContaining({ type: 'string' })],
        ['shelf', integer],
        ['day', { type: 'string', format: 'date' }],
        ['way', { type: 'string', enum: ['in', 'out'] }],
      ]),
    );
  });

  it('the definition tells the key', () => {
    const { key, idType } = describeView(OrderLineView).resource!;
    expect([key?.path, key?.parameters, key?.isPrimary, idType]).toEqual([
      '/:orderId/:lineNo',
      ['orderId', 'lineNo'],
      true,
      null,
    ]);
    expect(describeView(MemberView).resource?.key?.path).toBe('/:id/:_gr__e');
    expect(describeView(PlainView).resource?.key).toMatchObject({ path: '/:id', parameters: ['id'] });
    expect(describeView(OrderLineView).routes).toContainEqual({
      method: 'archive',
      action: 'archive',
      operationId: 'archiveOrderLine',
      httpMethod: 'POST',
      path: '/:orderId/:lineNo/archive',
    });
  });
});

it('a path that names a part beside the key is a mistake', () => {
  @View('twice', { model: OrderLine })
  class TwiceView extends RestView<OrderLine> {
    @Get(':id/moved-to/:lineNo')
    moved(@Id() id: Key) {
      return { id };
    }
  }
  expect(() => describeView(TwiceView)).toThrow(
    'TwiceView.moved: has a path with lineNo twice: ":id" stands for the whole key of the view. ' +
      'Write ":id" for the key, and give the other parameters of the path other names.',
  );
});

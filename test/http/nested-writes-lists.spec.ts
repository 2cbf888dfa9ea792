import { RestView, View } from 'nestjs-restview';
import { Discount, Line, LogRead, Note, Order, orderEntities, OrderRead, Tax } from '../fixtures/orders.js';
import { TestApp } from '../fixtures/test-app.js';
import type { HttpAnswer } from '../setup/http.js';
import { addCheckOn } from '../setup/mysql-checks.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

@View('orders', { model: Order, schema: OrderRead })
class OrderView extends RestView<Order, OrderRead> {}

@View('logs', { model: Order, schema: LogRead })
class LogView extends RestView<Order, LogRead> {}

interface Mistake {
  readonly pointer?: string;
  readonly code: string;
}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  const send = (method: string, path: string, json?: unknown): Promise<HttpAnswer> =>
    app.request(method, path, json === undefined ? {} : { json });
  const post = (json: unknown) => send('POST', '/orders', json);
  const patch = (id: number, json: unknown) => send('PATCH', `/orders/${String(id)}`, json);
  const get = (id: number) => send('GET', `/orders/${String(id)}`);
  const mistakes = ({ status, json }: HttpAnswer): string[] => {
    expect(status).toBe(422);
    return (json as { errors: Mistake[] }).errors.map(({ pointer, code }) => `${pointer ?? '-'} ${code}`);
  };
  const line = (code: string, more: object = {}) => ({ code, quantity: 1, ...more });
  const writes = () => [...app.statements.inserts, ...app.statements.updates, ...app.statements.deletes];

  beforeAll(async () => {
    app = await TestApp.start(database, platform, orderEntities, [OrderView, LogView]);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await addCheckOn(app, 'purchase_line', 'positive_quantity', 'quantity <> 13');
    app.statements.clear();
  });

  /** Order 1 with lines 1 and 2, order 2 with line 3. */
  const twoOrders = async () => {
    expect((await post({ code: 'o1', lines: [line('aa', { position: 1 }), line('bb', { position: 2 })] })).status).toBe(
      201,
    );
    expect((await post({ code: 'o2', lines: [line('cc')] })).status).toBe(201);
    app.statements.clear();
  };

  describe('a create', () => {
    it('makes the rows with their parent, grandchildren included, one INSERT each', async () => {
      const made = await post({
        code: 'o1',
        lines: [
          line('aa', { position: 1, discounts: [{ percent: 5 }, { percent: 10 }] }),
          line('bb', { position: 2 }),
          line('cc', { position: 3, discounts: [] }),
        ],
        taxes: [{ kind: 'vat', rate: 20 }],
      });
      expect(made.status).toBe(201);
      expect(made.json).toMatchObject({
        id: 1,
        lines: [
          { id: 1, orderId: 1, code: 'aa', version: 1 },
          { id: 2, code: 'bb', discounts: [] },
          { id: 3, code: 'cc' },
        ],
        notes: [],
        taxes: [{ kind: 'vat', rate: 20 }],
      });
      expect(made.json.lines[0].discounts.map((one: { percent: number }) => one.percent).sort()).toEqual([10, 5]);
      expect(app.statements.inserts).toHaveLength(1 + 3 + 2 + 1);
      expect([...app.statements.updates, ...app.statements.deletes]).toEqual([]);
      expect((await get(1)).body).toBe(made.body);
    });

    it('of three lines is four INSERTs and what the response reads', async () => {
      await post({ code: 'o1', lines: [line('aa', { position: 1 }), line('bb', { position: 2 }), line('cc')] });
      const { inserts, selects } = app.statements;
      expect(inserts).toHaveLength(4);
      // Lines, discounts of the lines, notes, taxes.
      expect(selects).toHaveLength(4);
      expect(app.statements.work).toHaveLength(8);
    });

    it('without the rows makes none', async () => {
      const made = await post({ code: 'o1' });
      expect(made.json).toMatchObject({ lines: [], notes: [], taxes: [] });
    });

    it('takes no key that the server makes, of whatever row', async () => {
      await twoOrders();
      expect(mistakes(await post({ code: 'o3', lines: [line('dd', { id: 1 }), line('ee', { id: 999 })] }))).toEqual([
        '/lines/0/id reference_not_found',
        '/lines/1/id reference_not_found',
      ]);
      expect(await app.dataSource.manager.count(Order)).toBe(2);
    });

    it('tells every mistake of every item in one answer', async () => {
      const answer = await post({
        lines: [
          line('a', { quantitty: 2 }),
          { code: 'bb' },
          null,
          'x',
          [],
          line('ff', { quantity: 0, discounts: [{ percent: 'many' }, { percent: 0 }] }),
        ],
        notes: null,
        taxes: {},
      });
      expect(mistakes(answer).sort()).toEqual(
        [
          '/code required',
          '/lines/0/quantitty unknown_field',
          '/lines/0/code is_length',
          '/lines/1/quantity required',
          '/lines/2 type',
          '/lines/3 type',
          '/lines/4 type',
          '/lines/5/quantity min',
          '/lines/5/discounts/0/percent is_int',
          '/lines/5/discounts/0/percent min',
          '/lines/5/discounts/1/percent min',
          '/notes null_not_allowed',
          '/taxes type',
        ].sort(),
      );
    });

    it('is refused whole when a row is', async () => {
      await twoOrders();
      const answer = await post({ code: 'o3', lines: [line('dd', { position: 1 }), line('aa', { position: 2 })] });
      expect(answer.status).toBe(409);
      expect(answer.json.errors).toEqual([expect.objectContaining({ pointer: '/lines/1/code', code: 'unique' })]);
      expect(await app.dataSource.manager.count(Order)).toBe(2);
      expect(await app.dataSource.manager.count(Line)).toBe(3);
    });
  });

  describe('a replacing list', () => {
    beforeEach(twoOrders);

    it('changes by key, makes without one, and removes what it does not list', async () => {
      const answer = await patch(1, { lines: [{ id: 2, quantity: 7 }, line('dd', { position: 1 })] });
      expect(answer.status).toBe(200);
      expect(answer.json.lines).toMatchObject([
        { id: 2, code: 'bb', quantity: 7, version: 2 },
        { id: 4, code: 'dd', quantity: 1, version: 1 },
      ]);
      expect(app.statements.deletes).toHaveLength(1);
      expect(app.statements.updates).toHaveLength(1);
      expect(app.statements.inserts).toHaveLength(1);
      expect((await get(1)).body).toBe(answer.body);
      expect((await get(2)).json.lines).toHaveLength(1);
    });

    it('is left alone by a body without it, and emptied by []', async () => {
      expect((await patch(1, { total: 3 })).json.lines).toHaveLength(2);
      expect((await patch(1, { lines: [] })).json.lines).toEqual([]);
      expect(await app.dataSource.manager.count(Line)).toBe(1);
    });

    it('of what was read changes nothing and writes nothing', async () => {
      await patch(1, {
        notes: [{ text: 'n' }],
        taxes: [{ kind: 'vat', rate: 1 }],
        lines: [{ id: 1, discounts: [{ percent: 3 }] }],
      });
      const before = await get(1);
      app.statements.clear();
      const answer = await patch(1, before.json);
      expect(answer.status).toBe(200);
      expect(answer.body).toBe(before.body);
      expect(writes()).toEqual([]);
      expect((await get(1)).body).toBe(before.body);
    });

    it('writes one row of fifty by one UPDATE', async () => {
      const lines = Array.from({ length: 50 }, (_, index) => line(`l${String(index)}`, { position: index }));
      const { json } = await post({ code: 'big', lines });
      app.statements.clear();
      json.lines[20].quantity = 5;
      const answer = await patch(json.id as number, json);
      expect(answer.json.lines[20]).toMatchObject({ quantity: 5, version: 2 });
      expect(app.statements.updates).toHaveLength(1);
      expect(writes()).toHaveLength(1);
    });

    it('looks for the rows of all of its rows together', async () => {
      const lines = Array.from({ length: 30 }, (_, index) =>
        line(`l${String(index)}`, { position: index, discounts: [{ percent: 1 }, { percent: 2 }] }),
      );
      const { json } = await post({ code: 'big', lines });
      app.statements.clear();
      expect((await patch(json.id as number, json)).json).toEqual(json);
      expect(writes()).toEqual([]);
      // The order, its three lists and the discounts for the answer; a lock and the rows of each list that is written.
      expect(app.statements.selects.length).toBeLessThanOrEqual(5 + 3 + 3 + 1);
    });

    it('refuses rows of other parents, missing rows and grandchildren in the same words', async () => {
      await patch(1, { lines: [{ id: 1, discounts: [{ percent: 1 }] }, { id: 2 }] });
      const { json } = await get(1);
      const discount = json.lines[0].discounts[0].id as string;
      app.statements.clear();
      const other = await patch(1, { lines: [{ id: 1 }, { id: 2 }, { id: 3, quantity: 9 }] });
      const missing = await patch(1, { lines: [{ id: 1 }, { id: 2 }, { id: 999, quantity: 9 }] });
      expect(mistakes(other)).toEqual(['/lines/2/id reference_not_found']);
      expect(mistakes(missing)).toEqual(['/lines/2/id reference_not_found']);
      expect(other.json.errors[0].detail).toBe(missing.json.errors[0].detail.replace('999', '3'));
      expect(mistakes(await patch(1, { lines: [{ id: 1 }, { id: 2, discounts: [{ id: discount }] }] }))).toEqual([
        '/lines/1/discounts/0/id reference_not_found',
      ]);
      expect(mistakes(await patch(1, { lines: [line('xx', { discounts: [{ id: discount, percent: 1 }] })] }))).toEqual([
        '/lines/0/discounts/0/id reference_not_found',
      ]);
      expect((await get(1)).body).toBe(JSON.stringify(json));
      expect((await get(2)).json.lines).toMatchObject([{ id: 3, orderId: 2, quantity: 1 }]);
    });

    it('does not move rows between parents, by their key or by their foreign key', async () => {
      expect(mistakes(await patch(2, { lines: [{ id: 3 }, { id: 1 }] }))).toEqual(['/lines/1/id reference_not_found']);
      const answer = await patch(1, { lines: [{ id: 1, orderId: 2 }, { id: 2 }, line('dd', { orderId: 2 })] });
      expect(answer.status).toBe(200);
      expect(answer.json.lines.map((one: { orderId: number }) => one.orderId)).toEqual([1, 1, 1]);
      expect((await get(2)).json.lines).toHaveLength(1);
    });

    it.each([
      ['text', '1', 'type'],
      ['an object', { id: 1 }, 'type'],
      ['a list', [1], 'type'],
      ['null', null, 'null_not_allowed'],
      ['a fraction', 1.5, 'type'],
      ['a huge number', 1e300, 'out_of_range'],
    ])('refuses %s as a key', async (_name, id, code) => {
      const answer = await patch(1, { lines: [{ id, quantity: 2 }] });
      expect(mistakes(answer)).toEqual([
        expect.stringMatching(new RegExp(`^/lines/0/id (${code}|type|out_of_range)$`)),
      ]);
      expect(writes()).toEqual([]);
    });

    it('refuses a row that is listed twice, too many rows, and what is no list', async () => {
      expect(mistakes(await patch(1, { lines: [{ id: 1 }, { id: 2 }, { id: 1, quantity: 4 }] }))).toEqual([
        '/lines/2/id duplicate',
      ]);
      const many = Array.from({ length: 10_000 }, (_, index) => line(`l${String(index)}`));
      expect(mistakes(await patch(1, { lines: many.slice(0, 1001) }))).toEqual(['/lines too_many']);
      expect([413, 422]).toContain((await patch(1, { lines: many })).status);
      expect(mistakes(await patch(1, { lines: { 0: { id: 1 } } }))).toEqual(['/lines type']);
      expect(mistakes(await patch(1, { lines: null }))).toEqual(['/lines null_not_allowed']);
      expect(mistakes(await patch(1, { lines: [[{ id: 1 }], null] }))).toEqual(['/lines/0 type', '/lines/1 type']);
      expect(writes()).toEqual([]);
    });

    it('asks nothing of a change, and everything of a new row', async () => {
      expect((await patch(1, { lines: [{ id: 1 }] })).json.lines).toHaveLength(1);
      expect(mistakes(await patch(1, { lines: [{ id: 1, quantity: null }, { position: 4 }] }))).toEqual([
        '/lines/0/quantity null_not_allowed',
        '/lines/1/code required',
        '/lines/1/quantity required',
      ]);
    });

    it('lets values of a unique constraint move on, in either direction', async () => {
      await patch(1, { lines: [{ id: 1 }, { id: 2 }, line('dd', { position: 3 })] });
      const up = await patch(1, {
        lines: [
          { id: 1, position: 2 },
          { id: 2, position: 3 },
          { id: 4, position: 4 },
        ],
      });
      expect(up.status).toBe(200);
      const down = await patch(1, {
        lines: [
          { id: 4, position: 3 },
          { id: 2, position: 2 },
          { id: 1, position: 1 },
        ],
      });
      expect(down.status).toBe(200);
      // A row that goes leaves its place to one that comes, or that stays.
      const taken = await patch(1, { lines: [{ id: 2, position: 1 }, line('ee', { position: 3 })] });
      expect(taken.json.lines).toMatchObject([
        { id: 2, position: 1 },
        { code: 'ee', position: 3 },
      ]);
    });

    it('cannot swap them, and says so without a field that it must not name', async () => {
      const answer = await patch(1, {
        total: 9,
        lines: [
          { id: 1, position: 2 },
          { id: 2, position: 1 },
        ],
      });
      expect(answer.status).toBe(409);
      expect(JSON.stringify(answer.json)).not.toContain('"/position"');
      expect((await get(1)).json).toMatchObject({ total: 0, version: 1, lines: [{ position: 1 }, { position: 2 }] });
    });

    it('tells what the database refuses by the field of the row, never by one of the parent', async () => {
      const unique = await patch(1, { lines: [{ id: 1 }, { id: 2, code: 'cc' }] });
      expect(unique.status).toBe(409);
      expect(unique.json.errors).toEqual([expect.objectContaining({ pointer: '/lines/1/code' })]);
      const check = await patch(1, { lines: [{ id: 1, quantity: 13 }] });
      expect(check.status).toBe(422);
      expect(JSON.stringify(check.json.errors ?? [])).not.toContain('"/quantity"');
      expect((await get(1)).json.lines).toMatchObject([{ id: 1 }, { id: 2, code: 'bb' }]);
    });

    it('writes grandchildren of rows that do not change', async () => {
      const answer = await patch(1, { lines: [{ id: 1, discounts: [{ percent: 5 }] }, { id: 2 }] });
      expect(answer.json.lines[0]).toMatchObject({ version: 1, discounts: [{ percent: 5 }] });
      expect(writes()).toHaveLength(1);
      const { id } = answer.json.lines[0].discounts[0] as { id: string };
      const changed = await patch(1, { lines: [{ id: 1, discounts: [{ id, percent: 6 }] }, { id: 2 }] });
      expect(changed.json.lines[0].discounts).toEqual([{ id, percent: 6 }]);
      expect((await patch(1, { lines: [{ id: 1, discounts: [] }, { id: 2 }] })).json.lines[0].discounts).toEqual([]);
      expect(await app.dataSource.manager.count(Discount)).toBe(0);
    });
  });

  describe('a merging list', () => {
    it('keeps what it does not list, and marks nothing as removed', async () => {
      await post({ code: 'o1', notes: [{ text: 'a' }, { text: 'b' }] });
      const answer = await patch(1, { notes: [{ id: 2, text: 'B' }, { text: 'c' }] });
      expect(answer.json.notes).toEqual([
        { id: 1, text: 'a' },
        { id: 2, text: 'B' },
        { id: 3, text: 'c' },
      ]);
      expect((await patch(1, { notes: [] })).json.notes).toHaveLength(3);
      expect(await app.dataSource.manager.count(Note, { withDeleted: true })).toBe(3);
    });
  });

  describe('a list that only grows', () => {
    beforeEach(() => post({ code: 'o1', notes: [{ text: 'a' }], taxes: [{ kind: 'vat', rate: 1 }] }));

    it('makes rows, and takes no keys', async () => {
      const answer = await send('PATCH', '/logs/1', { notes: [{ text: 'b' }] });
      expect(answer.json.notes).toMatchObject([{ text: 'a' }, { text: 'b' }]);
      expect(mistakes(await send('PATCH', '/logs/1', { notes: [{ id: 1, text: 'x' }] }))).toEqual([
        '/notes/0/id key_not_allowed',
      ]);
      expect(mistakes(await send('POST', '/logs', { code: 'x', notes: [{ id: 1, text: 'x' }] }))).toEqual([
        '/notes/0/id reference_not_found',
      ]);
    });

    it('stands beside a relation without write, which no body changes', async () => {
      const { json } = await send('PATCH', '/logs/1', { taxes: [{ kind: 'vat', rate: 99 }], code: 'o9' });
      expect(json).toMatchObject({ code: 'o9', taxes: [{ rate: 1 }] });
      expect(await app.dataSource.manager.count(Tax)).toBe(1);
    });
  });

  describe('rows with a key that the client chooses', () => {
    beforeEach(() =>
      post({
        code: 'o1',
        taxes: [
          { kind: 'vat', rate: 20 },
          { kind: 'eco', rate: 1 },
        ],
      }),
    );

    it('are made where they are not there, and changed where they are', async () => {
      const answer = await patch(1, {
        taxes: [
          { kind: 'vat', rate: 21 },
          { kind: 'new', rate: 2 },
        ],
      });
      expect(answer.json.taxes).toEqual([
        { kind: 'new', rate: 2 },
        { kind: 'vat', rate: 21 },
      ]);
      expect((await patch(1, { taxes: [{ kind: 'vat' }, { kind: 'new' }] })).json.taxes).toEqual(answer.json.taxes);
    });

    it('need all fields where they are not there', async () => {
      expect(mistakes(await patch(1, { taxes: [{ kind: 'vat' }, { kind: 'new' }] }))).toEqual([
        '/taxes/1/rate required',
      ]);
      expect(mistakes(await patch(1, { taxes: [{ rate: 4 }] }))).toEqual(['/taxes/0/kind required']);
      expect(mistakes(await patch(1, { taxes: [{ kind: 'vat' }, { kind: 'vat' }] }))).toEqual([
        '/taxes/1/kind duplicate',
      ]);
      expect(
        mistakes(
          await post({
            code: 'o2',
            taxes: [
              { kind: 'a', rate: 1 },
              { kind: 'a', rate: 2 },
            ],
          }),
        ),
      ).toEqual(['/taxes/1/kind duplicate']);
    });

    it('belong to their parent also where another one has a row with the same part', async () => {
      await post({ code: 'o2', taxes: [{ kind: 'vat', rate: 5 }] });
      await patch(2, {
        taxes: [
          { kind: 'vat', rate: 6 },
          { kind: 'eco', rate: 7 },
        ],
      });
      expect((await get(1)).json.taxes).toEqual([
        { kind: 'eco', rate: 1 },
        { kind: 'vat', rate: 20 },
      ]);
    });
  });
});

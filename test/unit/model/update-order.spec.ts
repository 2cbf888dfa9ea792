import { inUpdateOrder } from '../../../libs/restview/src/model/update-order.js';
import type { BoundModel } from '../../../libs/restview/src/model/bind-model.js';
import { DataSource } from 'typeorm';
import { Account, Address, Discount, Line, Note, Order, Profile, Setting, Tax } from '../../fixtures/orders.js';

describe('inUpdateOrder', () => {
  let dataSource: DataSource;
  let model: Pick<BoundModel, 'metadata'>;
  beforeAll(async () => {
    const entities = [Order, Line, Discount, Note, Tax, Account, Profile, Address, Setting];
    dataSource = await new DataSource({ type: 'better-sqlite3', database: ':memory:', entities }).initialize();
    model = { metadata: dataSource.getMetadata(Line) };
  });
  afterAll(() => dataSource.destroy());

  /** The ids in the order of their updates, for positions that move `from` → `to`. */
  const order = (...moves: [from: number, to: number][]): number[] => {
    const updates = moves.map(([from, to], id) => ({
      row: Object.assign(new Line(), { id, orderId: 1, position: to, code: String(id) }),
      before: { id, orderId: 1, position: from, code: String(id) },
    }));
    return inUpdateOrder(model, updates).map(({ row }) => row.id);
  };

  it('lets each come after the one that leaves its place', () => {
    expect(order([1, 2], [2, 3], [3, 4])).toEqual([2, 1, 0]);
    expect(order([3, 2], [2, 1])).toEqual([1, 0]);
    expect(order([1, 1], [2, 5], [3, 2])).toEqual([0, 1, 2]);
  });

  it('keeps rows that want each other’s places, each once', () => {
    expect(order([1, 2], [2, 1]).sort()).toEqual([0, 1]);
    expect(order([1, 2], [2, 3], [3, 1], [4, 5]).sort()).toEqual([0, 1, 2, 3]);
  });
});

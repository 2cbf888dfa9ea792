import { Post } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { IsArray, IsInt, ValidateNested } from 'class-validator';
import {
  type Change,
  Conflict,
  type CreateOf,
  Ctx,
  Forbidden,
  Id,
  ReadOnly,
  RestView,
  type Subject,
  systemContext,
  View,
  type ViewContext,
  WriteOnly,
  type WriteContext,
} from 'nestjs-restview';
import { Type } from 'class-transformer';
import { Column, Entity, OneToMany, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { callerOf } from '../fixtures/caller.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class Product {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ unique: true, length: 40 }) name!: string;
  @Column() price!: number;
  @Column() stock!: number;
}

@Entity()
class Purchase {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 10, default: 'placed' }) state!: string;
  @Column({ default: 0 }) total!: number;
  @OneToMany(() => PurchaseLine, (line) => line.purchase) lines!: Relation<PurchaseLine>[];
}

@Entity()
class PurchaseLine {
  @PrimaryGeneratedColumn() id!: number;
  @Column() purchaseId!: number;
  @ManyToOne(() => Purchase, (purchase) => purchase.lines) purchase!: Relation<Purchase>;
  @Column() productId!: number;
  @ManyToOne(() => Product) product!: Relation<Product>;
  @Column() quantity!: number;
}

@Entity()
class Payment {
  @PrimaryGeneratedColumn() id!: number;
  @Column() purchaseId!: number;
  @ManyToOne(() => Purchase) purchase!: Relation<Purchase>;
  @Column() amount!: number;
}

class LineInput {
  @IsInt() productId!: number;
  @IsInt() quantity!: number;
}

class PurchaseRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() readonly state!: string;
  @ReadOnly() readonly total!: number;
  @WriteOnly() @IsArray() @ValidateNested({ each: true }) @Type(() => LineInput) items!: LineInput[];
}

const mails: string[] = [];

@View('products', { model: Product })
class ProductView extends RestView<Product> {
  override authorize(action: string, _subject: Subject<Product>, { caller }: ViewContext) {
    if (!action.startsWith('get') && !caller.admin) throw new Forbidden('only the shop changes its products');
  }

  async take(id: number, quantity: number, context: ViewContext): Promise<Product> {
    const product = await this.getOne(id, context);
    return this.writeAction('take', { entity: product }, context, () => {
      product.stock -= quantity;
      if (product.stock < 0) throw new Conflict(`There is not enough ${product.name}.`);
    });
  }
}

@View('payments', { model: Payment })
class PaymentView extends RestView<Payment> {
  override afterCommit(_action: string, { entity }: Change<Payment>) {
    mails.push(`receipt ${String(entity?.amount)}`);
  }
}

@View('purchases', { model: Purchase, schema: PurchaseRead })
class PurchaseView extends RestView<Purchase, PurchaseRead> {
  constructor(private readonly modules: ModuleRef) {
    super();
  }

  private get products(): ProductView {
    return this.modules.get(ProductView, { strict: false });
  }

  private get payments(): PaymentView {
    return this.modules.get(PaymentView, { strict: false });
  }

  /** Places an order: its lines, and the stock of each product, in one bracket. */
  override async create(data: CreateOf<PurchaseRead>, context: WriteContext) {
    const purchase = await super.create(data, context);
    // The shop itself may change products, whoever orders.
    const shop = systemContext(context.manager, { admin: true });
    for (const { productId, quantity } of data.items) {
      const product = await this.products.take(productId, quantity, shop);
      await context.manager.insert(PurchaseLine, { purchaseId: purchase.id, productId, quantity });
      purchase.total += product.price * quantity;
    }
    return purchase;
  }

  override afterCommit(action: string, { entity }: Change<Purchase>) {
    mails.push(`${action} ${String(entity?.id)} ${String(entity?.total)}`);
  }

  @Post(':id/pay')
  async pay(@Id() id: number, @Ctx() context: ViewContext) {
    const purchase = await this.handleGetOne(id, context);
    await this.writeAction('pay', { entity: purchase }, context, async (write) => {
      move(purchase, 'placed', 'paid');
      await this.payments.handleCreate(paymentOf(purchase, purchase.total), write);
    });
    return this.toResponse(purchase);
  }

  @Post(':id/fulfil')
  async fulfil(@Id() id: number, @Ctx() context: ViewContext) {
    const purchase = await this.handleGetOne(id, context);
    await this.writeAction('fulfil', { entity: purchase }, context, () => {
      move(purchase, 'paid', 'fulfilled');
    });
    return this.toResponse(purchase);
  }

  @Post(':id/refund')
  async refund(@Id() id: number, @Ctx() context: ViewContext) {
    const purchase = await this.handleGetOne(id, context);
    await this.writeAction('refund', { entity: purchase }, context, async (write) => {
      await this.payments.handleCreate(paymentOf(purchase, -purchase.total), write);
      move(purchase, 'fulfilled', 'refunded');
    });
    return this.toResponse(purchase);
  }

  /** Gives the products back to the stock. */
  @Post(':id/void')
  async void(@Id() id: number, @Ctx() context: ViewContext) {
    const purchase = await this.handleGetOne(id, context);
    await this.writeAction('void', { entity: purchase }, context, async (write) => {
      const lines = await write.manager.findBy(PurchaseLine, { purchaseId: id });
      const shop = systemContext(write.manager, { admin: true });
      for (const { productId, quantity } of lines) await this.products.take(productId, -quantity, shop);
      move(purchase, 'placed', 'void');
    });
    return this.toResponse(purchase);
  }
}

function move(purchase: Purchase, from: string, to: string): void {
  if (purchase.state !== from) throw new Conflict(`This order is ${purchase.state}.`);
  purchase.state = to;
}

function paymentOf(purchase: Purchase, amount: number): Payment {
  return Object.assign(new Payment(), { purchaseId: purchase.id, amount });
}

onEveryDatabase((database) => {
  let app: TestApp;
  const post = (path: string, json?: unknown) => app.request('POST', path, json === undefined ? {} : { json });
  const stocks = async () =>
    (await app.dataSource.manager.find(Product, { order: { id: 'ASC' } })).map(({ stock }) => stock);
  const payments = async () =>
    (await app.dataSource.manager.find(Payment, { order: { id: 'ASC' } })).map(({ amount }) => amount);
  const order = (...items: [productId: number, quantity: number][]) =>
    post('/purchases', { items: items.map(([productId, quantity]) => ({ productId, quantity })) });

  beforeAll(async () => {
    const entities = [Product, Purchase, PurchaseLine, Payment];
    app = await TestApp.start(database, express, entities, [ProductView, PaymentView, PurchaseView], {
      caller: callerOf,
    });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await app.dataSource.manager.insert(Product, [
      { name: 'Tea', price: 5, stock: 10 },
      { name: 'Cake', price: 7, stock: 1 },
    ]);
    mails.length = 0;
    app.statements.clear();
  });

  it('an order is placed, paid, fulfilled and refunded', async () => {
    const placed = await order([1, 2], [2, 1]);
    expect(placed).toMatchObject({ status: 201, json: { id: 1, state: 'placed', total: 17 } });
    expect(await stocks()).toEqual([8, 0]);
    expect(app.statements.statements.filter((sql) => sql === 'COMMIT')).toHaveLength(1);

    expect((await post('/purchases/1/pay')).json).toMatchObject({ state: 'paid' });
    expect((await post('/purchases/1/fulfil')).json).toMatchObject({ state: 'fulfilled' });
    expect((await post('/purchases/1/refund')).json).toMatchObject({ state: 'refunded' });
    expect(await payments()).toEqual([17, -17]);
    expect(mails).toEqual(['create 1 17', 'receipt 17', 'pay 1 17', 'fulfil 1 17', 'receipt -17', 'refund 1 17']);
  });

  it('an order that cannot be filled leaves nothing, not even of its first lines', async () => {
    const answer = await order([1, 2], [2, 2]);
    expect(answer).toMatchObject({ status: 409, json: { detail: 'There is not enough Cake.' } });
    expect(await stocks()).toEqual([10, 1]);
    expect(await app.dataSource.manager.count(Purchase)).toBe(0);
    expect(await app.dataSource.manager.count(PurchaseLine)).toBe(0);
    expect(mails).toEqual([]);
  });

  it('an order of a product that does not exist leaves nothing', async () => {
    expect((await order([1, 1], [99, 1])).status).toBe(404);
    expect(await stocks()).toEqual([10, 1]);
    expect(await app.dataSource.manager.count(Purchase)).toBe(0);
  });

  it('a refund that fails after its payment takes the payment with it', async () => {
    await order([1, 1]);
    await post('/purchases/1/pay');
    mails.length = 0;
    const answer = await post('/purchases/1/refund');
    expect(answer).toMatchObject({ status: 409, json: { detail: 'This order is paid.' } });
    expect(await payments()).toEqual([5]);
    expect(mails).toEqual([]);
  });

  it('a void order gives its products back, once', async () => {
    await order([1, 3], [2, 1]);
    expect((await post('/purchases/1/void')).json).toMatchObject({ state: 'void' });
    expect(await stocks()).toEqual([10, 1]);
    expect((await post('/purchases/1/void')).status).toBe(409);
    expect(await stocks()).toEqual([10, 1]);
  });

  it('its inner writes keep their own policy', async () => {
    expect((await app.request('PATCH', '/products/1', { json: { stock: 99 } })).status).toBe(403);
    expect((await order([1, 1])).status).toBe(201);
  });
});

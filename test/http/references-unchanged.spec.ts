import {
  Field,
  IdRef,
  IdSchema,
  MustExist,
  Nested,
  ReactAdminView,
  ReadOnly,
  RestView,
  type UpdateOf,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import {
  Column,
  DeleteDateColumn,
  Entity,
  type EntityManager,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { callerOf } from '../fixtures/caller.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class Product {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40 }) name!: string;
  @Column({ type: 'int', default: 1 }) tenantId!: number;
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
class Cart {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40 }) name!: string;
  @ManyToOne(() => Product, { nullable: false }) main!: Relation<Product>;
  @Column({ type: 'simple-json' }) picks!: number[];
  @ManyToMany(() => Product) @JoinTable() extras!: Relation<Product>[];
  @OneToMany(() => Line, (line) => line.cart) lines!: Relation<Line>[];
  @OneToMany(() => Slot, (slot) => slot.cart) slots!: Relation<Slot>[];
  @OneToOne(() => Gift, (gift) => gift.cart) gift!: Relation<Gift> | null;
}

@Entity()
class Line {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int' }) cartId!: number;
  @ManyToOne(() => Cart, (cart) => cart.lines) @JoinColumn({ name: 'cartId' }) cart!: Relation<Cart>;
  @Column({ type: 'int', default: 1 }) quantity!: number;
  @Column({ type: 'int', default: 1 }) tenantId!: number;
  @Column({ type: 'int' }) productId!: number;
  @ManyToOne(() => Product) @JoinColumn({ name: 'productId' }) product!: Relation<Product>;
  @ManyToOne(() => Product, { nullable: false }) box!: Relation<Product>;
  @OneToMany(() => Part, (part) => part.line) parts!: Relation<Part>[];
}

@Entity()
class Part {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => Line, (line) => line.parts, { nullable: false, onDelete: 'CASCADE' }) line!: Relation<Line>;
  @Column({ length: 40 }) text!: string;
  @Column({ type: 'int' }) productId!: number;
  @ManyToOne(() => Product) @JoinColumn({ name: 'productId' }) product!: Relation<Product>;
}

/** Clients choose where it is. */
@Entity()
class Slot {
  @PrimaryColumn({ type: 'int' }) cartId!: number;
  @PrimaryColumn({ type: 'int' }) place!: number;
  @ManyToOne(() => Cart, (cart) => cart.slots) @JoinColumn({ name: 'cartId' }) cart!: Relation<Cart>;
  @Column({ length: 40, default: '' }) text!: string;
  @Column({ type: 'int' }) productId!: number;
  @ManyToOne(() => Product) @JoinColumn({ name: 'productId' }) product!: Relation<Product>;
}

@Entity()
class Gift {
  @PrimaryGeneratedColumn() id!: number;
  @OneToOne(() => Cart, (cart) => cart.gift, { nullable: false }) @JoinColumn() cart!: Relation<Cart>;
  @Column({ length: 40, default: '' }) text!: string;
  @Column({ type: 'int' }) productId!: number;
  @ManyToOne(() => Product) @JoinColumn({ name: 'productId' }) product!: Relation<Product>;
}

class ProductRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class PartRead {
  @ReadOnly() readonly id!: number;
  @Field() text!: string;
  @MustExist() productId!: number;
}

class LineRead {
  @ReadOnly() readonly id!: number;
  @Field() quantity!: number;
  @MustExist() productId!: number;
  @IdSchema(() => Product) box!: { id: number };
  @Nested(() => [PartRead], { write: 'replace' }) parts?: PartRead[];
}

class SlotRead {
  @Field() place!: number;
  @Field() text!: string;
  @MustExist() productId!: number;
}

class GiftRead {
  @ReadOnly() readonly id!: number;
  @Field() text!: string;
  @MustExist() productId!: number;
}

class CartRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @IdRef(() => Product) main!: number;
  @MustExist(() => Product) picks!: number[];
  @IdRef(() => Product) extras?: number[];
  @Nested(() => [LineRead], { write: 'replace' }) lines?: LineRead[];
  @Nested(() => [SlotRead], { write: 'merge' }) slots?: SlotRead[];
  @Nested(() => GiftRead, { write: 'merge' }) gift?: GiftRead | null;
}

/** Which product a line is of, no answer tells: its relation is null, and the column is not shown. */
class SecretLineRead {
  @ReadOnly() readonly id!: number;
  @Field() quantity!: number;
  @IdRef(() => Product) product!: number | null;
}

class SecretCartRead {
  @ReadOnly() readonly id!: number;
  @Nested(() => [SecretLineRead], { write: 'merge' }) lines?: SecretLineRead[];
}

class MuteLineRead {
  @ReadOnly() readonly id!: number;
  @Field() quantity!: number;
}

class MuteCartRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => [MuteLineRead]) readonly lines!: MuteLineRead[];
}

class OpenCartUpdate {
  @Nested(() => [LineRead], { write: 'merge' }) lines?: LineRead[];
}

/** What another writer does after the row was loaded, and before its children are. */
let meanwhile: (manager: EntityManager) => Promise<unknown> = () => Promise.resolve();

@View('products', { model: Product, schema: ProductRead })
class ProductView extends RestView<Product, ProductRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('product.tenantId = :tenant', { tenant: context.caller.tenantId ?? 1 });
  }
}

@View('carts', { model: Cart, schema: CartRead })
class CartView extends RestView<Cart, CartRead> {
  override async update(cart: Cart, data: UpdateOf<CartRead>, context: WriteContext) {
    await meanwhile(context.manager);
    return super.update(cart, data, context);
  }
}

/** The same by PUT. */
@View('form-carts', { model: Cart, schema: CartRead, names: { one: 'form cart', many: 'form carts' } })
class FormCartView extends ReactAdminView<Cart, CartRead> {}

@View('secret-carts', { model: Cart, schema: SecretCartRead, names: { one: 'secret cart', many: 'secret carts' } })
class SecretCartView extends RestView<Cart, SecretCartRead> {}

@View('mute-carts', {
  model: Cart,
  schema: MuteCartRead,
  schemaUpdate: OpenCartUpdate,
  names: { one: 'mute cart', many: 'mute carts' },
})
class MuteCartView extends RestView<Cart, MuteCartRead> {}

@View('lines', { model: Line, schema: LineRead, routes: [] })
class LineView extends RestView<Line, LineRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('line.tenantId = :tenant', { tenant: context.caller.tenantId ?? 1 });
  }
}

const ENTITIES = [Product, Cart, Line, Part, Slot, Gift];
const VIEWS = [ProductView, CartView, FormCartView, SecretCartView, MuteCartView, LineView];

const WAYS = [
  ['PUT', '/form-carts'],
  ['PATCH', '/carts'],
] as const;

const TEA = 1;
const MILK = 2;
const GONE = 3;
const FOREIGN = 4;
const NOTHING = 99;

onEveryDatabase((database) => {
  let app: TestApp;
  const send = (method: string, path: string, json?: unknown) =>
    app.request(method, path, json === undefined ? {} : { json });
  const record = async (path = '/carts/1'): Promise<Record<string, unknown>> =>
    (await send('GET', path)).json as Record<string, unknown>;
  const patch = (json: unknown, path = '/carts/1') => send('PATCH', path, json);
  const writes = () => [...app.statements.inserts, ...app.statements.updates, ...app.statements.deletes];
  const lookUps = () => app.statements.selects.filter((sql) => sql.includes('referenced'));
  const storedLine = (id: number) => app.dataSource.manager.findOneByOrFail(Line, { id });
  const notFound = (pointer: string) => ({
    status: 422,
    json: { errors: [{ pointer, code: 'reference_not_found' }] },
  });

  beforeAll(async () => {
    app = await TestApp.start(database, express, ENTITIES, VIEWS, { caller: callerOf });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    meanwhile = () => Promise.resolve();
    await app.dataSource.synchronize(true);
    const { manager } = app.dataSource;
    for (const name of ['tea', 'milk', 'gone']) await manager.insert(Product, { name });
    await manager.insert(Product, { name: 'foreign', tenantId: 2 });
    const main = { id: TEA };
    await manager.save(Cart, { name: 'one', main, picks: [TEA, GONE], extras: [{ id: TEA }, { id: GONE }] });
    await manager.save(Cart, { name: 'two', main: { id: GONE }, picks: [], extras: [] });
    const box = { id: TEA };
    await manager.insert(Line, { cartId: 1, productId: GONE, box });
    await manager.insert(Line, { cartId: 1, productId: TEA, box: { id: FOREIGN } });
    await manager.insert(Line, { cartId: 1, productId: FOREIGN, box, tenantId: 2 });
    await manager.insert(Line, { cartId: 2, productId: GONE, box });
    await manager.insert(Part, { line: { id: 1 }, text: 'a', productId: FOREIGN });
    await manager.insert(Slot, { cartId: 1, place: 1, productId: GONE });
    await manager.insert(Gift, { cart: { id: 1 }, productId: GONE });
    await manager.softDelete(Product, GONE);
    app.statements.clear();
  });

  describe('a record that goes back whole', () => {
    it.each(WAYS)('by %s is as it was, at every depth', async (method, path) => {
      const before = await record();
      expect(before).toMatchObject({
        picks: [TEA, GONE],
        extras: [TEA],
        lines: [
          { productId: GONE, parts: [{ productId: FOREIGN }] },
          { productId: TEA, box: null },
        ],
        slots: [{ productId: GONE }],
        gift: { productId: GONE },
      });
      app.statements.clear();
      const { status, json } = await send(method, `${path}/1`, before);
      expect([status, json]).toEqual([200, before]);
      expect(writes()).toEqual([]);
    });

    it('may change beside what is hidden', async () => {
      const { lines, slots, gift } = await record();
      const [first, second] = lines as Record<string, unknown>[];
      const part = { id: 1, productId: FOREIGN, text: 'b' };
      const { status, json } = await patch({
        lines: [
          { ...first, quantity: 7, parts: [part, { text: 'new', productId: MILK }] },
          { ...second, productId: MILK },
        ],
        slots: [{ ...(slots as object[])[0], text: 'x' }],
        gift: { ...(gift as object), text: 'y' },
      });
      expect(status).toBe(200);
      expect(json).toMatchObject({
        lines: [
          { id: 1, quantity: 7, productId: GONE, parts: [part, { text: 'new', productId: MILK }] },
          { id: 2, productId: MILK, box: null },
        ],
        slots: [{ place: 1, text: 'x', productId: GONE }],
        gift: { id: 1, text: 'y', productId: GONE },
      });
      expect(await app.dataSource.manager.countBy(Line, { id: 2, box: { id: FOREIGN } })).toBe(1);
      expect((await patch({ gift: { productId: GONE, text: 'z' } })).json).toMatchObject({ gift: { text: 'z' } });
    });

    it('looks up only what it changes', async () => {
      const { lines, slots } = await record();
      const [first, second] = lines as Record<string, unknown>[];
      app.statements.clear();
      expect((await patch({ slots })).status).toBe(200);
      expect((await patch({ lines: [{ ...first, quantity: 2 }, second] })).status).toBe(200);
      expect(lookUps()).toEqual([]);
      expect((await patch({ lines: [{ ...first, productId: MILK }, second] })).status).toBe(200);
      expect(lookUps()).toHaveLength(1);
    });
  });

  describe('what is checked as ever', () => {
    it.each<[string, object, string]>([
      ['a change', { lines: [{ id: 2, productId: GONE }] }, '/lines/0/productId'],
      ['a change to a row of others', { lines: [{ id: 1, productId: FOREIGN }] }, '/lines/0/productId'],
      ['a new child', { lines: [{ quantity: 1, productId: GONE, box: TEA }] }, '/lines/0/productId'],
      ['a deeper change', { lines: [{ id: 1, parts: [{ id: 1, productId: GONE }] }] }, '/lines/0/parts/0/productId'],
      [
        'a new deeper child',
        { lines: [{ id: 1, parts: [{ text: 'x', productId: FOREIGN }] }] },
        '/lines/0/parts/0/productId',
      ],
      [
        'a child of another one',
        { lines: [{ id: 2, parts: [{ id: 1, productId: FOREIGN }] }] },
        '/lines/0/parts/0/productId',
      ],
      ['a child of another parent', { lines: [{ id: 4, productId: GONE }] }, '/lines/0/productId'],
      ['a changed relation', { lines: [{ id: 1, box: FOREIGN }] }, '/lines/0/box'],
      ['a new child with a key', { slots: [{ place: 2, productId: GONE }] }, '/slots/0/productId'],
      ['the only row', { gift: { productId: FOREIGN } }, '/gift/productId'],
      ['a longer list', { picks: [TEA, GONE, FOREIGN] }, '/picks/1'],
      ['a hidden member', { extras: [TEA, GONE] }, '/extras/1'],
    ])('%s', async (_what, json, pointer) => {
      const answer = await patch(json);
      expect(answer.status).toBe(422);
      expect(answer.json.errors).toContainEqual(expect.objectContaining({ pointer, code: 'reference_not_found' }));
      expect(writes()).toEqual([]);
    });

    it('is a hidden child, whatever is guessed of it', async () => {
      const answers = [];
      // Line 3 is there and of FOREIGN; the caller sees neither.
      for (const id of [3, NOTHING])
        for (const productId of [FOREIGN, GONE, NOTHING]) answers.push(await patch({ lines: [{ id, productId }] }));
      for (const answer of answers) expect(answer).toMatchObject(notFound('/lines/0/productId'));
      for (const id of [3, NOTHING]) {
        expect(await patch({ lines: [{ id, productId: TEA }] })).toMatchObject(notFound('/lines/0/id'));
        const json = { lines: [{ id, box: null }] };
        expect((await patch(json)).json.errors).toMatchObject([{ pointer: '/lines/0/box', code: 'null_not_allowed' }]);
      }
    });

    it('is a reference that no answer shows', async () => {
      expect(await record('/secret-carts/1')).toMatchObject({
        lines: [
          { id: 1, product: null },
          { id: 2, product: 1 },
        ],
      });
      for (const product of [GONE, FOREIGN, NOTHING]) {
        expect(await patch({ lines: [{ id: 1, product }] }, '/secret-carts/1')).toMatchObject(
          notFound('/lines/0/product'),
        );
        expect(await patch({ lines: [{ id: 1, productId: product }] }, '/mute-carts/1')).toMatchObject(
          notFound('/lines/0/productId'),
        );
      }
    });
  });

  describe('a child that somebody changes meanwhile', () => {
    it('gets what the body says, if that may be named', async () => {
      meanwhile = (manager) => manager.update(Line, 2, { productId: MILK });
      expect(
        (
          await patch({
            lines: [
              { id: 1, productId: GONE },
              { id: 2, productId: TEA },
            ],
          })
        ).status,
      ).toBe(200);
      expect(await storedLine(2)).toMatchObject({ productId: TEA });
      expect(await storedLine(1)).toMatchObject({ productId: GONE });
    });

    it('does not get back what is hidden', async () => {
      meanwhile = (manager) => manager.update(Line, 1, { productId: MILK });
      expect(await patch({ lines: [{ id: 1, productId: GONE }] })).toMatchObject(notFound('/lines/0/productId'));
    });

    it('is made anew with what may be named', async () => {
      meanwhile = (manager) => manager.delete(Slot, { cartId: 1 });
      const json = { slots: [{ place: 1, text: 'x', productId: GONE }] };
      expect(await patch(json)).toMatchObject(notFound('/slots/0/productId'));
      await app.dataSource.manager.update(Slot, { cartId: 1 }, { productId: TEA });
      expect((await patch({ slots: [{ place: 1, text: 'x', productId: TEA }] })).json).toMatchObject({
        slots: [{ place: 1, text: 'x', productId: TEA }],
      });
    });
  });

  describe('null for a row that the caller is not shown', () => {
    it.each(WAYS)('may be sent back by %s', async (method, path) => {
      const before = await record('/carts/2');
      expect(before.main).toBeNull();
      const { status, json } = await send(method, `${path}/2`, { ...before, name: 'new' });
      expect([status, json]).toEqual([200, { ...before, name: 'new' }]);
      expect(await app.dataSource.manager.count(Cart, { where: { main: { id: GONE } }, withDeleted: true })).toBe(1);
      expect((await send(method, `${path}/2`, { main: MILK })).json.main).toBe(MILK);
    });

    it('is none for a row that is shown, and none for a new one', async () => {
      const mistakes = [{ pointer: '/main', code: 'null_not_allowed' }];
      const json = { main: null, name: 'x' };
      expect(await patch(json)).toMatchObject({ status: 422, json: { errors: mistakes } });
      expect(await send('PUT', '/form-carts/1', json)).toMatchObject({ status: 422, json: { mistakes } });
      for (const lines of [[{ id: 1, box: null }], [{ quantity: 1, productId: TEA, box: null }]]) {
        expect(await patch({ lines })).toMatchObject({
          status: 422,
          json: { errors: [{ pointer: '/lines/0/box', code: 'null_not_allowed' }] },
        });
      }
      expect((await send('POST', '/carts', { name: 'x', main: null, picks: [] })).json.errors).toMatchObject([
        { pointer: '/main', code: 'null_not_allowed' },
      ]);
      expect(writes()).toEqual([]);
    });
  });

  describe('a list of references', () => {
    it('keeps its hidden members', async () => {
      const links = () =>
        app.dataSource.manager
          .createQueryBuilder(Cart, 'cart')
          .innerJoin('cart_extras_product', 'link', 'link.cartId = cart.id')
          .where('cart.id = 1')
          .select('link.productId', 'id')
          .orderBy('id')
          .getRawMany();
      expect((await patch({ extras: [TEA], name: 'x' })).json).toMatchObject({ extras: [TEA], name: 'x' });
      expect(await links()).toEqual([{ id: TEA }, { id: GONE }]);
      expect((await patch({ extras: [MILK] })).json.extras).toEqual([MILK]);
      expect(await links()).toEqual([{ id: MILK }, { id: GONE }]);
    });
  });
});

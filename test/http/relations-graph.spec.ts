import { type CanActivate, type ExecutionContext, Inject, Injectable, Module } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Expose } from 'class-transformer';
import {
  Field,
  IdRef,
  MustExist,
  Nested,
  ReadOnly,
  RestView,
  RestviewModule,
  type RestviewRequest,
  View,
  type ViewContext,
  WriteOnly,
} from 'nestjs-restview';
import {
  Column,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { mistakesOf } from '../setup/answers.js';
import { TestApp } from '../fixtures/test-app.js';
import { databases, dropDatabase } from '../setup/databases.js';
import { request } from '../setup/http.js';
import { createApp, onEveryPlatform } from '../setup/platforms.js';

@Entity()
class Shop {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @OneToMany(() => Order, (order) => order.shop) orders!: Relation<Order>[];
}

@Entity()
class Courier {
  @PrimaryGeneratedColumn() id!: number;
}

@Entity()
class Coupon {
  @PrimaryGeneratedColumn() id!: number;
}

@Entity()
class Order {
  @PrimaryGeneratedColumn() id!: number;
  @Column() shopId!: number;
  @ManyToOne(() => Shop, (shop) => shop.orders, { onDelete: 'CASCADE' }) shop!: Relation<Shop>;
  @Column({ type: 'int', nullable: true }) courierId!: number | null;
  @ManyToOne(() => Courier, { onDelete: 'SET NULL' }) courier!: Relation<Courier> | null;
  @Column({ type: 'int', nullable: true, select: false }) payerId!: number | null;
  @ManyToOne(() => Courier) payer!: Relation<Courier> | null;
  @Column({ type: 'int', nullable: true }) giftId!: number | null;
  @OneToOne(() => Order, { onDelete: 'RESTRICT' }) @JoinColumn() gift!: Relation<Order> | null;
  @ManyToMany(() => Coupon) @JoinTable() coupons!: Relation<Coupon>[];
  @Column('simple-json', { nullable: true }) visited!: number[] | null;
}

class ShopName {
  @ReadOnly() readonly id!: number;
}

class OrderRead {
  @ReadOnly() readonly id!: number;
  @Expose({ name: 'shop_id' }) @Field() shopId!: number;
  @Field() courierId!: number | null;
  @WriteOnly() @Field() payerId!: number | null;
  @Field() giftId!: number | null;
  @IdRef(() => Coupon) @ReadOnly() readonly coupons!: number[];
  @ReadOnly() @Nested(() => ShopName) readonly shop!: ShopName;
  @MustExist(() => PublicShopView) @Field() visited!: number[] | null;
}

class ShopRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => [OrderKey]) readonly orders!: OrderKey[];
}

class OrderKey {
  @ReadOnly() readonly id!: number;
}

@View('/shops', { model: Shop, schema: ShopRead })
class ShopView extends RestView<Shop, ShopRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('1 = 0');
  }
}

@View('public/shops', { model: Shop })
class PublicShopView extends RestView<Shop> {}

@View(['orders', 'purchases'], { model: Order, schema: OrderRead })
class OrderView extends RestView<Order, OrderRead> {}

@View('coupons', { model: Coupon })
class CouponView extends RestView<Coupon> {}

const entities = [Order, Shop, Courier, Coupon];
const views = [ShopView, PublicShopView, OrderView, CouponView];
const order = { view: 'OrderView', path: 'orders' };
const shop = { view: 'ShopView', path: 'shops' };
const [sqlite] = databases;

@Injectable()
class Keys {
  readonly accepted = 'open';
}

@Injectable()
class Keyed implements CanActivate {
  constructor(@Inject(Keys) private readonly keys: Keys) {}
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<RestviewRequest>();
    return headers['x-key'] === this.keys.accepted;
  }
}

@Module({ providers: [Keys], exports: [Keys] })
class KeysModule {}

onEveryPlatform((platform) => {
  let close: () => Promise<void>;
  const start = async (options: Parameters<typeof TestApp.start>[4]): Promise<TestApp> => {
    const app = await TestApp.start(sqlite!, platform, entities, views, options);
    close = () => app.close();
    return app;
  };
  afterEach(() => close());

  it('has an edge for each foreign key, reference and relation that a read schema shows', async () => {
    const app = await start({ relations: true });
    app.statements.clear();
    const answer = await app.request('GET', '/_relations');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual([
      { source: order, field: 'shop_id', target: shop, kind: 'many-to-one', onDelete: 'CASCADE', nullable: false },
      { source: order, field: 'courierId', target: null, kind: 'many-to-one', onDelete: 'SET NULL', nullable: true },
      { source: order, field: 'giftId', target: order, kind: 'one-to-one', onDelete: 'RESTRICT', nullable: true },
      {
        ...{ source: order, field: 'visited', target: { view: 'PublicShopView', path: 'public/shops' } },
        ...{ kind: 'value', onDelete: null, nullable: true },
      },
      {
        ...{ source: order, field: 'coupons', target: { view: 'CouponView', path: 'coupons' } },
        ...{ kind: 'many-to-many', onDelete: 'CASCADE', nullable: false },
      },
      { source: order, field: 'shop', target: shop, kind: 'many-to-one', onDelete: 'CASCADE', nullable: false },
      { source: shop, field: 'orders', target: order, kind: 'one-to-many', onDelete: null, nullable: false },
    ]);
    expect(answer.body).not.toMatch(/payer|Courier"/);
    expect((await app.request('GET', '/_relations')).body).toBe(answer.body);
    expect(app.statements.statements).toEqual([]);
  });

  it('refuses what it does not know, as views do', async () => {
    const app = await start({ relations: true });
    const answer = await app.request('GET', '/_relations?view=OrderView');
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(mistakesOf(answer)).toEqual(['view unknown_parameter']);
    expect((await app.request('POST', '/_relations')).status).toBe(405);
    expect((await app.request('GET', '/_relations')).headers.get('etag')).toBeNull();
  });

  it('is served to nobody unless it is asked for', async () => {
    const app = await start({});
    expect((await app.request('GET', '/_relations')).status).toBe(404);
    await app.close();
    const closed = await start({ relations: false });
    expect((await closed.request('GET', '/_relations')).status).toBe(404);
  });

  it('may stand at another path, behind guards', async () => {
    class Closed implements CanActivate {
      canActivate() {
        return false;
      }
    }
    const app = await start({ relations: { path: '/meta/graph', guards: [Closed] } });
    const refused = await app.request('GET', '/meta/graph');
    expect([refused.status, refused.json.code]).toEqual([403, 'forbidden']);
    const document = SwaggerModule.createDocument(app.app, new DocumentBuilder().build());
    expect(Object.keys(document.paths['/meta/graph']?.get?.responses ?? {})).toEqual(['200', '401', '403', '422']);
    expect((await app.request('GET', '/_relations')).status).toBe(404);
  });

  it('is mounted by forRootAsync too, with guards that inject what the module imports', async () => {
    const options = await sqlite!.dataSourceOptions(entities);
    const app = await createApp(
      {
        imports: [
          TypeOrmModule.forRoot(options),
          RestviewModule.forRootAsync({
            imports: [KeysModule],
            useFactory: () => ({}),
            relations: { guards: [Keyed] },
          }),
        ],
        controllers: views,
      },
      platform,
    );
    close = async () => {
      await app.close();
      await dropDatabase(options);
    };
    expect((await request(app, 'GET', '/_relations')).status).toBe(403);
    expect((await request(app, 'GET', '/_relations', { headers: { 'x-key': 'open' } })).json).toHaveLength(7);
  });

  it('is documented', async () => {
    const app = await start({ relations: true });
    const document = SwaggerModule.createDocument(app.app, new DocumentBuilder().build());
    expect(document.paths['/_relations']?.get?.responses['200']).toMatchObject({
      content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Relation' } } } },
    });
    expect(document.paths['/_relations']?.get?.responses['422']).toMatchObject({
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } },
    });
    expect(document.components?.schemas?.['Relation']).toMatchObject({
      required: ['source', 'field', 'target', 'kind', 'onDelete', 'nullable'],
      properties: { source: { $ref: '#/components/schemas/RelationEnd' }, onDelete: { nullable: true } },
    });
  });
});

it('refuses a path that is none', () => {
  expect(() => RestviewModule.forRoot({ relations: { path: 'graph' } })).toThrow(/"relations".*"graph"/s);
});

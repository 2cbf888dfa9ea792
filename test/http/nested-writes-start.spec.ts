import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ConfigurationError, Field, Nested, ReadOnly, RestView, View, type ViewClass } from 'nestjs-restview';
import {
  Column,
  Entity,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import {
  Account,
  accountEntities,
  AccountRead,
  Line,
  LineRead,
  LogRead,
  MovingAccountRead,
  Order,
  orderEntities,
  OrderRead,
} from '../fixtures/orders.js';
import { LogRecorder } from '../fixtures/log-recorder.js';
import { TestApp } from '../fixtures/test-app.js';
import { databases } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class Tag {
  @PrimaryGeneratedColumn() id!: number;
  @Column() name!: string;
}

@Entity()
class Category {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @ManyToOne(() => Category, (category) => category.children, { onDelete: 'CASCADE' })
  parent!: Relation<Category> | null;
  @OneToMany(() => Category, (category) => category.parent) children!: Relation<Category>[];
  @ManyToMany(() => Tag) @JoinTable() tags!: Tag[];
  @OneToOne(() => Category, 'nowhere') twin!: Relation<Category> | null;
}

class TagRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

/** A schema that nests itself. */
class CategoryRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Nested(() => [CategoryRead], { write: 'replace' }) children!: CategoryRead[];
}

class WrongRead {
  @ReadOnly() readonly id!: number;
  @Nested(() => [TagRead], { write: 'replace' }) tags!: TagRead[];
  @Nested(() => TagRead, { write: 'merge' }) parent!: TagRead;
  @Nested(() => TagRead, { write: 'append' }) twin!: TagRead;
  @Nested(() => [TagRead], { write: 'merge' }) @ReadOnly() children!: TagRead[];
  @Nested(() => TagRead, { write: 'merge' }) @Field({ virtual: true }) other!: TagRead;
}

class KeylessRead {
  @Field() name!: string;
}

class NamelessRead {
  @ReadOnly() readonly id!: number;
  @Nested(() => [KeylessRead], { write: 'replace' }) children!: KeylessRead[];
}

class TwinlessRead {
  @ReadOnly() readonly id!: number;
  @Nested(() => KeylessRead, { write: 'merge' }) twin!: KeylessRead;
}

@View('wrong', { model: Category, schema: WrongRead })
class WrongView extends RestView<Category, WrongRead> {}

@View('nameless', { model: Category, schema: NamelessRead })
class NamelessView extends RestView<Category, NamelessRead> {}

@View('twinless', { model: Category, schema: TwinlessRead })
class TwinlessView extends RestView<Category, TwinlessRead> {}

@View('categories', { model: Category, schema: CategoryRead })
class CategoryView extends RestView<Category, CategoryRead> {}

@View('orders', { model: Order, schema: OrderRead })
class OrderView extends RestView<Order, OrderRead> {}

@View('lines', { model: Line, schema: LineRead })
class LineView extends RestView<Line, LineRead> {}

@View('logs', { model: Order, schema: LogRead })
class LogView extends RestView<Order, LogRead> {}

@View('accounts', { model: Account, schema: AccountRead })
class AccountView extends RestView<Account, AccountRead> {}

@View('moving', { model: Account, schema: MovingAccountRead })
class MovingView extends RestView<Account, MovingAccountRead> {}

const [database] = databases;
const start = (views: ViewClass[]) => {
  if (!database) throw new Error('no database in this run');
  const entities = [...orderEntities, ...accountEntities, Tag, Category];
  return TestApp.start(database, express, entities, views as never[]);
};

describe('the start', () => {
  const mistakesOf = async (view: ViewClass): Promise<string[]> => {
    const error: unknown = await start([view]).then(
      async (app) => app.close(),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof ConfigurationError)) throw error;
    return error.mistakes.map(({ subject, problem, remedy }) => `${subject} ${problem} ${remedy}`);
  };

  it('tells where write means nothing', async () => {
    const mistakes = await mistakesOf(WrongView);
    expect(mistakes.slice(0, 5)).toEqual([
      expect.stringMatching(/^WrongRead\.tags .*many-to-many.* @IdRef/),
      expect.stringMatching(/^WrongRead\.parent .*many-to-one.* @IdRef/),
      expect.stringMatching(/^WrongRead\.twin has write: 'append'.*'merge' or 'replace'/),
      expect.stringMatching(/^WrongRead\.children is marked @ReadOnly\(\)/),
      expect.stringMatching(/^WrongRead\.other .*is no relation/),
    ]);
  });

  it('tells of rows that nobody can name, and of a child that does not lead back', async () => {
    expect(await mistakesOf(NamelessView)).toEqual([expect.stringMatching(/^NamelessRead\.children .*Category\.id/)]);
    expect(await mistakesOf(TwinlessView)).toContainEqual(
      expect.stringMatching(/^TwinlessRead\.twin .*no relation that leads back/),
    );
  });
});

describe('the document', () => {
  let document: OpenAPIObject;
  const log = new LogRecorder();
  const component = (name: string) => document.components?.schemas?.[name] as Record<string, never> | undefined;
  const property = (name: string, field: string): unknown => {
    const { properties } = component(name) as unknown as { properties: Record<string, unknown> };
    return properties[field];
  };
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

  beforeAll(async () => {
    const app = await start([OrderView, LineView, LogView, AccountView, MovingView, CategoryView]);
    app.app.useLogger(log);
    document = SwaggerModule.createDocument(app.app, new DocumentBuilder().build());
    await app.close();
  });

  it('tells that a row may be out of scope', () => {
    const responses = (path: string, method: 'post' | 'patch') => document.paths[path]?.[method]?.responses ?? {};
    expect(responses('/orders', 'post')).toHaveProperty('403');
    expect(responses('/orders/{id}', 'patch')).toHaveProperty('403');
  });

  it('shows a row to make in the body of a create', () => {
    expect(property('OrderCreate', 'lines')).toEqual({
      type: 'array',
      maxItems: 1000,
      items: ref('OrderLinesItemCreate'),
    });
    expect(component('OrderLinesItemCreate')).toMatchObject({ required: ['code', 'quantity'] });
    expect(Object.keys(component('OrderLinesItemCreate')?.['properties'] as unknown as object)).toEqual([
      'position',
      'code',
      'quantity',
      'discounts',
    ]);
  });

  it('shows a row to make or to change in the body of an update, with its key', () => {
    expect(property('OrderUpdate', 'lines')).toEqual({
      type: 'array',
      maxItems: 1000,
      items: { anyOf: [ref('OrderLinesItemCreate'), ref('OrderLinesItemUpdate')] },
    });
    expect(component('OrderLinesItemUpdate')).toMatchObject({ required: ['id'] });
    expect(property('OrderLinesItemUpdate', 'discounts')).toMatchObject({
      items: { anyOf: [ref('LineDiscountsItemCreate'), ref('LineDiscountsItemUpdate')] },
    });
    expect(property('OrderLinesItemCreate', 'discounts')).toMatchObject({ items: ref('LineDiscountsItemCreate') });
    expect(component('OrderTaxesItemUpdate')).toMatchObject({ required: ['kind'] });
    expect(component('OrderTaxesItemCreate')).toMatchObject({ required: ['kind', 'rate'] });
  });

  it('shows rows to make only where a list only grows, and none where there is no write', () => {
    expect(property('LogUpdate', 'notes')).toMatchObject({ items: ref('LogNotesItemCreate') });
    expect(property('LogUpdate', 'taxes')).toBeUndefined();
    expect(property('LogCreate', 'taxes')).toBeUndefined();
    expect(property('LogRead', 'taxes')).toBeDefined();
  });

  it('shows single rows', () => {
    expect(JSON.stringify(property('AccountUpdate', 'profile'))).toContain('AccountProfileItemUpdate');
    expect(component('AccountProfileItemUpdate')).not.toHaveProperty('required');
    expect(JSON.stringify(property('MovingAccountUpdate', 'profile'))).toContain(
      '"#/components/schemas/MovingAccountProfileItem"',
    );
    expect(component('MovingAccountProfileItem')).toMatchObject({
      anyOf: [ref('MovingAccountProfileItemCreate'), ref('MovingAccountProfileItemUpdate')],
    });
    expect(component('MovingAccountProfileItemUpdate')).toMatchObject({ required: ['id'] });
  });

  it('closes the ring of a schema that nests itself', () => {
    const items = { anyOf: [ref('CategoryChildrenItemCreate'), ref('CategoryChildrenItemUpdate')] };
    expect(property('CategoryUpdate', 'children')).toMatchObject({ items });
    expect(property('CategoryChildrenItemUpdate', 'children')).toMatchObject({ items });
    expect(property('CategoryChildrenItemCreate', 'children')).toMatchObject({
      items: ref('CategoryChildrenItemCreate'),
    });
  });

  it('refers to components that are there', () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/#\/components\/schemas\/([A-Za-z]+)/g)].map(([, name]) => name ?? '');
    expect(names.filter((name) => !component(name))).toEqual([]);
    expect(JSON.stringify(log)).not.toContain('Duplicate');
  });
});

describe('a schema that nests itself', () => {
  it('writes trees', async () => {
    const app = await start([CategoryView]);
    const made = await app.request('POST', '/categories', {
      json: { name: 'a', children: [{ name: 'b', children: [{ name: 'c' }] }, { name: 'd' }] },
    });
    expect(made.status).toBe(201);
    expect(await app.dataSource.manager.count(Category)).toBe(4);
    await app.close();
  });
});

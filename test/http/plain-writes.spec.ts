import {
  type Change,
  type CreateOf,
  Field,
  MustExist,
  Nested,
  ReadOnly,
  RestView,
  SoftDelete,
  Stamped,
  systemContext,
  TenantScoped,
  type UpdateOf,
  View,
  type ViewContext,
  withManager,
  type WriteContext,
} from 'nestjs-restview';
import {
  AfterInsert,
  AfterLoad,
  AfterRemove,
  AfterUpdate,
  BeforeInsert,
  BeforeRemove,
  BeforeUpdate,
  Column,
  CreateDateColumn,
  DataSource,
  DeleteDateColumn,
  Entity,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
  VersionColumn,
  type EntitySubscriberInterface,
  type Relation,
} from 'typeorm';
import { plainWrites } from '../../libs/restview/src/view/bracket/is-plain-write.js';
import { callerOf } from '../fixtures/caller.js';
import { TestApp } from '../fixtures/test-app.js';
import { type DatabaseName, onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

class Place {
  @Column({ default: 'here' }) city!: string;
}

abstract class Row {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20, unique: true }) name!: string;
  @Column({ type: 'int', nullable: true }) tenantId!: number | null;
  @Column({ type: 'int', nullable: true }) byId!: number | null;
}

/** With what commits by itself: versions, dates, embedded objects, methods that listen before. */
@Entity()
class Plain extends Row {
  @Column(() => Place) place!: Place;
  @VersionColumn() version!: number;
  @CreateDateColumn() createdAt!: Date;
  @UpdateDateColumn() updatedAt!: Date;

  @BeforeInsert() beforeInsert() {
    this.place = { city: `before ${this.name}` };
  }
  @BeforeUpdate() beforeUpdate() {
    this.place.city = `changed ${this.name}`;
  }
}

@Entity()
class Parent extends Row {
  @OneToMany(() => Child, (child) => child.parent) children!: Relation<Child>[];
}

@Entity()
class Owner extends Row {
  @OneToMany(() => Owned, (owned) => owned.owner) owned!: Relation<Owned>[];
}

/** Goes with its owner; nothing holds it. */
@Entity()
class Owned extends Row {
  @ManyToOne(() => Owner, { onDelete: 'CASCADE' }) owner!: Relation<Owner> | null;
}

/** Holds its parent. */
@Entity()
class Child extends Row {
  @Column({ type: 'int', nullable: true }) parentId!: number | null;
  @ManyToOne(() => Parent) parent!: Relation<Parent> | null;
}

@Entity()
class Soft extends Row {
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
class Transformed extends Row {
  @Column({
    type: 'varchar',
    default: 'a',
    transformer: { to: (value: unknown) => value, from: (value: unknown) => value },
  })
  code!: string;
}

@Entity()
class WithSetter extends Row {
  private held = '';
  @Column({ default: 'a' })
  get code(): string {
    return this.held;
  }
  set code(value: string) {
    this.held = value;
  }
}

@Entity()
class Told extends Row {
  @AfterInsert() afterInsert() {
    this.tell();
  }
  @AfterUpdate() afterUpdate() {
    this.tell();
  }
  @AfterRemove() afterRemove() {
    this.tell();
  }
  private tell(): void {
    if (this.name === 'refused') throw new Error('told too late');
  }
}

@Entity()
class Loaded extends Row {
  loaded?: boolean;
  @AfterLoad() afterLoad() {
    this.loaded = true;
  }
}

@Entity()
class Leaving extends Row {
  @BeforeRemove() beforeRemove() {
    if (this.name === 'stays') throw new Error('it stays');
  }
}

@Entity()
class Heard extends Row {}

const entities = [Plain, Parent, Child, Owner, Owned, Soft, Transformed, WithSetter, Told, Loaded, Leaving, Heard];

class RowRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class ChildRead extends RowRead {
  @MustExist(() => Parent) parentId!: number | null;
}

class OwnerRead extends RowRead {
  @Nested(() => [RowRead], { write: 'replace' }) owned!: RowRead[];
}

class ChildWithParentRead extends RowRead {
  @ReadOnly() @Nested(() => RowRead) readonly parent!: RowRead | null;
}

type Write = 'create' | 'update' | 'delete';

/** What a view is, and which of its writes need a bracket all the same. */
interface Case {
  readonly what: string;
  readonly view: new () => RestView<Row, RowRead>;
  readonly model: new () => Row;
  readonly bracketed: readonly Write[];
  /** A delete reads the row first. */
  readonly readsDeleted?: boolean;
}

const ALL: readonly Write[] = ['create', 'update', 'delete'];
const cases: Case[] = [];

function add(
  what: string,
  model: new () => Row,
  schema: new () => object,
  bracketed: readonly Write[],
  base: new () => RestView<Row, RowRead>,
  readsDeleted = false,
): void {
  const view = class extends base {};
  Object.defineProperty(view, 'name', { value: `Case${String(cases.length)}View` });
  View(`v${String(cases.length)}`, { model, schema })(view);
  cases.push({ what, view, model, bracketed, readsDeleted });
}

class Base extends RestView<Row, RowRead> {}

add('nothing of its own', Plain, RowRead, [], Base);
add('a reference field', Child, ChildRead, ['create', 'update'], Base);
add('nested writes', Owner, OwnerRead, ['create', 'update'], Base, true);
add('a relation in its answers', Child, ChildWithParentRead, ['create', 'update'], Base, true);
add('rows that hold it', Parent, RowRead, ['delete'], Base);
add('rows that go with it', Owner, RowRead, [], Base);
add('a delete date', Soft, RowRead, [], Base, true);
add('a transformer', Transformed, RowRead, ['create', 'update'], Base, true);
add('a setter', WithSetter, RowRead, ['create', 'update'], Base, true);
add('listeners after', Told, RowRead, ALL, Base);
add('a listener to loads', Loaded, RowRead, ['create', 'update'], Base, true);
add('a listener before removals', Leaving, RowRead, [], Base, true);
add('a subscriber', Heard, RowRead, ALL, Base);

add('SoftDelete', Soft, RowRead, ['delete'], SoftDelete(Base));
add('Stamped', Plain, RowRead, ['create', 'update'], Stamped(Base, { createdBy: 'byId', by: () => 7 }));
add('TenantScoped', Plain, RowRead, ALL, TenantScoped(Base, { property: 'tenantId', tenant: () => 1 }));

const seams: Readonly<Record<string, [readonly Write[], new () => RestView<Row, RowRead>]>> = {
  authorize: [
    ALL,
    class extends Base {
      override authorize() {
        return undefined;
      }
    },
  ],
  beforeCommit: [
    ALL,
    class extends Base {
      override beforeCommit() {
        return undefined;
      }
    },
  ],
  afterCommit: [
    [],
    class extends Base {
      override afterCommit() {
        return undefined;
      }
    },
  ],
  buildQuery: [
    ALL,
    class extends Base {
      override buildQuery(context: ViewContext) {
        return super.buildQuery(context);
      }
    },
  ],
  getRelationshipLoaderOptions: [
    ALL,
    class extends Base {
      override getRelationshipLoaderOptions() {
        return [];
      }
    },
  ],
  snapshot: [
    ['update', 'delete'],
    class extends Base {
      override snapshot(row: Row, context: WriteContext) {
        return super.snapshot(row, context);
      }
    },
  ],
  stampObject: [
    ['create', 'update'],
    class extends Base {
      override stampObject() {
        return undefined;
      }
    },
  ],
  makeNewObject: [
    ['create'],
    class extends Base {
      override makeNewObject(data: CreateOf<RowRead>, context: WriteContext) {
        return super.makeNewObject(data, context);
      }
    },
  ],
  updateObject: [
    ['update'],
    class extends Base {
      override updateObject(row: Row, data: UpdateOf<RowRead>, context: WriteContext) {
        return super.updateObject(row, data, context);
      }
    },
  ],
  saveObject: [
    ['create', 'update'],
    class extends Base {
      override saveObject(row: Row, context: WriteContext) {
        return super.saveObject(row, context);
      }
    },
  ],
  deleteObject: [
    ['delete'],
    class extends Base {
      override deleteObject(row: Row, context: WriteContext) {
        return super.deleteObject(row, context);
      }
    },
  ],
  getOne: [
    ['update', 'delete'],
    class extends Base {
      override getOne(id: number, context: ViewContext) {
        return super.getOne(id, context);
      }
    },
  ],
  create: [
    ['create'],
    class extends Base {
      override create(data: CreateOf<RowRead>, context: WriteContext) {
        return super.create(data, context);
      }
    },
  ],
  update: [
    ['update'],
    class extends Base {
      override update(row: Row, data: UpdateOf<RowRead>, context: WriteContext) {
        return super.update(row, data, context);
      }
    },
  ],
  delete: [
    ['delete'],
    class extends Base {
      override delete(row: Row, context: WriteContext) {
        return super.delete(row, context);
      }
    },
  ],
  handleCreate: [
    [],
    class extends Base {
      override handleCreate(data: CreateOf<RowRead>, context: ViewContext) {
        return super.handleCreate(data, context);
      }
    },
  ],
  handleUpdate: [
    [],
    class extends Base {
      override handleUpdate(id: number, data: UpdateOf<RowRead>, context: ViewContext) {
        return super.handleUpdate(id, data, context);
      }
    },
  ],
  handleDelete: [
    [],
    class extends Base {
      override handleDelete(id: number, context: ViewContext) {
        return super.handleDelete(id, context);
      }
    },
  ],
  createEndpoint: [
    [],
    class extends Base {
      override createEndpoint(data: CreateOf<RowRead>, context: ViewContext) {
        return super.createEndpoint(data, context);
      }
    },
  ],
  toResponseSchema: [
    [],
    class extends Base {
      override toResponseSchema(row: Row) {
        return super.toResponseSchema(row);
      }
    },
  ],
  'a field with a function': [
    ALL,
    class extends Base {
      override authorize = () => undefined;
    },
  ],
};
for (const [seam, [bracketed, base]] of Object.entries(seams))
  add(`an override of ${seam}`, Plain, RowRead, bracketed, base);

/** `writeAction` has overloads; here it is replaced for whoever calls it. */
class ActionView extends Base {}
Object.defineProperty(ActionView.prototype, 'writeAction', {
  value: function (this: ActionView, ...given: readonly unknown[]): unknown {
    return Reflect.apply(Reflect.get(RestView.prototype, 'writeAction'), this, given);
  },
});
add('an override of writeAction', Plain, RowRead, ['create'], ActionView);

const committed: { action: string; entity: Row | null; old: unknown }[] = [];

@View('watched', { model: Plain, schema: RowRead })
class WatchedView extends RestView<Plain, RowRead> {
  override afterCommit(action: string, { entity, old }: Change<Plain>, { manager }: ViewContext): void {
    expect(manager.queryRunner).toBeUndefined();
    committed.push({ action, entity, old: old && { ...old } });
    if (entity?.name === 'loud') throw new Error('afterCommit gave up');
  }
}

@View('lookup', { model: Plain, schema: RowRead, lookup: 'name' })
class LookupView extends RestView<Plain, RowRead> {}

const BEGIN: Readonly<Record<DatabaseName, string>> = {
  sqlite: 'BEGIN TRANSACTION',
  postgres: 'START TRANSACTION',
  mysql: 'START TRANSACTION',
};

onEveryDatabase((database) => {
  let app: TestApp;
  const isPostgres = database.name === 'postgres';
  const begin = BEGIN[database.name];
  const subscriber: EntitySubscriberInterface = { listenTo: () => Heard, beforeInsert: () => undefined };

  beforeAll(async () => {
    const views = [...cases.map(({ view }) => view), WatchedView, LookupView];
    app = await TestApp.start(database, express, entities, views, { caller: callerOf });
    app.dataSource.subscribers.push(subscriber);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    plainWrites.isOn = true;
    committed.length = 0;
  });

  const words = (): string[] =>
    app.statements.statements.map((sql) => /^(SELECT|INSERT|UPDATE|DELETE)\b/.exec(sql)?.[0] ?? sql);
  const statementsOf = async (method: string, path: string, status: number, json?: unknown): Promise<string[]> => {
    app.statements.clear();
    const answer = await app.request(method, path, json === undefined ? {} : { json });
    expect([path, answer.status, answer.body]).toEqual([path, status, expect.anything()]);
    return words();
  };
  const make = async (model: new () => Row, name: string): Promise<number> => {
    const { identifiers } = await app.dataSource.manager.insert(model, { name, tenantId: 1, byId: 7 });
    return Number(identifiers[0]?.id);
  };

  describe.each(cases.map((one, index) => ({ ...one, path: `/v${String(index)}` })))('with $what', (one) => {
    const { path, model, bracketed, readsDeleted } = one;
    const isAlone = (write: Write): boolean => isPostgres && !bracketed.includes(write);
    const open = (write: Write) => (isAlone(write) ? [] : [begin]);

    it(`a create ${bracketed.includes('create') ? 'has a bracket' : 'commits by itself'}`, async () => {
      const found = await statementsOf('POST', path, 201, { name: 'one' });
      expect(found.slice(0, 1)).toEqual(isAlone('create') ? ['INSERT'] : [begin]);
      expect(found.at(-1)).toBe(isAlone('create') ? 'INSERT' : 'COMMIT');
    });

    it(`an update ${bracketed.includes('update') ? 'has a bracket' : 'commits by itself'}`, async () => {
      const id = await make(model, 'one');
      const found = await statementsOf('PATCH', `${path}/${String(id)}`, 200, { name: 'two' });
      expect(found.slice(0, 2)).toEqual([...open('update'), 'SELECT', 'UPDATE'].slice(0, 2));
      expect(found.at(-1)).toBe(isAlone('update') ? 'UPDATE' : 'COMMIT');
      if (isAlone('update')) expect(found).toHaveLength(2);
    });

    it(`a delete ${bracketed.includes('delete') ? 'has a bracket' : 'commits by itself'}`, async () => {
      const id = await make(model, 'one');
      const found = await statementsOf('DELETE', `${path}/${String(id)}`, 204);
      if (isAlone('delete')) expect([...new Set(found)]).toEqual(readsDeleted ? ['SELECT', 'DELETE'] : ['DELETE']);
      else expect([found[0], found[1], found.at(-1)]).toEqual([begin, 'SELECT', 'COMMIT']);
      await statementsOf('DELETE', `${path}/${String(id)}`, 404);
    });
  });

  describe('whether it commits by itself or not', () => {
    const both = async (work: () => Promise<unknown>): Promise<unknown[]> => {
      const results: unknown[] = [];
      for (const isOn of [true, false]) {
        await app.dataSource.synchronize(true);
        committed.length = 0;
        plainWrites.isOn = isOn;
        results.push(await work());
      }
      return results;
    };
    const answerOf = async (method: string, path: string, json?: unknown): Promise<unknown> => {
      const { status, json: body, headers } = await app.request(method, path, json === undefined ? {} : { json });
      return { status, body: { ...body, instance: undefined }, location: headers.get('location') };
    };

    it('what a test puts in the place of a method is called', async () => {
      const view = app.app.get(cases[0]?.view ?? WatchedView, { strict: false });
      const id = String(await make(Plain, 'one'));
      for (const [seam, method, path, json] of [
        ['beforeCommit', 'POST', '/v0', { name: 'two' }],
        ['afterCommit', 'PATCH', `/v0/${id}`, { name: 'three' }],
        ['authorize', 'DELETE', `/v0/${id}`, undefined],
      ] as const) {
        let calls = 0;
        const replaced: unknown = Reflect.get(view, seam);
        Reflect.set(view, seam, (...args: unknown[]): unknown => {
          calls += 1;
          return typeof replaced === 'function' ? Reflect.apply(replaced, view, args) : undefined;
        });
        await app.request(method, path, json && { json });
        expect([seam, calls]).toEqual([seam, 1]);
        Reflect.deleteProperty(view, seam);
      }
    });

    it('a write answers the same, and stores the same', async () => {
      const [one, other] = await both(async () => [
        await answerOf('POST', '/v0', { name: 'one' }),
        await answerOf('POST', '/v0', { name: 'one' }),
        await answerOf('POST', '/v0', { name: 'x'.repeat(21) }),
        await answerOf('POST', '/v0', { name: 'two' }),
        await answerOf('PATCH', '/v0/1', { name: 'two' }),
        await answerOf('PATCH', '/v0/1', { name: 'one' }),
        await answerOf('PATCH', '/v0/1', { name: 'three' }),
        await answerOf('PATCH', '/v0/99', { name: 'four' }),
        await answerOf('DELETE', '/lookup/three'),
        await answerOf('DELETE', '/lookup/three'),
        await answerOf('DELETE', '/v0/98'),
        (await app.dataSource.manager.find(Plain)).map(({ name, version, place }) => ({ name, version, place })),
      ]);
      expect(one).toEqual(other);
      expect(one).toMatchObject([
        ...[{ status: 201 }, { status: 409 }, { status: 422 }, { status: 201 }],
        ...[{ status: 409 }, { status: 200 }, { status: 200 }, { status: 404 }],
        ...[
          { status: 204 },
          { status: 404 },
          { status: 404 },
          [{ name: 'two', version: 1, place: { city: 'before two' } }],
        ],
      ]);
    });

    it('afterCommit is told the same, and its throw leaves the write stored', async () => {
      const [one, other] = await both(async () => {
        await answerOf('POST', '/watched', { name: 'one' });
        await answerOf('PATCH', '/watched/1', { name: 'loud' });
        await answerOf('PATCH', '/watched/1', { name: 'quiet' });
        await answerOf('DELETE', '/watched/1');
        return committed.map(({ action, entity, old }) => ({
          action,
          name: entity?.name,
          old,
          is: entity instanceof Plain,
        }));
      });
      const instants = { createdAt: expect.any(Date), updatedAt: expect.any(Date) };
      const old = (name: string, version: number, city: string) => ({
        ...{ id: 1, name, tenantId: null, byId: null, version, place: { city }, ...instants },
      });
      const expected = [
        { action: 'create', name: 'one', old: null, is: true },
        { action: 'update', name: 'loud', old: old('one', 1, 'before one'), is: true },
        { action: 'update', name: 'quiet', old: old('loud', 2, 'changed loud'), is: true },
        { action: 'delete', name: 'quiet', old: old('quiet', 3, 'changed quiet'), is: true },
      ];
      expect(one).toEqual(expected);
      expect(other).toEqual(expected);
    });

    it('a handler gives back the same row', async () => {
      const [one, other] = await both(async () => {
        const view = app.app.get(LookupView);
        const context = systemContext(app.dataSource, {});
        const rows = [await view.handleCreate({ name: 'one' }, context)];
        rows.push(await view.handleUpdate('one', { name: 'two' }, context));
        rows.push(await view.handleDelete('two', context));
        return rows.map((row) => ({
          ...Object.fromEntries(Object.entries(row)),
          createdAt: 0,
          updatedAt: 0,
          is: row instanceof Plain,
        }));
      });
      expect(one).toEqual(other);
    });
  });

  it('a failing statement leaves nothing, and the connection is free again', async () => {
    for (let times = 0; times < 12; times += 1) await app.request('POST', '/v0', { json: { name: 'one' } });
    expect(await app.dataSource.manager.count(Plain)).toBe(1);
  });

  it('a listener that is told after the statement undoes it', async () => {
    const at = cases.findIndex(({ model }) => model === Told);
    expect((await app.request('POST', `/v${String(at)}`, { json: { name: 'refused' } })).status).toBe(500);
    expect(await app.dataSource.manager.count(Told)).toBe(0);
  });

  it('a write in a transaction of the application is a savepoint of it', async () => {
    const view = app.app.get(LookupView);
    const context = systemContext(app.dataSource, {});
    await app.dataSource
      .transaction(async (manager) => {
        await view.handleCreate({ name: 'one' }, withManager(context, manager));
        throw new Error('undone');
      })
      .catch(() => undefined);
    expect(await app.dataSource.manager.count(Plain)).toBe(0);
    expect(app.statements.startingWith('SAVEPOINT')).not.toEqual([]);
  });

  it('a subscriber that comes later has its transaction', async () => {
    const later: EntitySubscriberInterface = { afterTransactionCommit: () => undefined };
    app.dataSource.subscribers.push(later);
    expect(await statementsOf('POST', '/v0', 201, { name: 'one' })).toContain('COMMIT');
    app.dataSource.subscribers.splice(app.dataSource.subscribers.indexOf(later), 1);
  });
});

onEveryDatabase((database) => {
  if (database.name !== 'postgres') return;

  it.each(['repeatable read', 'serializable'])(
    'where transactions are %s by default, writes are transactions',
    async (level) => {
      const options = await database.dataSourceOptions([]);
      const source = await new DataSource(options).initialize();
      const name = new URL(options.type === 'postgres' ? (options.url ?? '') : '').pathname.slice(1);
      await source.query(`ALTER DATABASE "${name}" SET default_transaction_isolation = '${level}'`);
      await source.destroy();
      const stricter = { ...database, dataSourceOptions: () => Promise.resolve({ ...options, entities: [Plain] }) };
      const app = await TestApp.start(stricter, express, [Plain], [LookupView], { caller: callerOf });
      app.statements.clear();
      await app.request('POST', '/lookup', { json: { name: 'one' } });
      expect(app.statements.transactions).toEqual(['START TRANSACTION', 'COMMIT']);
      await app.close();
    },
  );
});

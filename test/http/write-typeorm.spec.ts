import {
  type CreateOf,
  Field,
  Nested,
  ReadOnly,
  RestView,
  type UpdateOf,
  View,
  type WriteContext,
} from 'nestjs-restview';
import {
  AfterInsert,
  AfterUpdate,
  BeforeInsert,
  BeforeRemove,
  BeforeUpdate,
  Column,
  DeleteDateColumn,
  Entity,
  type EntitySubscriberInterface,
  EventSubscriber,
  type InsertEvent,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  type UpdateEvent,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

const heard: string[] = [];

@Entity()
class Team {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;
}

@Entity()
class Player {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @Column({ default: '' })
  slug!: string;

  /** Stored in cents. */
  @Column({
    type: 'int',
    nullable: true,
    transformer: new (class {
      to = (value: number | null | undefined) =>
        value === null || value === undefined ? value : Math.round(value * 100);
      from = (value: number | null) => (value === null ? null : value / 100);
    })(),
  })
  fee!: number | null;

  @Column({ type: 'decimal', precision: 6, scale: 2, default: '0.00' })
  rating!: string;

  @Column({ type: 'int', nullable: true })
  teamId!: number | null;

  @ManyToOne(() => Team)
  team!: Relation<Team> | null;

  @VersionColumn()
  version!: number;

  @UpdateDateColumn()
  updatedAt!: Date;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  @BeforeInsert()
  beforeInsert() {
    heard.push('listener beforeInsert');
    this.slug = this.name.toLowerCase();
  }

  @AfterInsert()
  afterInsert() {
    heard.push(`listener afterInsert ${String(this.id)}`);
  }

  @BeforeUpdate()
  beforeUpdate() {
    heard.push('listener beforeUpdate');
    this.slug = this.name.toLowerCase();
  }

  @AfterUpdate()
  afterUpdate() {
    heard.push(`listener afterUpdate ${String(this.version)}`);
  }

  @BeforeRemove()
  beforeRemove() {
    heard.push('listener beforeRemove');
  }
}

/** Its key is the application's own, so that an unsaved row looks like a saved one. */
@Entity()
class Badge {
  @PrimaryColumn()
  code!: string;

  @Column()
  title!: string;
}

@EventSubscriber()
class PlayerSubscriber implements EntitySubscriberInterface<Player> {
  listenTo() {
    return Player;
  }

  beforeInsert({ entity, manager }: InsertEvent<Player>) {
    heard.push(`subscriber beforeInsert ${entity.name} ${String(manager.queryRunner?.isTransactionActive)}`);
  }

  beforeUpdate({ updatedColumns, databaseEntity }: UpdateEvent<Player>) {
    // A statement has no entity, whatever the type says.
    const known = databaseEntity as Player | undefined;
    const columns = updatedColumns.map(({ propertyName }) => propertyName).join();
    heard.push(`subscriber beforeUpdate ${String(known?.name)} ${columns}`);
  }

  afterUpdate({ entity }: UpdateEvent<Player>) {
    heard.push(`subscriber afterUpdate ${String(entity?.name)}`);
  }
}

class TeamRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class PlayerRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @ReadOnly() readonly slug!: string;
  @Field() fee!: number | null;
  @Field() rating!: string;
  @Field() teamId!: number | null;
  @ReadOnly() @Nested(() => TeamRead) readonly team!: TeamRead | null;
  @ReadOnly() readonly version!: number;
  @ReadOnly() readonly updatedAt!: Date;
}

@View('players', { model: Player, schema: PlayerRead })
class PlayerView extends RestView<Player, PlayerRead> {}

/** What a TypeORM user writes by hand. */
@View('saved', { model: Player, schema: PlayerRead })
class SavedView extends RestView<Player, PlayerRead> {
  override async create(data: CreateOf<PlayerRead>, context: WriteContext) {
    return context.manager.save(await this.makeNewObject(data, context));
  }

  override async update(player: Player, data: UpdateOf<PlayerRead>, context: WriteContext) {
    return context.manager.save(await this.updateObject(player, data, context));
  }

  override async delete(player: Player, { manager }: WriteContext) {
    await manager.softRemove(player);
  }
}

/** By statements that know nothing of the object. */
@View('stated', { model: Player, schema: PlayerRead })
class StatedView extends RestView<Player, PlayerRead> {
  override async create(data: CreateOf<PlayerRead>, context: WriteContext) {
    const player = await this.makeNewObject(data, context);
    await context.manager.insert(Player, player);
    return player;
  }

  override async update(player: Player, { name }: UpdateOf<PlayerRead>, { manager }: WriteContext) {
    if (name !== undefined) await manager.update(Player, player.id, { name });
  }

  override async delete({ id }: Player, { manager }: WriteContext) {
    await manager.delete(Player, id);
  }
}

/** Saves, and changes the object once more without saving. */
@View('after', { model: Player, schema: PlayerRead })
class AfterView extends SavedView {
  override async create(data: CreateOf<PlayerRead>, context: WriteContext) {
    const player = await super.create(data, context);
    player.rating = '7.50';
    return player;
  }

  override async update(player: Player, data: UpdateOf<PlayerRead>, context: WriteContext) {
    await super.update(player, data, context);
    player.rating = '8.50';
    return player;
  }

  override async delete(player: Player, { manager }: WriteContext) {
    await manager.remove(player);
  }
}

@View('badges', { model: Badge })
class BadgeView extends RestView<Badge> {}

@View('lost-badges', { model: Badge })
class LostBadgeView extends RestView<Badge> {
  override create(data: CreateOf<Badge>, context: WriteContext): Promise<Badge> {
    return Promise.resolve(this.makeNewObject(data, context));
  }
}

onEveryDatabase((database) => {
  let app: TestApp;
  const stored = (id: number) => app.dataSource.manager.findOneOrFail(Player, { where: { id }, withDeleted: true });
  const post = (path: string, json: object) => app.request('POST', path, { json });
  const patch = (path: string, json: object) => app.request('PATCH', path, { json });

  beforeAll(async () => {
    const views = [PlayerView, SavedView, StatedView, AfterView, BadgeView, LostBadgeView];
    app = await TestApp.start(database, express, [Team, Player, Badge], views);
    app.dataSource.subscribers.push(new PlayerSubscriber());
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await app.dataSource.manager.insert(Team, [{ name: 'Reds' }, { name: 'Blues' }]);
    await app.dataSource.manager.insert(Player, { name: 'Ada', fee: 1.5, slug: 'ada', teamId: 1 });
    heard.length = 0;
    app.statements.clear();
  });

  describe('listeners, subscribers and transformers', () => {
    it('work on a create, once', async () => {
      const answer = await post('/players', { name: 'Bob', fee: 2.25, rating: '1.00' });
      expect(answer.json).toMatchObject({ id: 2, name: 'Bob', slug: 'bob', fee: 2.25, version: 1 });
      expect(heard.sort()).toEqual([
        ...['listener afterInsert 2', 'listener beforeInsert', 'subscriber beforeInsert Bob true'],
      ]);
      const [row] = await app.dataSource.query<{ fee: number }[]>('SELECT fee FROM player WHERE id = 2');
      expect(row?.fee).toBe(225);
    });

    it('work on a PATCH, once', async () => {
      const answer = await patch('/players/1', { name: 'Eve', fee: 0.1 });
      expect(answer.json).toMatchObject({ name: 'Eve', slug: 'eve', fee: 0.1, version: 2, teamId: 1 });
      expect(heard).toEqual([
        'listener beforeUpdate',
        expect.stringMatching(/^subscriber beforeUpdate Ada name,fee/),
        'listener afterUpdate 2',
        'subscriber afterUpdate Eve',
      ]);
      expect(await stored(1)).toMatchObject({ name: 'Eve', slug: 'eve', fee: 0.1, version: 2 });
    });

    it('stay silent on a PATCH that changes nothing', async () => {
      const answer = await patch('/players/1', { name: 'Ada', fee: 1.5, rating: '0.00', teamId: 1 });
      expect(answer.json).toMatchObject({ version: 1 });
      expect(heard).toEqual([]);
      expect(app.statements.updates).toEqual([]);
    });

    it('work on a delete', async () => {
      expect((await app.request('DELETE', '/players/1')).status).toBe(204);
      expect(heard).toEqual(['listener beforeRemove']);
    });
  });

  describe.each(['/saved', '/after'])("a verb that saves by TypeORM's save(): %s", (path) => {
    it('creates one row, and answers what is stored', async () => {
      const answer = await post(path, { name: 'Bob', fee: 2, rating: '1.5', teamId: 2 });
      expect(answer.status).toBe(201);
      expect(answer.headers.get('location')).toBe(`${path}/2`);
      expect(answer.json).toMatchObject({ id: 2, slug: 'bob', fee: 2, team: { id: 2, name: 'Blues' } });
      expect((await app.request('GET', `${path}/2`)).body).toBe(answer.body);
      expect(app.statements.inserts).toHaveLength(1);
      expect(await stored(2)).toMatchObject({ version: path === '/saved' ? 1 : 2 });
    });

    it('changes the row, and answers what is stored', async () => {
      const answer = await patch(`${path}/1`, { name: 'Eve', teamId: 2 });
      expect(answer.json).toMatchObject({ name: 'Eve', slug: 'eve', team: { id: 2, name: 'Blues' } });
      expect((await app.request('GET', `${path}/1`)).body).toBe(answer.body);
      expect(app.statements.updates).toHaveLength(path === '/saved' ? 1 : 2);
      expect(answer.json).toMatchObject({ version: app.statements.updates.length + 1 });
      expect(heard.filter((line) => line === 'listener beforeUpdate')).toHaveLength(app.statements.updates.length);
    });

    it('writes nothing on an empty PATCH', async () => {
      const answer = await patch(`${path}/1`, {});
      expect(answer.json).toMatchObject({ version: path === '/saved' ? 1 : 2 });
      expect(app.statements.updates).toHaveLength(path === '/saved' ? 0 : 1);
    });

    it('removes the row', async () => {
      expect((await app.request('DELETE', `${path}/1`)).status).toBe(204);
      expect((await app.request('GET', `${path}/1`)).status).toBe(404);
      expect([...app.statements.updates, ...app.statements.deletes]).toHaveLength(1);
    });
  });

  it('a soft removal keeps the row, changed once', async () => {
    await app.request('DELETE', '/saved/1');
    expect(await stored(1)).toMatchObject({ name: 'Ada', version: 2, deletedAt: expect.any(Date) });
    expect((await app.request('DELETE', '/saved/1')).status).toBe(404);
  });

  it('what was changed after save() is stored too', async () => {
    await post('/after', { name: 'Bob', fee: null, rating: '1.5' });
    expect(Number((await stored(2)).rating)).toBe(7.5);
  });

  describe('a verb that writes by statements', () => {
    it('creates, changes and removes, and answers what is stored', async () => {
      const created = await post('/stated', { name: 'Bob', fee: 2, rating: '1.50', teamId: 2 });
      expect(created.json).toMatchObject({ id: 2, team: { name: 'Blues' } });
      expect((await app.request('GET', '/stated/2')).body).toBe(created.body);
      const changed = await patch('/stated/2', { name: 'Bobby' });
      expect(changed.json).toMatchObject({ name: 'Bobby', version: 2 });
      expect((await app.request('GET', '/stated/2')).body).toBe(changed.body);
      expect((await app.request('DELETE', '/stated/2')).status).toBe(204);
      expect(app.statements.inserts).toHaveLength(1);
      expect(app.statements.updates).toHaveLength(1);
      expect(app.statements.deletes).toHaveLength(1);
    });
  });

  describe('a row whose key the client gives', () => {
    it('is inserted, never written over another', async () => {
      expect((await post('/badges', { code: 'gold', title: 'Gold' })).status).toBe(201);
      const again = await post('/badges', { code: 'gold', title: 'Brass' });
      expect(again).toMatchObject({ status: 409, json: { code: 'unique_violation', errors: [{ pointer: '/code' }] } });
      expect((await app.request('GET', '/badges/gold')).json).toEqual({ code: 'gold', title: 'Gold' });
    });

    it('is not taken for stored when a verb forgot to store it', async () => {
      expect((await post('/lost-badges', { code: 'gold', title: 'Gold' })).status).toBe(500);
      expect(await app.dataSource.manager.count(Badge)).toBe(0);
    });
  });
});

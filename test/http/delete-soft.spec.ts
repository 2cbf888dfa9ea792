import { Post } from '@nestjs/common';
import {
  ConfigurationError,
  Ctx,
  Id,
  Nested,
  ReadOnly,
  RestView,
  SoftDeletedReference,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import {
  AfterRecover,
  AfterSoftRemove,
  BeforeRecover,
  BeforeSoftRemove,
  Column,
  DeleteDateColumn,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';
import { softDeleteMistakes } from '../../libs/restview/src/view/deletes/delete-mistakes.js';
import { restoreDeletedRow, softDeleteRow } from '../../libs/restview/src/view/deletes/soft-delete.js';
import { StartedView } from '../../libs/restview/src/view/started-view.js';
import { callerOf } from '../fixtures/caller.js';
import { TestApp } from '../fixtures/test-app.js';
import { type Database, databases, type Entities, onEveryDatabase } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';
import { express } from '../setup/platforms.js';

const heard: string[] = [];

@Entity()
@Unique(['name'])
class Team {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20, default: 'x' }) name!: string;
  @Column({ type: 'varchar', length: 20, nullable: true }) farewell!: string | null;
  @VersionColumn() version!: number;
  @UpdateDateColumn() updatedAt!: Date;
  @DeleteDateColumn() deletedAt!: Date | null;
  @Column({ type: 'int', nullable: true }) partnerId!: number | null;
  @ManyToOne(() => Team, { onDelete: 'SET NULL' }) partner!: Relation<Team> | null;
  @ManyToMany(() => Badge) @JoinTable() badges!: Relation<Badge>[];

  @BeforeSoftRemove() beforeSoftRemove(): void {
    heard.push(`before ${this.name}`);
  }
  @AfterSoftRemove() afterSoftRemove(): void {
    heard.push(`after ${this.name} ${this.deletedAt ? 'deleted' : 'live'}`);
  }
  @BeforeRecover() beforeRecover(): void {
    heard.push(`before ${this.name}`);
  }
  @AfterRecover() afterRecover(): void {
    heard.push(`after ${this.name} ${this.deletedAt ? 'deleted' : 'live'}`);
  }
}

/** Goes with its team, and with the task above it; its date has whole seconds where the database lets it. */
@Entity()
class Task {
  @PrimaryColumn({ type: 'int' }) team_id!: number;
  @PrimaryColumn({ type: 'int' }) number!: number;
  @ManyToOne(() => Team, { onDelete: 'CASCADE' }) @JoinColumn({ name: 'team_id' }) team!: Relation<Team>;
  @Column({ type: 'int', nullable: true }) aboveTeam!: number | null;
  @Column({ type: 'int', nullable: true }) aboveNumber!: number | null;
  @ManyToOne(() => Task, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'aboveTeam', referencedColumnName: 'team_id' },
    { name: 'aboveNumber', referencedColumnName: 'number' },
  ])
  above!: Relation<Task> | null;
  @DeleteDateColumn({ precision: 0 }) deletedAt!: Date | null;
}

/** Goes with its task. */
@Entity()
class Step {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int' }) team!: number;
  @Column({ type: 'int' }) task!: number;
  @ManyToOne(() => Task, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'team', referencedColumnName: 'team_id' },
    { name: 'task', referencedColumnName: 'number' },
  ])
  of!: Relation<Task>;
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
class Invoice {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int', default: 1 }) tenantId!: number;
  @Column({ type: 'int', nullable: true }) teamId!: number | null;
  @ManyToOne(() => Team, { onDelete: 'RESTRICT' }) team!: Relation<Team> | null;
  @Column({ type: 'int', nullable: true }) stepId!: number | null;
  @ManyToOne(() => Step) step!: Relation<Step> | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}

/** Loses its team, by a foreign key without a column of its own and with one that only one row may have. */
@Entity()
class Player {
  @PrimaryColumn({ length: 20 }) name!: string;
  @ManyToOne(() => Team, { onDelete: 'SET NULL', nullable: true }) team!: Relation<Team> | null;
  @OneToOne(() => Team, { onDelete: 'SET NULL', nullable: true }) @JoinColumn() leads!: Relation<Team> | null;
  @VersionColumn() version!: number;
}

@Entity()
class Badge {
  @PrimaryGeneratedColumn() id!: number;
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
class Left {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int', nullable: true }) rightId!: number | null;
  @ManyToOne(() => Right, { onDelete: 'CASCADE' }) right!: Relation<Right> | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
class Right {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int', nullable: true }) leftId!: number | null;
  @ManyToOne(() => Left, { onDelete: 'CASCADE' }) left!: Relation<Left> | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}

/** A view that deletes softly, as far as these tests need one. */
abstract class SoftView<Row extends object, Schema extends object = Partial<Row>> extends RestView<Row, Schema> {
  override checkDefinition() {
    return softDeleteMistakes(StartedView.of(this));
  }

  override deleteObject(row: Row, context: WriteContext) {
    return softDeleteRow(StartedView.of(this), row, context);
  }

  @Post(':id/restore')
  async restore(@Id() id: number, @Ctx() context: ViewContext) {
    const { description, metadata } = StartedView.of(this).model;
    const row = await this.buildQuery(context)
      .withDeleted()
      .andWhere(`${description.alias}.${metadata.primaryColumns[0]?.propertyPath ?? ''} = :id`, { id })
      .getOneOrFail();
    await this.writeAction('restore', { entity: row }, context, (write) =>
      restoreDeletedRow(StartedView.of(this), row, write),
    );
    return this.toResponse(row);
  }
}

@View('teams', { model: Team })
class TeamView extends SoftView<Team> {
  static sabotage = false;

  override async deleteObject(team: Team, context: WriteContext) {
    if (team.name === 'Polite') team.farewell = 'Bye';
    await super.deleteObject(team, context);
    if (TeamView.sabotage) throw new ConfigurationError();
  }
}

class BadgeRead {
  @ReadOnly() readonly id!: number;
}
class SquadRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => BadgeRead) readonly badges!: BadgeRead[];
}

@View('squads', { model: Team, schema: SquadRead })
class SquadView extends SoftView<Team, SquadRead> {}

@View('steps', { model: Step })
class StepView extends SoftView<Step> {}

@View('lefts', { model: Left })
class LeftView extends SoftView<Left> {}

@View('invoices', { model: Invoice })
class InvoiceView extends RestView<Invoice> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('invoice.tenantId = :tenant', { tenant: context.caller.tenantId });
  }
}

const entities = [Team, Task, Step, Invoice, Player, Badge, Left, Right, SoftDeletedReference];

onEveryDatabase((database) => {
  let app: TestApp;
  const send = (method: string, path: string, tenant = 1): Promise<HttpAnswer> =>
    app.request(method, path, { headers: { 'x-tenant': String(tenant) } });
  const remove = async (path: string, status = 204) => {
    const answer = await send('DELETE', path);
    expect([answer.status, answer.json?.code]).toEqual([status, status === 409 ? 'still_referenced' : undefined]);
    return answer;
  };
  const restore = async (path: string, status = 201) => {
    const answer = await send('POST', `${path}/restore`);
    expect(answer).toMatchObject({ status });
    return answer;
  };
  const manager = () => app.dataSource.manager;
  const live = async () => ({
    teams: (await manager().find(Team, { order: { id: 1 } })).map(({ id }) => id),
    tasks: (await manager().find(Task, { order: { team_id: 1, number: 1 } })).map(({ number }) => number),
    steps: (await manager().find(Step, { order: { id: 1 } })).map(({ id }) => id),
  });
  const players = () => manager().find(Player, { relations: { team: true, leads: true }, order: { name: 1 } });

  beforeAll(async () => {
    app = await TestApp.start(database, express, entities, [TeamView, SquadView, StepView, LeftView, InvoiceView], {
      caller: callerOf,
    });
  });
  afterAll(() => app.close());

  /** Team 1 with tasks 1, 2 (below 1) and 3, and steps 1 to 3; team 2 with task 9 and step 4. */
  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await manager().insert(Team, [{ name: 'Red' }, { name: 'Blue' }]);
    await manager().insert(Task, { team_id: 1, number: 1 });
    await manager().insert(Task, [
      { team_id: 1, number: 2, aboveTeam: 1, aboveNumber: 1 },
      { team_id: 1, number: 3 },
      { team_id: 2, number: 9 },
    ]);
    await manager().insert(Step, [
      { team: 1, task: 1 },
      { team: 1, task: 2 },
      { team: 1, task: 3 },
      { team: 2, task: 9 },
    ]);
    heard.length = 0;
    TeamView.sabotage = false;
    app.statements.clear();
  });

  it('deletes and restores what goes along, with one moment for all', async () => {
    const { version } = await manager().findOneByOrFail(Team, { id: 1 });
    await remove('/teams/1');
    expect(await live()).toEqual({ teams: [2], tasks: [9], steps: [4] });
    const rows = await Promise.all([Team, Task, Step].map((entity) => manager().find(entity, { withDeleted: true })));
    const moments = rows.flat().flatMap(({ deletedAt }: { deletedAt: Date | null }) => deletedAt?.getTime() ?? []);
    expect(moments).toHaveLength(7);
    expect(new Set(moments).size).toBe(1);
    expect(Math.abs(Date.now() - (moments[0] ?? 0))).toBeLessThan(5_000);
    expect(await send('GET', '/teams/1')).toMatchObject({ status: 404 });
    expect(await send('DELETE', '/teams/1')).toMatchObject({ status: 404 });

    const { json } = await restore('/teams/1');
    expect(json).toMatchObject({ id: 1, deletedAt: null, version: version + 2 });
    expect(await live()).toEqual({ teams: [1, 2], tasks: [1, 2, 3, 9], steps: [1, 2, 3, 4] });
  });

  it('runs the listeners of the row, and stores what was set on it', async () => {
    await manager().update(Team, 1, { name: 'Polite' });
    await remove('/teams/1');
    expect(heard).toEqual(['before Polite', 'after Polite deleted']);
    heard.length = 0;
    expect((await restore('/teams/1')).json).toMatchObject({ farewell: 'Bye' });
    expect(heard).toEqual(['before Polite', 'after Polite live']);
  });

  it('leaves a row as it is that is live already', async () => {
    await restore('/teams/1');
    expect(heard).toEqual([]);
    expect(app.statements.updates).toEqual([]);
  });

  it('restores no row that was deleted on its own, a moment before', async () => {
    await remove('/steps/1');
    await remove('/teams/1');
    await restore('/teams/1');
    expect((await live()).steps).toEqual([2, 3, 4]);
    await restore('/steps/1');
    expect((await live()).steps).toEqual([1, 2, 3, 4]);
  });

  it('restores no row that was deleted on its own at the very moment, or by a clock that is ahead', async () => {
    const frozen = new Date(Date.now() + 60_000);
    frozen.setMilliseconds(0);
    const { now } = Date;
    Date.now = () => frozen.getTime();
    try {
      await manager().update(Task, { team_id: 1, number: 3 }, { deletedAt: frozen });
      await manager().update(Step, { id: 1 }, { deletedAt: new Date(frozen.getTime() + 7_000) });
      await remove('/teams/1');
    } finally {
      Date.now = now;
    }
    await restore('/teams/1');
    // Task 3 stayed deleted, and its step went nowhere.
    expect(await live()).toEqual({ teams: [1, 2], tasks: [1, 2, 9], steps: [2, 3, 4] });
  });

  it('refuses a restore of a row whose parent is deleted, itself or among those that come along', async () => {
    await remove('/teams/1');
    const refused = await restore('/steps/1', 409);
    expect(refused.json).toMatchObject({ code: 'parent_deleted' });
    expect((await live()).steps).toEqual([4]);

    await manager().insert(Right, {});
    await manager().insert(Left, [{ rightId: 1 }, { rightId: 1 }]);
    await manager().insert(Right, { leftId: 1 });
    await remove('/lefts/1');
    expect(await manager().countBy(Right, { leftId: 1 })).toBe(0);
    await manager().softDelete(Right, 1);
    expect((await restore('/lefts/1', 409)).json.code).toBe('parent_deleted');
    expect(await manager().count(Left)).toBe(1);
    await manager().restore(Right, 1);
    await restore('/lefts/1');
    expect([await manager().count(Left), await manager().count(Right)]).toEqual([2, 2]);
  });

  it('comes to an end in a ring of two entities, and of a row with itself', async () => {
    await manager().insert(Left, {});
    await manager().insert(Right, { leftId: 1 });
    await manager().update(Left, 1, { rightId: 1 });
    await manager().update(Task, { team_id: 1, number: 3 }, { aboveTeam: 1, aboveNumber: 3 });
    await remove('/lefts/1');
    await remove('/teams/1');
    expect([await manager().count(Left), await manager().count(Right), await manager().count(Task)]).toEqual([0, 0, 1]);
    await restore('/lefts/1');
    await restore('/teams/1');
    expect([await manager().count(Left), await manager().count(Right), await manager().count(Task)]).toEqual([1, 1, 4]);
  });

  describe('rows that hold it', () => {
    it('refuse the delete, also those of a row that would go along; nothing is deleted', async () => {
      await manager().insert(Invoice, [{ teamId: 2 }, { stepId: 2 }, { stepId: 2, tenantId: 2 }]);
      expect((await remove('/teams/2', 409)).json.blockers).toEqual([
        { view: 'InvoiceView', path: 'invoices', field: 'teamId', ids: ['1'], count: 1 },
      ]);
      expect((await remove('/teams/1', 409)).json.blockers).toEqual([
        { view: 'InvoiceView', path: 'invoices', field: 'stepId', ids: ['2'], count: 1 },
      ]);
      expect((await send('DELETE', '/teams/1', 3)).json.blockers).toEqual([]);
      expect((await live()).steps).toEqual([1, 2, 3, 4]);
    });

    it('do not when they are deleted themselves', async () => {
      await manager().insert(Invoice, { teamId: 1, deletedAt: new Date() });
      await remove('/teams/1');
    });
  });

  describe('SET NULL', () => {
    beforeEach(async () => {
      await manager().insert(Player, [
        { name: 'Ann/é', team: { id: 1 }, leads: { id: 1 } },
        { name: 'Bo', team: { id: 1 } },
        { name: 'Cy', team: { id: 2 } },
        { name: 'Di', team: { id: 1 } },
      ]);
      await manager().update(Team, 2, { partnerId: 1 });
    });

    it('clears the references, and a restore sets those back that are still NULL', async () => {
      await remove('/teams/1');
      expect((await players()).map(({ team, leads }) => [team?.id, leads?.id])).toEqual([
        ...[
          [undefined, undefined],
          [undefined, undefined],
          [2, undefined],
          [undefined, undefined],
        ],
      ]);
      expect(await manager().findOneByOrFail(Team, { id: 2 })).toMatchObject({ partnerId: null });
      expect(await manager().findOneByOrFail(Player, { name: 'Bo' })).toMatchObject({ version: 2 });
      expect(await manager().count(SoftDeletedReference)).toBe(5);
      await manager().update(Player, 'Bo', { team: { id: 2 } });
      await manager().delete(Player, 'Di');
      await restore('/teams/1');
      expect((await players()).map(({ name, team, leads }) => [name, team?.id, leads?.id])).toEqual([
        ['Ann/é', 1, 1],
        ['Bo', 2, undefined],
        ['Cy', 2, undefined],
      ]);
      expect(await manager().findOneByOrFail(Team, { id: 2 })).toMatchObject({ partnerId: 1 });
      expect(await manager().count(SoftDeletedReference)).toBe(0);
    });

    it('leaves a reference between rows that go together', async () => {
      await manager().update(Team, 1, { partnerId: 1 });
      await remove('/teams/1');
      expect(await manager().findOneOrFail(Team, { where: { id: 1 }, withDeleted: true })).toMatchObject({
        partnerId: 1,
      });
    });

    it('knows nothing of an earlier row with the same key', async () => {
      await remove('/teams/1');
      await manager().update(Player, 'Bo', { team: { id: 1 } });
      await manager().restore(Team, 1);
      await remove('/teams/1');
      await restore('/teams/1');
      expect((await players()).map(({ team }) => team?.id)).toEqual([undefined, 1, 2, undefined]);
    });

    it('is a conflict where another row took a place that only one may have', async () => {
      await remove('/teams/1');
      await manager().update(Player, 'Cy', { leads: { id: 1 } });
      expect((await restore('/teams/1', 409)).json.code).toBe('unique_violation');
      expect((await live()).teams).toEqual([2]);
      expect(await manager().count(SoftDeletedReference)).toBe(5);
    });
  });

  it('keeps the links of a many-to-many relation', async () => {
    const badge = await manager().save(manager().create(Badge, {}));
    await manager().createQueryBuilder().relation(Team, 'badges').of(1).add(badge);
    await remove('/teams/1');
    expect((await restore('/squads/1')).json).toEqual({ id: 1, badges: [{ id: badge.id }] });
    expect(await manager().findOne(Team, { where: { id: 1 }, relations: { badges: true } })).toMatchObject({
      badges: [{ id: badge.id }],
    });
  });

  it('leaves nothing of a delete that fails', async () => {
    await manager().insert(Player, { name: 'Ann', team: { id: 1 } });
    TeamView.sabotage = true;
    expect(await send('DELETE', '/teams/1')).toMatchObject({ status: 500 });
    expect(await live()).toEqual({ teams: [1, 2], tasks: [1, 2, 3, 9], steps: [1, 2, 3, 4] });
    expect(await players()).toMatchObject([{ name: 'Ann', team: { id: 1 } }]);
    expect(await manager().count(SoftDeletedReference)).toBe(0);
  });

  it('takes ten thousand rows along by few statements', async () => {
    for (let start = 100; start < 10_100; start += 500) {
      const rows = Array.from({ length: 500 }, (_, index) => ({ team_id: 1, number: start + index }));
      await manager().insert(Task, rows);
    }
    app.statements.clear();
    const before = Date.now();
    await remove('/teams/1');
    expect(await manager().count(Task)).toBe(1);
    await restore('/teams/1');
    expect(await manager().count(Task)).toBe(10_004);
    expect(app.statements.work.length).toBeLessThan(250);
    expect(Date.now() - before).toBeLessThan(15_000);
  }, 60_000);

  it('is done once by two who do it at the same time, and stays whole when one restores', async () => {
    for (let round = 0; round < 4; round += 1) {
      const answers = await Promise.all([send('DELETE', '/teams/1'), send('DELETE', '/teams/1')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
      expect(await live()).toEqual({ teams: [2], tasks: [9], steps: [4] });
      const restored = await Promise.all([send('POST', '/teams/1/restore'), send('POST', '/teams/1/restore')]);
      expect(restored.map(({ status }) => status)).toEqual([201, 201]);
      expect(await live()).toEqual({ teams: [1, 2], tasks: [1, 2, 3, 9], steps: [1, 2, 3, 4] });
    }
  });
});

describe('the start stops at', () => {
  const mistakesOf = async (all: Entities, views: Parameters<typeof TestApp.start>[3]) => {
    const [database] = databases as [Database];
    try {
      await (await TestApp.start(database, express, all, views)).close();
    } catch (error) {
      if (error instanceof ConfigurationError)
        return error.mistakes.map(({ subject, remedy }) => `${subject}: ${remedy}`);
      throw error;
    }
    return [];
  };

  @Entity()
  class Boss {
    @PrimaryGeneratedColumn() id!: number;
    @DeleteDateColumn() deletedAt!: Date | null;
  }
  @Entity()
  class Desk {
    @PrimaryGeneratedColumn() id!: number;
    @ManyToOne(() => Boss, { onDelete: 'CASCADE' }) boss!: Relation<Boss>;
  }
  @Entity()
  class Chair {
    @PrimaryGeneratedColumn() id!: number;
    @ManyToOne(() => Boss, { onDelete: 'SET NULL' }) boss!: Relation<Boss> | null;
  }
  @Entity()
  class Lamp {
    @PrimaryGeneratedColumn() id!: number;
    @Column({ type: 'int', nullable: false }) bossId!: number;
    @ManyToOne(() => Boss, { onDelete: 'SET NULL' }) boss!: Relation<Boss> | null;
  }
  @Entity()
  class Plain {
    @PrimaryGeneratedColumn() id!: number;
  }

  @View('bosses', { model: Boss })
  class BossView extends SoftView<Boss> {}
  @View('hard-bosses', { model: Boss })
  class HardBossView extends RestView<Boss> {}
  @View('desks', { model: Desk })
  class DeskView extends RestView<Desk> {}
  @View('plains', { model: Plain })
  class PlainView extends SoftView<Plain> {}

  it('children without a delete date, where a view serves them, in whatever order', async () => {
    const mistake = ['Desk.boss: Add a @DeleteDateColumn() to Desk, or use "RESTRICT" or "SET NULL".'];
    expect(await mistakesOf([Boss, Desk], [BossView])).toEqual([]);
    expect(await mistakesOf([Boss, Desk], [BossView, DeskView])).toEqual(mistake);
    expect(await mistakesOf([Boss, Desk], [DeskView, BossView])).toEqual(mistake);
  });

  it('references to set to NULL without a place to remember them', async () => {
    expect(await mistakesOf([Boss, Chair], [BossView])).toEqual([
      'Chair.boss: Add SoftDeletedReference of nestjs-restview to the "entities" of the DataSource.',
    ]);
    expect(await mistakesOf([Boss, Chair, SoftDeletedReference], [BossView])).toEqual([]);
    expect(await mistakesOf([Boss, Chair], [HardBossView])).toEqual([]);
  });

  it('references to set to NULL that cannot be NULL', async () => {
    expect(await mistakesOf([Boss, Lamp], [HardBossView])).toEqual([
      'Lamp.boss: Make the column nullable, or use "CASCADE" or "RESTRICT".',
    ]);
  });

  it('an entity without a delete date', async () => {
    expect(await mistakesOf([Plain], [PlainView])).toEqual(['Plain: Add @DeleteDateColumn() deletedAt!: Date | null.']);
  });
});

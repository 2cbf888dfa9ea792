import {
  describeView,
  Forbidden,
  Nested,
  ReadOnly,
  Referrers,
  RestView,
  type Subject,
  View,
  type ViewContext,
  ViewRoute,
  WriteOnly,
} from 'nestjs-restview';
import { ApiSchema, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Expose } from 'class-transformer';
import {
  ChildEntity,
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
  TableInheritance,
} from 'typeorm';
import { callerOf } from '../fixtures/caller.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';
import type { HttpAnswer } from '../setup/http.js';

@Entity()
class Label {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
}

@Entity()
class Team {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @Column({ default: 1 }) tenantId!: number;
  /** Rows refer to it, and nobody sees it. */
  @Column({ type: 'varchar', length: 20, unique: true, select: false, nullable: true }) token!: string | null;
  @Column({ type: 'int', nullable: true }) parentId!: number | null;
  @ManyToOne(() => Team, { onDelete: 'SET NULL' }) parent!: Relation<Team> | null;
  @ManyToMany(() => Label) @JoinTable() labels!: Label[];
}

@Entity()
class Member {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @Column({ default: 1 }) tenantId!: number;
  @Column({ default: false }) secret!: boolean;
  @Column({ type: 'int', nullable: true }) teamId!: number | null;
  @ManyToOne(() => Team, { onDelete: 'CASCADE' }) team!: Relation<Team> | null;
  @Column({ type: 'int', nullable: true }) formerTeamId!: number | null;
  @ManyToOne(() => Team, { onDelete: 'RESTRICT' }) formerTeam!: Relation<Team> | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
class Lead {
  @PrimaryColumn({ type: 'varchar', length: 10 }) initials!: string;
  @OneToOne(() => Team) @JoinColumn() team!: Relation<Team>;
}

@Entity()
class Project {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToMany(() => Team) @JoinTable() teams!: Relation<Team>[];
}

/** Its key has two columns, of which one refers. */
@Entity()
class Seat {
  @PrimaryColumn() teamId!: number;
  @PrimaryColumn({ type: 'varchar', length: 10 }) place!: string;
  @ManyToOne(() => Team, { onDelete: 'RESTRICT' }) team!: Relation<Team>;
}

@Entity()
class Badge {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => Team) @JoinColumn({ referencedColumnName: 'token' }) team!: Relation<Team> | null;
}

@Entity()
@TableInheritance({ column: { type: 'varchar', name: 'kind', length: 10 } })
class Note {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int', nullable: true }) teamId!: number | null;
  @ManyToOne(() => Team) team!: Relation<Team> | null;
}

/** The notes that a view serves. */
@ChildEntity()
class Pinned extends Note {
  @Column({ default: 1 }) place!: number;
}

/** No view serves it. */
@Entity()
class Rumour {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int', nullable: true }) teamId!: number | null;
  @ManyToOne(() => Team) team!: Relation<Team> | null;
}

class TeamName {
  @ReadOnly() readonly id!: number;
  @ReadOnly() readonly name!: string;
}

class MemberRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() readonly name!: string;
  @Expose({ name: 'team_id' }) @ReadOnly() readonly teamId!: number | null;
  @WriteOnly() formerTeamId!: number | null;
  @ReadOnly() @Nested(() => TeamName) readonly team!: TeamName | null;
}

class LeadRead {
  @ReadOnly() readonly initials!: string;
  @ReadOnly() @Nested(() => TeamName) readonly team!: TeamName;
}

class ProjectRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => [TeamName]) readonly teams!: TeamName[];
}

class BadgeRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => TeamName) readonly team!: TeamName | null;
}

const calls: string[] = [];

@View('teams', { model: Team })
class TeamView extends Referrers(RestView<Team>) {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('team.tenantId = :tenant', { tenant: context.caller.tenantId });
  }
  override authorize(action: string, { entity }: Subject<Team>, context: ViewContext) {
    calls.push(`${action} ${String(entity?.id)} ${context.action}`);
    if (action === 'referrers' && entity?.name === 'Closed') throw new Forbidden('Not these.');
  }
}

@View('members', { model: Member, schema: MemberRead })
class MemberView extends RestView<Member, MemberRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('member.tenantId = :tenant', { tenant: context.caller.tenantId });
  }
}

/** Narrows the same rows by another condition. */
@View('open-members', { model: Member })
class OpenMemberView extends RestView<Member> {
  override buildQuery(context: ViewContext) {
    const { admin = false } = context.caller;
    return super.buildQuery(context).andWhere('member.secret = :no OR :admin = 1', { no: false, admin: admin ? 1 : 0 });
  }
}

@View('leads', { model: Lead, schema: LeadRead })
class LeadView extends RestView<Lead, LeadRead> {}

@View('projects', { model: Project, schema: ProjectRead })
class ProjectView extends RestView<Project, ProjectRead> {}

@View('seats', { model: Seat, excludeRoutes: [ViewRoute.GET_ONE, ViewRoute.UPDATE, ViewRoute.DELETE] })
class SeatView extends RestView<Seat> {}

@View('pinned', { model: Pinned })
class PinnedView extends RestView<Pinned> {}

@View('badges', { model: Badge, schema: BadgeRead })
class BadgeView extends RestView<Badge, BadgeRead> {}

@View('labels', { model: Label })
class LabelView extends Referrers(RestView<Label>) {}

class TeamLabelsRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => [LabelRead]) readonly labels!: LabelRead[];
}
@ApiSchema({ name: 'TeamLabel' })
class LabelRead {
  @ReadOnly() readonly id!: number;
}

@View('labelled-teams', { model: Team, schema: TeamLabelsRead })
class LabelledTeamView extends RestView<Team, TeamLabelsRead> {}

const entities = [Label, Team, Member, Lead, Project, Seat, Badge, Note, Pinned, Rumour];
const views = [
  ...[TeamView, MemberView, OpenMemberView, LeadView, ProjectView, SeatView, PinnedView, BadgeView],
  ...[LabelView, LabelledTeamView],
];

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  const referrers = (path: string, headers: Record<string, string> = {}): Promise<HttpAnswer> =>
    app.request('GET', `/${path}/referrers`, { headers: { 'x-tenant': '1', ...headers } });

  beforeAll(async () => {
    app = await TestApp.start(database, platform, entities, views, { caller: callerOf });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    const { manager } = app.dataSource;
    await app.dataSource.synchronize(true);
    await manager.insert(Team, [
      { name: 'Core', token: 't-core' },
      { name: 'Empty' },
      { name: 'Other', tenantId: 2 },
      { name: 'Closed' },
    ]);
    calls.length = 0;
    app.statements.clear();
  });

  it('names who refers, by which field and what follows from a delete', async () => {
    const { manager } = app.dataSource;
    await manager.insert(Team, { name: 'Part', parentId: 1 });
    await manager.insert(Member, [
      { name: 'Ada', teamId: 1 },
      { name: 'Bob', teamId: 1 },
      { name: 'Cyd', teamId: 2 },
      { name: 'Dan' },
    ]);
    await manager.insert(Lead, { initials: 'AL', team: { id: 1 } });
    await manager.save(Project, [{ teams: [{ id: 1 }, { id: 2 }] }, { teams: [{ id: 2 }] }, { teams: [{ id: 1 }] }]);
    await manager.insert(Seat, [
      { teamId: 1, place: 'b' },
      { teamId: 1, place: 'a/1' },
      { teamId: 2, place: 'c' },
    ]);
    const answer = await referrers('teams/1');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual([
      {
        view: 'LeadView',
        path: 'leads',
        field: 'team',
        kind: 'one-to-one',
        onDelete: 'NO ACTION',
        count: 1,
        ids: ['AL'],
      },
      {
        view: 'MemberView',
        path: 'members',
        field: 'team_id',
        kind: 'many-to-one',
        onDelete: 'CASCADE',
        count: 2,
        ids: ['1', '2'],
      },
      {
        view: 'ProjectView',
        path: 'projects',
        field: 'teams',
        kind: 'many-to-many',
        onDelete: 'CASCADE',
        count: 2,
        ids: ['1', '3'],
      },
      {
        view: 'SeatView',
        path: 'seats',
        field: 'teamId',
        kind: 'many-to-one',
        onDelete: 'RESTRICT',
        count: 2,
        ids: ['1/a%2F1', '1/b'],
      },
      {
        view: 'TeamView',
        path: 'teams',
        field: 'parentId',
        kind: 'many-to-one',
        onDelete: 'SET NULL',
        count: 1,
        ids: ['5'],
      },
    ]);
  });

  it('is an empty list where no row refers', async () => {
    expect(await referrers('teams/2')).toMatchObject({ status: 200, json: [] });
  });

  it('is 404 for a missing and for a hidden row, and 422 for what is no key', async () => {
    expect((await referrers('teams/99')).status).toBe(404);
    const hidden = await referrers('teams/3');
    expect(hidden).toMatchObject({
      status: 404,
      json: { code: 'not_found', detail: 'There is no Team with the id 3.' },
    });
    expect(calls).toEqual([]);
    expect((await referrers('teams/x')).status).toBe(422);
  });

  it('asks the policy, as a read and as an action of its own', async () => {
    await app.dataSource.manager.insert(Member, { name: 'Ada', teamId: 4 });
    app.statements.clear();
    expect(await referrers('teams/4')).toMatchObject({
      status: 403,
      json: { code: 'forbidden', detail: 'Not these.' },
    });
    expect(calls).toEqual(['getOne 4 referrers', 'referrers 4 referrers']);
    expect(app.statements.statements.join()).not.toMatch(/member/i);
  });

  it('counts what every scope over the rows shows the caller, and nothing that is softly deleted', async () => {
    const { manager } = app.dataSource;
    await manager.insert(Member, [
      { name: 'Ada', teamId: 1 },
      { name: 'Other tenant', teamId: 1, tenantId: 2 },
      { name: 'Secret', teamId: 1, secret: true },
      { name: 'Gone', teamId: 1 },
    ]);
    await manager.softDelete(Member, { name: 'Gone' });
    expect((await referrers('teams/1')).json).toMatchObject([{ path: 'members', count: 1, ids: ['1'] }]);
    expect((await referrers('teams/1', { 'x-admin': 'yes' })).json).toMatchObject([{ count: 2, ids: ['1', '3'] }]);
  });

  it('says nothing of a group whose rows are all hidden, as if there were none', async () => {
    await app.dataSource.manager.insert(Member, { name: 'Other tenant', teamId: 1, tenantId: 2 });
    expect((await referrers('teams/1')).body).toBe('[]');
  });

  it('leaves out by what no view shows: write-only fields, fields of no schema, entities without a view', async () => {
    const { manager } = app.dataSource;
    await manager.insert(Rumour, { teamId: 1 });
    await manager.insert(Member, { name: 'Ada', formerTeamId: 1 });
    // OpenMemberView shows every column, so the former team is public there.
    expect((await referrers('teams/1')).json).toMatchObject([
      { view: 'OpenMemberView', path: 'open-members', field: 'formerTeamId', onDelete: 'RESTRICT', count: 1 },
    ]);
    expect(JSON.stringify(describeView(TeamView).routes)).toContain('/:id/referrers');
  });

  it('follows a relation to a column that is never selected', async () => {
    await app.dataSource.manager.insert(Badge, [{ team: { token: 't-core' } }, { team: null }]);
    const { json, body } = await referrers('teams/1');
    expect(json).toMatchObject([{ path: 'badges', field: 'team', count: 1, ids: ['1'] }]);
    expect(body).not.toContain('t-core');
    expect((await referrers('teams/2')).json).toEqual([]);
  });

  it('sees a many-to-many relation from the side that declares it only', async () => {
    const { manager } = app.dataSource;
    await manager.save(Label, [{ name: 'red' }, { name: 'blue' }]);
    await manager.save(Team, { id: 1, labels: [{ id: 1 }] });
    expect((await referrers('labels/1')).json).toEqual([
      {
        view: 'LabelledTeamView',
        path: 'labelled-teams',
        field: 'labels',
        kind: 'many-to-many',
        onDelete: 'CASCADE',
        count: 1,
        ids: ['1'],
      },
    ]);
    expect((await referrers('labels/2')).json).toEqual([]);
    expect((await referrers('teams/1')).json).toEqual([]);
  });

  it('sees the rows of a class in a shared table, where a view serves only these', async () => {
    const { manager } = app.dataSource;
    await manager.insert(Note, { teamId: 1 });
    await manager.save(Pinned, [{ teamId: 1 }, { teamId: 2 }]);
    expect((await referrers('teams/1')).json).toMatchObject([
      { path: 'pinned', field: 'teamId', count: 1, ids: ['2'] },
    ]);
  });

  it('counts rows whose key has several columns', async () => {
    const { manager } = app.dataSource;
    const places = Array.from({ length: 23 }, (_, index) => ({ teamId: 1, place: `p${String(index + 10)}` }));
    await manager.insert(Seat, places);
    const [seats] = (await referrers('teams/1')).json;
    expect(seats).toMatchObject({ path: 'seats', count: 23 });
    expect(seats.ids).toHaveLength(20);
    expect(seats.ids[19]).toBe('1/p29');
  });

  it('shows twenty keys and counts the rest, by one statement for a field and one for a count', async () => {
    const { manager } = app.dataSource;
    const members = (count: number, teamId: number) => Array.from({ length: count }, () => ({ name: 'M', teamId }));
    await manager.insert(Member, [...members(20, 1), ...members(45, 2)]);
    app.statements.clear();
    const [twenty] = (await referrers('teams/1')).json;
    expect(twenty).toMatchObject({ count: 20, ids: Array.from({ length: 20 }, (_, index) => String(index + 1)) });
    const exact = app.statements.statements.length;
    app.statements.clear();
    const [more] = (await referrers('teams/2')).json;
    expect(more).toMatchObject({ count: 45, ids: Array.from({ length: 20 }, (_, index) => String(index + 21)) });
    expect(app.statements.statements).toHaveLength(exact + 1);
    // The row itself, and one for each of the eight fields by which rows may refer.
    expect(exact).toBe(9);
  });

  it('is documented, with what it refuses', () => {
    const document = SwaggerModule.createDocument(app.app, new DocumentBuilder().build());
    const operation = document.paths['/teams/{id}/referrers']?.get;
    expect(Object.keys(operation?.responses ?? {})).toEqual(['200', '403', '404', '422', '503']);
    expect(operation?.parameters).toMatchObject([{ name: 'id', in: 'path', schema: { type: 'integer' } }]);
    expect(operation?.responses['200']).toMatchObject({
      content: {
        'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/ReferrerGroup' } } },
      },
    });
    expect(document.paths['/members/{id}/referrers']).toBeUndefined();
    expect(document.components?.schemas?.['ReferrerGroup']).toMatchObject({
      required: ['view', 'path', 'field', 'kind', 'onDelete', 'count', 'ids'],
      properties: { ids: { type: 'array', maxItems: 20, items: { type: 'string' } } },
    });
  });
});

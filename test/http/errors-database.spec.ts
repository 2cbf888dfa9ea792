import { Expose } from 'class-transformer';
import { Field, ReadOnly, RestView, View } from 'nestjs-restview';
import {
  Check,
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
} from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { mistakesOf } from '../setup/answers.js';
import { addCheckOn } from '../setup/mysql-checks.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

@Entity('tbl_team')
class Team {
  @PrimaryGeneratedColumn({ name: 'c_id' }) id!: number;
  @Column({ name: 'c_name', length: 40, unique: true }) name!: string;
  @OneToMany(() => Member, (member) => member.team) members!: Relation<Member>[];
}

@Entity('tbl_member')
@Unique('uq_member_hidden', ['hiddenA', 'hiddenB'])
@Unique('uq_member_half', ['nick', 'hiddenB'])
@Check('ck_member_score', 'c_score >= 0')
class Member {
  @PrimaryGeneratedColumn({ name: 'c_id' }) id!: number;
  @Column({ name: 'c_mail', length: 40, unique: true }) email!: string;
  @Column({ name: 'c_nick', length: 40, nullable: true, type: 'varchar' }) nick!: string | null;
  @Column({ name: 'c_score', type: 'int', default: 0 }) score!: number;
  @Column({ name: 'c_small', type: 'smallint', default: 0 }) small!: number;
  @Column({ name: 'c_hidden_a', length: 40, default: 'a' }) hiddenA!: string;
  @Column({ name: 'c_hidden_b', length: 40, default: 'b' }) hiddenB!: string;
  @Column({ name: 'c_needed', type: 'varchar', length: 5, default: 'x' }) needed!: string | null;
  @Column({ name: 'c_team', type: 'int', nullable: true }) teamId!: number | null;
  @ManyToOne(() => Team, (team) => team.members, { onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'c_team' })
  team!: Relation<Team> | null;
}

class MemberRead {
  @ReadOnly() readonly id!: number;
  @Expose({ name: 'mail' }) @Field() email!: string;
  @Field() nick!: string | null;
  @Field() score!: number;
  @Expose({ name: 'team_id' }) @Field() teamId!: number | null;
}

@View('members', { model: Member, schema: MemberRead })
class MemberView extends RestView<Member, MemberRead> {
  /** What the server stamps, and gets wrong: the test says how. */
  static stamp: Partial<Member> = {};

  override async makeNewObject(...[data, context]: Parameters<RestView<Member, MemberRead>['makeNewObject']>) {
    return Object.assign(await super.makeNewObject(data, context), MemberView.stamp);
  }
}

@View('teams', { model: Team })
class TeamView extends RestView<Team> {}

const INSIDE =
  /tbl_|\bc_|uq_|\bck_|fk_|hidden|constraint|insert|update|sqlite|select|violates|duplicate|ER_|SQL|varchar/i;

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  let next = 0;

  const post = (json: object = {}, stamp: Partial<Member> = { hiddenA: `a${next}` }) => {
    MemberView.stamp = stamp;
    return app.request('POST', '/members', { json: { mail: `m${(next += 1)}@example.org`, ...json } });
  };

  beforeAll(async () => {
    app = await TestApp.start(database, platform, [Member, Team], [MemberView, TeamView]);
    await addCheckOn(app, 'tbl_member', 'ck_member_score', 'c_score >= 0');
    await app.request('POST', '/teams', { json: { name: 'Red' } });
    expect((await post({ mail: 'taken@example.org', team_id: 1 })).status).toBe(201);
  });
  afterAll(() => app.close());

  it('a value that another row has is 409 with the name on the wire, on create and on change', async () => {
    const created = await post({ mail: 'taken@example.org' });
    const { id } = (await post()).json;
    const changed = await app.request('PATCH', `/members/${id}`, { json: { mail: 'taken@example.org' } });
    for (const answer of [created, changed]) {
      expect([answer.status, answer.json.code, ...mistakesOf(answer)]).toEqual([
        409,
        'unique_violation',
        '/mail unique',
      ]);
      expect(answer.json.detail).toBe('Another row has this value of "mail" already.');
      expect(answer.body).not.toMatch(INSIDE);
    }
  });

  it('a unique constraint over hidden columns names none of them', async () => {
    await post({}, { hiddenA: 'same', hiddenB: 'same' });
    const hidden = await post({}, { hiddenA: 'same', hiddenB: 'same' });
    expect([hidden.status, hidden.json.code, ...mistakesOf(hidden)]).toEqual([409, 'unique_violation']);
    await post({ nick: 'Bo' }, { hiddenA: 'h1', hiddenB: 'half' });
    const half = await post({ nick: 'Bo' }, { hiddenA: 'h2', hiddenB: 'half' });
    expect(half.status).toBe(409);
    for (const { body } of [hidden, half]) expect(body).not.toMatch(INSIDE);
  });

  it('a reference to a row that there is not is 422 with its pointer', async () => {
    const created = await post({ team_id: 999 });
    const changed = await app.request('PATCH', '/members/1', { json: { team_id: 999 } });
    for (const answer of [created, changed]) {
      expect([answer.status, answer.json.code]).toEqual([422, 'reference_not_found']);
      // SQLite does not say which of a row's references it is.
      expect(mistakesOf(answer)).toEqual(database.name === 'sqlite' ? [] : ['/team_id reference_not_found']);
      expect(answer.body).not.toMatch(INSIDE);
    }
  });

  it('a delete of a row that others refer to is 409, and the row stays', async () => {
    const refused = await app.request('DELETE', '/teams/1');
    expect([refused.status, refused.json.code]).toEqual([409, 'still_referenced']);
    expect(refused.body).not.toMatch(INSIDE);
    expect((await app.request('GET', '/teams/1')).status).toBe(200);
  });

  it('a check that fails is 422', async () => {
    const refused = await post({ score: -1 });
    expect([refused.status, refused.json.code]).toEqual([422, 'check_violation']);
    expect(refused.body).not.toMatch(INSIDE);
  });

  it('what only the database knows to be wrong is 422, and names no hidden column', async () => {
    const stamps: Partial<Member>[] = [
      { needed: null },
      { small: 40_000 },
      { hiddenA: 'x'.repeat(41) },
      { needed: 'a\0b' },
    ];
    // SQLite stores numbers and texts of any size; NUL is text to all but PostgreSQL.
    const refuses = {
      sqlite: [true, false, false, false],
      postgres: [true, true, true, true],
      mysql: [true, true, true, false],
    };
    for (const [index, stamp] of stamps.entries()) {
      const answer = await post({}, { hiddenA: `w${index}${next}`, ...stamp });
      expect([index, answer.status]).toEqual([index, refuses[database.name][index] ? 422 : 201]);
      if (answer.status === 422) expect(answer.body).not.toMatch(INSIDE);
    }
  });

  it('a request after a refused one works', async () => {
    await post({ mail: 'taken@example.org' });
    expect((await post()).status).toBe(201);
  });
});

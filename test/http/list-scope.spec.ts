import {
  describeView,
  Field,
  Nested,
  parseListQuery,
  queryParametersOf,
  ReadOnly,
  RestView,
  systemContext,
  View,
  type ViewContext,
} from 'nestjs-restview';
import {
  Column,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { callerOf } from '../fixtures/caller.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class Area {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 10 }) code!: string;
  @Column() hidden!: boolean;
}

@Entity()
class Town {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 10 }) name!: string;
  @Column() hidden!: boolean;
  @Column({ type: 'int', nullable: true }) areaId!: number | null;
  @ManyToOne(() => Area, { nullable: true }) @JoinColumn({ name: 'areaId' }) area!: Relation<Area> | null;
}

@Entity()
class Badge {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 10 }) name!: string;
  @Column() hidden!: boolean;
}

@Entity()
class Folk {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 10 }) name!: string;
  @Column() rank!: number;
  @Column({ default: false }) hidden!: boolean;
  @Column({ type: 'int', nullable: true }) townId!: number | null;
  @ManyToOne(() => Town, { nullable: true }) @JoinColumn({ name: 'townId' }) town!: Relation<Town> | null;
  @Column({ type: 'int', nullable: true }) bossId!: number | null;
  @ManyToOne(() => Folk, (folk) => folk.staff, { nullable: true })
  @JoinColumn({ name: 'bossId' })
  boss!: Relation<Folk> | null;
  @OneToMany(() => Folk, (folk) => folk.boss) staff!: Relation<Folk>[];
  @ManyToMany(() => Badge) @JoinTable() badges!: Badge[];
}

class AreaRead {
  @ReadOnly() readonly id!: number;
  @Field() code!: string;
}

class TownRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Nested(() => AreaRead) readonly area!: AreaRead | null;
}

class BadgeRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class StaffRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Field() rank!: number;
  @Nested(() => TownRead) readonly town!: TownRead | null;
  @Nested(() => BadgeRead) readonly badges!: BadgeRead[];
}

class FolkRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Field() rank!: number;
  @Field() townId!: number | null;
  @Field() bossId!: number | null;
  @Nested(() => TownRead) readonly town!: TownRead | null;
  @Nested(() => StaffRead) readonly boss!: StaffRead | null;
  @Nested(() => StaffRead) readonly staff!: StaffRead[];
  @Nested(() => BadgeRead) readonly badges!: BadgeRead[];
}

const seesAll = ({ caller }: ViewContext): boolean => caller.admin === true;

@View('areas', { model: Area, schema: AreaRead })
class AreaView extends RestView<Area, AreaRead> {
  override buildQuery(context: ViewContext) {
    const rows = super.buildQuery(context);
    return seesAll(context) ? rows : rows.andWhere('area.hidden = :hidden', { hidden: false });
  }
}

@View('towns', { model: Town, schema: TownRead })
class TownView extends RestView<Town, TownRead> {
  override buildQuery(context: ViewContext) {
    const rows = super.buildQuery(context);
    return seesAll(context) ? rows : rows.andWhere('town.hidden = :hidden', { hidden: false });
  }
}

/** A second view over one entity: what it hides is hidden too wherever a town is only related. */
@View('open-towns', { model: Town, schema: TownRead })
class OpenTownView extends RestView<Town, TownRead> {
  override buildQuery(context: ViewContext) {
    const rows = super.buildQuery(context);
    return seesAll(context) ? rows : rows.andWhere('town.name NOT IN (:...hidden)', { hidden: ['s1', 's2'] });
  }
}

@View('badges', { model: Badge, schema: BadgeRead })
class BadgeView extends RestView<Badge, BadgeRead> {
  override buildQuery(context: ViewContext) {
    const rows = super.buildQuery(context);
    return seesAll(context) ? rows : rows.andWhere('badge.hidden = :hidden', { hidden: false });
  }
}

@View('folk', { model: Folk, schema: FolkRead, searchFields: ['name', 'town.name', 'badges.name'] })
class FolkView extends RestView<Folk, FolkRead> {
  override buildQuery(context: ViewContext) {
    const rows = super.buildQuery(context);
    return seesAll(context) ? rows : rows.andWhere('folk.hidden = :hidden', { hidden: false });
  }
}

/** Shows all rows of its own, but of related rows only those that the other view shows. */
@View('all-folk', { model: Folk, schema: FolkRead })
class AllFolkView extends RestView<Folk, FolkRead> {}

interface StoredFolk {
  readonly id: number;
  readonly name: string;
  readonly rank: number;
  readonly hidden: boolean;
  readonly townId: number | null;
  readonly bossId: number | null;
  readonly badgeIds: readonly number[];
}

/** Numbers that are the same in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const areas = ['nl', 'be', 'xx'].map((code, index) => ({ id: index + 1, code, hidden: code === 'xx' }));
const towns = ['a', 'b', 'c', 'h1', 'h2', 's1', 's2', 'd'].map((name, index) => ({
  id: index + 1,
  name,
  hidden: name.startsWith('h'),
  areaId: index === 7 ? null : (index % 3) + 1,
}));
const badges = ['red', 'blue', 'green', 'dark', 'black'].map((name, index) => ({
  id: index + 1,
  name,
  hidden: index >= 3,
}));
const dice = randomFrom(20_240_601);
const folk: readonly StoredFolk[] = Array.from({ length: 48 }, (_, index) => ({
  id: index + 1,
  name: `n${String(dice(12))}`,
  rank: dice(6),
  hidden: dice(3) === 0,
  townId: dice(5) === 0 ? null : dice(towns.length) + 1,
  bossId: index === 0 || dice(4) === 0 ? null : dice(index) + 1,
  badgeIds: badges.filter(() => dice(2) === 0).map(({ id }) => id),
}));

/** The same rows as plain objects, without what is hidden; the lists by key. */
interface Row {
  readonly [field: string]: unknown;
}

function areaOf(id: number | null): Row | null {
  const area = areas.find((one) => one.id === id && !one.hidden);
  return area ? { id: area.id, code: area.code } : null;
}

function townOf(id: number | null): Row | null {
  const town = towns.find((one) => one.id === id && !one.hidden && !one.name.startsWith('s'));
  return town ? { id: town.id, name: town.name, area: areaOf(town.areaId) } : null;
}

const badgesOf = (ids: readonly number[]): Row[] =>
  badges.filter(({ id, hidden }) => ids.includes(id) && !hidden).map(({ id, name }) => ({ id, name }));

const nestedFolk = ({ id, name, rank, townId, badgeIds }: StoredFolk): Row => ({
  ...{ id, name, rank },
  ...{ town: townOf(townId), badges: badgesOf(badgeIds) },
});

function wholeFolk(row: StoredFolk): Row {
  const boss = folk.find(({ id, hidden }) => id === row.bossId && !hidden);
  return {
    ...{ id: row.id, name: row.name, rank: row.rank, townId: row.townId, bossId: row.bossId },
    town: townOf(row.townId),
    boss: boss ? nestedFolk(boss) : null,
    staff: folk.filter(({ bossId, hidden }) => bossId === row.id && !hidden).map(nestedFolk),
    badges: badgesOf(row.badgeIds),
  };
}

const visible = folk.filter(({ hidden }) => !hidden).map(wholeFolk);

/** One condition of a random query. */
type Part =
  | { readonly hops: readonly string[]; readonly text: string; readonly holds: (row: Row) => boolean }
  | { readonly kind: 'and' | 'or' | 'not'; readonly parts: readonly Part[] };

const rowsAt = (row: Row, relation: string): readonly Row[] => {
  const value = row[relation];
  return Array.isArray(value) ? (value as Row[]) : value ? [value as Row] : [];
};

/** All of these; conditions that lead through one relation in one way speak of one related row. */
function allHold(parts: readonly Part[], row: Row): boolean {
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    if ('kind' in part || part.hops.length === 0) {
      if (!holds(part, row)) return false;
    } else {
      const [hop = '', ...hops] = part.hops;
      groups.set(hop, [...(groups.get(hop) ?? []), { ...part, hops }]);
    }
  }
  return [...groups].every(([hop, inner]) => {
    const [relation = '', quantifier] = hop.split('__');
    const rows = rowsAt(row, relation);
    if (quantifier === 'all') return rows.every((one) => allHold(inner, one));
    return rows.some((one) => allHold(inner, one)) !== (quantifier === 'none');
  });
}

function holds(part: Part, row: Row): boolean {
  if (!('kind' in part)) return part.hops.length > 0 ? allHold([part], row) : part.holds(row);
  if (part.kind === 'or') return part.parts.some((one) => holds(one, row));
  return allHold(part.parts, row) === (part.kind === 'and');
}

function textOf(part: Part): string {
  return 'kind' in part ? `${part.kind}(${part.parts.map(textOf).join(',')})` : part.text;
}

const PATHS: readonly (readonly [hops: readonly string[], column: string, values: readonly string[]])[] = [
  [[], 'name', ['n1', 'n2', 'n3']],
  [['town'], 'name', ['a', 'b', 'h1', 's1']],
  [['town', 'area'], 'code', ['nl', 'xx']],
  [['boss'], 'name', ['n1', 'n2', 'n3', 'n4']],
  [['boss', 'town'], 'name', ['a', 'h2', 's2']],
  [['staff'], 'name', ['n1', 'n5', 'n6']],
  [['staff__none'], 'name', ['n1', 'n2']],
  [['staff__all'], 'name', ['n1', 'n7']],
  [['staff', 'badges'], 'name', ['red', 'dark']],
  [['badges'], 'name', ['red', 'blue', 'dark']],
  [['badges__none'], 'name', ['green', 'black']],
  [['badges__all'], 'name', ['red']],
];

function randomLeaf(random: (below: number) => number): Part {
  const [hops, column, values] = PATHS[random(PATHS.length)]!;
  const path = [...hops, column].join('.');
  const value = values[random(values.length)]!;
  if (random(2) === 0) return { hops, text: `${path}=${value}`, holds: (row) => row[column] === value };
  const other = values[random(values.length)]!;
  const wanted = new Set([value, other]);
  return {
    hops,
    text: `${path}__in=(${[...wanted].join(',')})`,
    holds: (row) => wanted.has(String(row[column])),
  };
}

/** A group of other kinds than the group around it: what stands in an `and` of an `and` is no group of its own. */
function randomPart(random: (below: number) => number, depth: number, around: 'and' | 'or' | 'not'): Part {
  if (depth === 0 || random(3) > 0) return randomLeaf(random);
  const kinds = around === 'or' ? (['and', 'not'] as const) : (['or'] as const);
  const kind = kinds[random(kinds.length)]!;
  return { kind, parts: Array.from({ length: random(4) }, () => randomPart(random, depth - 1, kind)) };
}

const ORDERS: readonly (readonly [
  sort: string,
  of: (row: Row) => readonly (string | number | null)[],
  sign: number,
])[] = [
  ['town.name', (row) => [nameAt(row, 'town')], 1],
  ['-boss.name', (row) => [nameAt(row, 'boss')], -1],
  ['-rank', (row) => [row.rank as number], -1],
];

const nameAt = (row: Row, relation: string): string | null =>
  (rowsAt(row, relation)[0]?.name as string | undefined) ?? null;

function sorted(rows: readonly Row[], order: (typeof ORDERS)[number] | undefined): readonly Row[] {
  if (!order) return rows;
  const [, valuesOf, sign] = order;
  return [...rows].sort((one, other) => {
    const [a = null] = valuesOf(one);
    const [b = null] = valuesOf(other);
    if (a === b) return Number(one.id) - Number(other.id);
    if (a === null || b === null) return a === null ? 1 : -1;
    return a < b ? -sign : sign;
  });
}

onEveryDatabase((database) => {
  let app: TestApp;
  const get = (path: string, headers = {}) => app.request('GET', path, { headers });
  const idsOf = async (path: string): Promise<unknown[]> => {
    const { json } = await get(path);
    return json.items.map(({ id }: Row) => id);
  };

  beforeAll(async () => {
    app = await TestApp.start(
      database,
      express,
      [Area, Town, Badge, Folk],
      [AreaView, TownView, OpenTownView, BadgeView, FolkView, AllFolkView],
      { caller: callerOf },
    );
    const { manager } = app.dataSource;
    await manager.insert(Area, areas);
    await manager.insert(Town, towns);
    await manager.insert(Badge, badges);
    for (const { badgeIds, ...row } of folk) {
      await manager.insert(Folk, row);
      await manager.createQueryBuilder().relation(Folk, 'badges').of(row.id).add(badgeIds);
    }
    // Rows were stored with their keys, so the sequence does not know of them.
    if (database.name === 'postgres') {
      await manager.query(`SELECT setval(pg_get_serial_sequence('folk', 'id'), ${String(folk.length)})`);
    }
  });
  afterAll(() => app.close());

  describe('a related row that its view hides is absent (6)', () => {
    it('from every level of a list', async () => {
      const { json } = await get('/folk?page_size=1000');
      expect(json).toEqual({ items: visible, total: visible.length, page: 1, page_size: 1000, total_pages: 1 });
      expect(visible.some(({ townId, town }) => townId !== null && town === null)).toBe(true);
    });

    it('from every level of a walk by cursor, and of selected fields', async () => {
      const walk = await get('/folk?cursor=&page_size=1000');
      expect(walk.json.items).toEqual(visible);
      const part = await get('/folk?fields=id,town.area.code,staff.badges.name,boss.name&page_size=1000');
      expect(part.json.items).toEqual(
        visible.map((row) => ({
          id: row.id,
          town: row.town && { area: codeOf((row.town as Row).area as Row | null) },
          staff: rowsAt(row, 'staff').map((one) => ({ badges: rowsAt(one, 'badges').map(({ name }) => ({ name })) })),
          boss: row.boss && { name: (row.boss as Row).name },
        })),
      );
    });

    const codeOf = (area: Row | null) => area && { code: area.code };

    it('from one row', async () => {
      for (const row of visible) expect((await get(`/folk/${String(row.id)}`)).json).toEqual(row);
    });

    describe('in the answers of writes', () => {
      const hiddenBoss = folk.find(({ hidden }) => hidden)!;
      const shownBoss = folk.find(({ hidden }) => !hidden)!;
      const stored = async () => {
        const [row] = await app.dataSource.manager.find(Folk, { order: { id: 'DESC' }, take: 1 });
        return { townId: row?.townId, bossId: row?.bossId };
      };
      afterEach(async () => {
        const made = (await app.dataSource.manager.find(Folk)).filter(({ id }) => id > folk.length);
        for (const { id } of made) await app.dataSource.manager.delete(Folk, id);
      });

      it('of POST, and the row keeps its key', async () => {
        const json = { name: 'made', rank: 1, townId: 4, bossId: hiddenBoss.id };
        const made = await app.request('POST', '/all-folk', { json });
        expect(made).toMatchObject({ status: 201, json: { ...json, town: null, boss: null, staff: [], badges: [] } });
        expect(await stored()).toEqual({ townId: 4, bossId: hiddenBoss.id });
        expect((await get(`/all-folk/${String(made.json.id)}`)).json).toEqual(made.json);
      });

      it('of PATCH, and the row keeps its key', async () => {
        const json = { name: 'made', rank: 1, townId: 1, bossId: shownBoss.id };
        const made = await app.request('POST', '/all-folk', { json });
        expect(made.json).toMatchObject({ town: townOf(1), boss: nestedFolk(shownBoss) });
        const path = `/all-folk/${String(made.json.id)}`;
        for (const change of [{ townId: 6 }, { townId: 4, bossId: hiddenBoss.id }, { rank: 2 }]) {
          const changed = await app.request('PATCH', path, { json: change });
          expect(changed).toMatchObject({ status: 200, json: { ...change, town: null } });
          expect((await get(path)).json).toEqual(changed.json);
        }
        expect(await stored()).toEqual({ townId: 4, bossId: hiddenBoss.id });
        const shown = await app.request('PATCH', path, { json: { townId: 2 } });
        expect(shown.json).toMatchObject({ town: townOf(2), bossId: hiddenBoss.id, boss: null });
      });

      it('of a PATCH that changes nothing', async () => {
        const made = await app.request('POST', '/all-folk', { json: { name: 'made', rank: 1, townId: 4 } });
        const unchanged = await app.request('PATCH', `/all-folk/${String(made.json.id)}`, { json: {} });
        expect(unchanged.json).toEqual(made.json);
      });
    });

    it('for each caller by what that caller may see', async () => {
      const { json } = await get('/folk?page_size=1000&fields=id,townId,town.name', { 'x-admin': 'yes' });
      expect(json.total).toBe(folk.length);
      for (const { townId, town } of json.items) expect(town).toEqual(townId && { name: towns[townId - 1]!.name });
    });
  });

  describe('several views over one entity', () => {
    it('hide a related row when one of them does', async () => {
      const { json } = await get('/folk?page_size=1000&fields=town.name');
      const names = json.items.map(({ town }: { town: Row | null }) => town?.name ?? null);
      expect([...new Set(names)].sort()).toEqual(['a', 'b', 'c', 'd', null]);
      expect((await get('/folk?town.name=s1,h1')).json.total).toBe(0);
    });

    it('each show their own rows by their own scope only', async () => {
      expect((await get('/towns')).json.total).toBe(6);
      expect((await get('/open-towns')).json.total).toBe(6);
      expect((await get('/all-folk')).json.total).toBe(folk.length);
    });

    it('hide self-references of a view without a scope of its own', async () => {
      const { json } = await get('/all-folk?page_size=1000');
      expect(json.items).toEqual(folk.map(wholeFolk));
    });
  });

  describe('filters behave as if a hidden related row were not there (7)', () => {
    it.each([
      ['town.name=h1', []],
      ['town.name__startswith=h', []],
      ['town.id=4', []],
      ['town=4', []],
      ['town__in=4,6', []],
      ['town.area.code=xx', []],
      ['badges.name=dark', []],
      ['badges__none.name=dark', visible.map(({ id }) => id)],
      ['badges.id__in=4,5', []],
      ['staff.badges.name=black', []],
      ['boss.town.name=s1', []],
      ['or=town.name=h1,town.name=s2,badges.name=dark', []],
      ['not=town.name=h1', visible.map(({ id }) => id)],
      ['q=dark', []],
      ['q=h1', []],
    ] as const)('%s', async (query, expected) => {
      expect(await idsOf(`/folk?page_size=1000&${query}`)).toEqual(expected);
      expect((await get(`/folk?page_size=1&${query}`)).json.total).toBe(expected.length);
    });

    it('by what is left of a list', async () => {
      const idsWhere = (test: (row: Row) => boolean) => visible.filter(test).map(({ id }) => id);
      const reds = (row: Row) => rowsAt(row, 'badges').map(({ name }) => name === 'red');
      expect(await idsOf('/folk?page_size=1000&badges__all.name=red')).toEqual(
        idsWhere((row) => reds(row).every(Boolean)),
      );
      expect(await idsOf('/folk?page_size=1000&boss.rank__gte=0')).toEqual(idsWhere((row) => row.boss !== null));
    });
  });

  it('sorts as if a hidden related row were not there, whatever the page (7)', async () => {
    for (const order of ORDERS) {
      const expected = sorted(visible, order).map(({ id }) => id);
      expect(await idsOf(`/folk?page_size=1000&sort=${order[0]}`)).toEqual(expected);
      const walked: unknown[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { json } = await get(`/folk?page_size=7&sort=${order[0]}&cursor=${cursor}`);
        walked.push(...json.items.map(({ id }: Row) => id));
        cursor = json.next as string | null;
      }
      expect(walked).toEqual(expected);
    }
  });

  it('no tree of conditions widens the scope (9)', async () => {
    const random = randomFrom(4_711);
    let found = 0;
    for (let round = 0; round < 300; round += 1) {
      const kind = (['and', 'or', 'not'] as const)[random(3)]!;
      const group: Part = {
        kind,
        parts: Array.from({ length: random(4) }, () => randomPart(random, 2, kind)),
      };
      const order = ORDERS[random(ORDERS.length + 1)];
      const query = `${kind}=${encodeURIComponent(textOf(group).slice(kind.length))}`;
      const { status, json } = await get(`/folk?page_size=1000&fields=id&${query}${order ? `&sort=${order[0]}` : ''}`);
      const expected = sorted(
        visible.filter((row) => holds(group, row)),
        order,
      );
      const shown = { query: decodeURIComponent(query), status, ids: json.items?.map(({ id }: Row) => id) };
      expect(shown).toEqual({ query: decodeURIComponent(query), status: 200, ids: expected.map(({ id }) => id) });
      expect(json.total).toBe(expected.length);
      found += expected.length;
    }
    expect(found).toBeGreaterThan(1000);
  });

  describe('outside HTTP', () => {
    const queryOf = (text: string) =>
      parseListQuery(queryParametersOf(`?${text}`), describeView(FolkView).resource!.list).query;

    it('a system context has the scope of its caller, related rows included', async () => {
      const view = app.app.get(FolkView);
      const nobody = systemContext(app.dataSource, {});
      const admin = systemContext(app.dataSource, { admin: true });
      const few = await view.handleGetMany(queryOf('page_size=1000'), nobody);
      expect(view.toListingResponse(few)).toMatchObject({ items: visible, total: visible.length });
      const all = await view.handleGetMany(queryOf('page_size=1000&town.name=h1'), admin);
      expect(all.items.map(({ id }) => id)).toEqual(folk.filter(({ townId }) => townId === 4).map(({ id }) => id));

      const inHidden = folk.find(({ hidden, townId }) => !hidden && townId === 4)!;
      expect((await view.handleGetOne(inHidden.id, nobody)).town).toBeNull();
      expect((await view.handleGetOne(inHidden.id, admin)).town).toMatchObject({ name: 'h1' });
      const hidden = folk.find((row) => row.hidden)!;
      await expect(view.handleGetOne(hidden.id, nobody)).rejects.toMatchObject({ status: 404 });
    });
  });
});

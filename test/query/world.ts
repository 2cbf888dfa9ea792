import type { DataSource } from 'typeorm';
import { City, Country, Person, Tag } from '../fixtures/city.entity.js';
import type { Random } from './random.js';

/** All rows of a test, as plain data: what the oracle looks at, and what the tables are filled with. */
export interface World {
  readonly countries: readonly CountryRow[];
  readonly cities: readonly CityRow[];
  readonly tags: readonly TagRow[];
  readonly people: readonly PersonRow[];
}

export interface CountryRow {
  readonly id: number;
  readonly code: string;
}

export interface CityRow {
  readonly id: number;
  readonly name: string;
  readonly countryId: number | null;
}

export interface TagRow {
  readonly id: number;
  readonly name: string;
  readonly size: number;
}

export interface PersonRow {
  readonly id: number;
  readonly name: string;
  readonly nickname: string | null;
  readonly age: number | null;
  readonly points: string;
  readonly balance: string | null;
  readonly score: number;
  readonly active: boolean;
  readonly born: string | null;
  readonly seenAt: string;
  readonly token: string;
  readonly status: 'new' | 'open' | 'done';
  readonly settings: object | null;
  readonly cityId: number | null;
  readonly birthplaceId: number | null;
  readonly bossId: number | null;
  readonly tagIds: readonly number[];
}

/** Few values of every kind, so that many rows are alike and conditions often hold. */
export const POOLS = {
  name: [
    'Ada',
    'ada',
    'ADA LOVE',
    'Bob',
    'a%a',
    'a_a',
    'axa',
    'a\\a',
    'a!a',
    'Carol, Jr',
    '(x)',
    "O'Hara",
    '"q"',
    'a"b',
    '',
  ],
  nickname: ['CJ', 'cj', ' cj', 'cj ', '日本', '😀 x', 'ß', '%', '_', 'null'],
  cityName: ['Paris', 'paris', 'Rome', 'New York', 'a,b'],
  code: ['NL', 'BE', 'FR'],
  tag: ['red', 'blue', 'RED', 'dark red'],
  size: [1, 2, 3],
  age: [0, 12, 36, -1, 99],
  points: ['0', '-1', '42', '9007199254740991', '-9007199254740991'],
  bigPoints: ['9007199254740992', '9007199254740993', '9223372036854775807', '-9223372036854775808'],
  balance: ['0.00', '-0.50', '10.50', '10.49', '999999.99'],
  score: [0, 0.1, 1.5, -2, 1e10],
  born: ['2000-01-01', '1999-12-31', '2024-02-29'],
  seenAt: [
    '2024-01-01T10:00:00.000Z',
    '2024-01-01T10:00:00.120Z',
    '2024-01-01T09:59:59.999Z',
    '1999-06-01T00:00:00.000Z',
  ],
  token: ['00000000-0000-4000-8000-000000000001', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  status: ['new', 'open', 'done'],
} as const;

/** Random rows, with values beyond 2^53 where the database keeps them. */
export function randomWorld(random: Random, hasBigIntegers: boolean): World {
  const { pick, maybe } = picker(random);
  const ids = (least: number, most: number): number[] =>
    Array.from({ length: random.int(least, most) }, (_, index) => index + 1);
  const countries = ids(0, 3).map((id) => ({ id, code: pick(POOLS.code) }));
  const cities = ids(0, 5).map((id) => ({ id, name: pick(POOLS.cityName), countryId: maybe(countries) }));
  const tags = ids(0, 5).map((id) => ({ id, name: pick(POOLS.tag), size: pick(POOLS.size) }));
  const points: readonly string[] = hasBigIntegers ? [...POOLS.points, ...POOLS.bigPoints] : POOLS.points;
  // An empty table now and then.
  const peopleIds = random.chance(0.05) ? [] : ids(4, 16);
  const people = peopleIds.map((id) => ({
    id,
    name: pick(POOLS.name),
    nickname: random.chance(0.3) ? null : pick(POOLS.nickname),
    age: random.chance(0.3) ? null : pick(POOLS.age),
    points: pick(points),
    balance: random.chance(0.3) ? null : pick(POOLS.balance),
    score: pick(POOLS.score),
    active: random.chance(0.5),
    born: random.chance(0.3) ? null : pick(POOLS.born),
    seenAt: pick(POOLS.seenAt),
    token: pick(POOLS.token),
    status: pick(POOLS.status),
    settings: random.chance(0.5) ? null : { a: 1 },
    cityId: maybe(cities),
    birthplaceId: maybe(cities),
    bossId: maybe(peopleIds.map((one) => ({ id: one }))),
    tagIds: random.some(tags, random.int(0, 3)).map((tag) => tag.id),
  }));
  return { countries, cities, tags, people };
}

function picker(random: Random) {
  return {
    pick: <Item>(items: readonly Item[]): Item => random.pick(items),
    maybe: (rows: readonly { readonly id: number }[]): number | null =>
      rows.length === 0 || random.chance(0.3) ? null : random.pick(rows).id,
  };
}

/** Makes the tables hold a world and nothing else. */
export async function fillTables({ manager }: DataSource, world: World): Promise<void> {
  await manager.query('DELETE FROM person_tags_tag');
  await manager.createQueryBuilder().update(Person).set({ bossId: null }).execute();
  for (const entity of [Person, Tag, City, Country]) await manager.createQueryBuilder().delete().from(entity).execute();
  await insert(Country, world.countries);
  await insert(City, world.cities);
  await insert(Tag, world.tags);
  await insert(
    Person,
    // Bosses may come later, and the other way round.
    world.people.map(({ tagIds: _tags, birthplaceId: _birthplace, bossId: _boss, seenAt, ...row }) => ({
      ...row,
      bossId: null,
      seenAt: new Date(seenAt),
    })),
  );
  for (const { id, bossId, birthplaceId, tagIds } of world.people) {
    const birthplace = birthplaceId === null ? null : { id: birthplaceId };
    if (bossId !== null || birthplace) await manager.update(Person, id, { bossId, birthplace });
    if (tagIds.length > 0)
      await manager
        .createQueryBuilder()
        .relation(Person, 'tags')
        .of(id)
        .add([...tagIds]);
  }

  async function insert(entity: new () => object, rows: readonly object[]): Promise<void> {
    const [first] = rows;
    if (!first) return;
    // With the columns named, TypeORM takes the given keys instead of generating some.
    await manager
      .createQueryBuilder()
      .insert()
      .into(entity, Object.keys(first))
      .values([...rows])
      .execute();
  }
}

import type { Filter, Group, RandomQuery } from './random-list-query.js';
import type { World } from './world.js';

/** Queries that ask for a little less. */
export function simpler(query: RandomQuery): readonly RandomQuery[] {
  return [
    ...without(query.filters).map((filters) => ({ ...query, filters })),
    ...without(query.groups).map((groups) => ({ ...query, groups })),
    ...without(query.search).map((search) => ({ ...query, search })),
    ...without(query.sort).map((sort) => ({ ...query, sort })),
    ...replaced(query.filters, simplerFilters).map((filters) => ({ ...query, filters })),
    ...replaced(query.groups, simplerGroups).map((groups) => ({ ...query, groups })),
    ...(query.page > 1 ? [{ ...query, page: 1 }] : []),
  ];
}

function simplerGroups(group: Group): readonly Group[] {
  const inner = (member: Filter | Group): readonly (Filter | Group)[] =>
    member.kind === 'filter' ? simplerFilters(member) : [...simplerGroups(member), ...member.members];
  return [...without(group.members), ...replaced(group.members, inner)].map((members) => ({ ...group, members }));
}

function simplerFilters(filter: Filter): readonly Filter[] {
  return filter.operator === 'between'
    ? []
    : without(filter.values).flatMap((values) => (values.length > 0 ? [{ ...filter, values }] : []));
}

/** Worlds with a row less. */
export function smaller(world: World): readonly World[] {
  const { people, cities, countries, tags } = world;
  return [
    ...without(people).map((left) => {
      const ids = new Set(left.map(({ id }) => id));
      const bossOf = (bossId: number | null) => (bossId !== null && ids.has(bossId) ? bossId : null);
      return { ...world, people: left.map((one) => ({ ...one, bossId: bossOf(one.bossId) })) };
    }),
    ...without(tags).map((left) => {
      const ids = new Set(left.map(({ id }) => id));
      return {
        ...world,
        tags: left,
        people: people.map((one) => ({ ...one, tagIds: one.tagIds.filter((id) => ids.has(id)) })),
      };
    }),
    ...without(cities).map((left) => {
      const ids = new Set(left.map(({ id }) => id));
      const kept = (id: number | null) => (id !== null && ids.has(id) ? id : null);
      return {
        ...world,
        cities: left,
        people: people.map((one) => ({ ...one, cityId: kept(one.cityId), birthplaceId: kept(one.birthplaceId) })),
      };
    }),
    ...without(countries).map((left) => {
      const ids = new Set(left.map(({ id }) => id));
      const kept = (id: number | null) => (id !== null && ids.has(id) ? id : null);
      return { ...world, countries: left, cities: cities.map((one) => ({ ...one, countryId: kept(one.countryId) })) };
    }),
  ];
}

/** The list without one of its items, for each of them. */
function without<Item>(items: readonly Item[]): Item[][] {
  return items.map((_, skipped) => items.filter((_item, index) => index !== skipped));
}

/** The list with one of its items replaced, for each replacement. */
function replaced<Item>(items: readonly Item[], replacements: (item: Item) => readonly Item[]): Item[][] {
  return items.flatMap((item, at) =>
    replacements(item).map((replacement) => items.map((one, index) => (index === at ? replacement : one))),
  );
}

import {
  entityAt,
  type EntityName,
  type Filter,
  type Group,
  type RandomQuery,
  type RelationName,
  type SortBy,
} from './random-list-query.js';
import type { CityRow, CountryRow, PersonRow, TagRow, World } from './world.js';

/** Which rows take part, and in what order an enum is. */
export interface OracleRules {
  /** The root rows that the caller may see. */
  readonly isInScope: (person: PersonRow) => boolean;
  /** The rows that may take part in conditions and orders when they are related ones. */
  readonly isVisible: (entity: EntityName, id: number) => boolean;
  /** `place`: in the order of their declaration; `text`: as text. */
  readonly enumOrder: 'place' | 'text';
}

type Row = PersonRow | CityRow | CountryRow | TagRow;
/** A value that compares by `<` and `===` with others of its field. */
type Value = string | number | bigint | null;

/**
 * The grammar once more, over arrays: written from its documentation, slow and simple.
 *
 * @returns the ids of all rows that a query finds, in its order.
 */
export function expectedIds(world: World, query: RandomQuery, rules: OracleRules): readonly number[] {
  const related = relatedRows(world, rules);
  const found = world.people.filter(
    (person) =>
      rules.isInScope(person) &&
      holdsAll(person, query.filters) &&
      query.groups.every((group) => holds(person, group)) &&
      query.search.every((word) => isFound(person, word)),
  );
  return found.sort((left, right) => compareRows(left, right, query.sort)).map(({ id }) => id);

  function holds(person: PersonRow, node: Filter | Group): boolean {
    switch (node.kind) {
      case 'filter':
        return holdsAll(person, [node]);
      case 'or':
        return node.members.some((member) => holds(person, member));
      case 'and':
        return holdsGroup(person, node.members);
      case 'not':
        return !holdsGroup(person, node.members);
    }
  }

  function holdsGroup(person: PersonRow, members: readonly (Filter | Group)[]): boolean {
    const filters = members.filter((member) => member.kind === 'filter');
    const groups = members.filter((member) => member.kind !== 'filter');
    return holdsAll(person, filters) && groups.every((group) => holds(person, group));
  }

  /** Conditions on one relation with one quantifier speak of the same related row. */
  function holdsAll(row: Row, filters: readonly Filter[], entity: EntityName = 'person'): boolean {
    const byStep = new Map<string, Filter[]>();
    for (const filter of filters) {
      const [step] = filter.steps;
      if (!step) {
        if (!holdsHere(row, entity, filter)) return false;
        continue;
      }
      const key = `${step.relation} ${step.quantifier}`;
      byStep.set(key, [...(byStep.get(key) ?? []), { ...filter, steps: filter.steps.slice(1) }]);
    }
    return [...byStep].every(([key, inner]) => {
      const [relation, quantifier] = key.split(' ') as [RelationName, string];
      const fulfils = ({ row: other, entity: target }: Related): boolean => holdsAll(other, inner, target);
      const rows = related(row, relation);
      if (quantifier === 'all') return rows.every(fulfils);
      return rows.some(fulfils) === (quantifier === 'any');
    });
  }

  function holdsHere(row: Row, entity: EntityName, filter: Filter): boolean {
    const value = RELATION_FIELDS.has(filter.field)
      ? (related(row, filter.field as RelationName)[0]?.row.id ?? null)
      : valueOf(row, filter.field);
    const kind = entity === 'person' ? (KINDS.get(filter.field) ?? 'text') : kindElsewhere(filter.field);
    return compare(value === null ? null : comparableOf(value, kind), kind, filter);
  }

  function isFound(person: PersonRow, word: string): boolean {
    const texts = [person.name, person.nickname, ...related(person, 'city').map(({ row }) => valueOf(row, 'name'))];
    return texts.some((one) => one !== null && fold(String(one)).includes(fold(word)));
  }

  function compareRows(left: PersonRow, right: PersonRow, sort: readonly SortBy[]): number {
    for (const term of sort) {
      const [first, second] = [sortValue(left, term), sortValue(right, term)];
      if (first === second) continue;
      if (first === null) return 1;
      if (second === null) return -1;
      return (isLess(first, second) ? -1 : 1) * (term.isDescending ? -1 : 1);
    }
    return left.id - right.id;
  }

  function sortValue(person: PersonRow, { relations, field }: SortBy): Value {
    let row: Row | undefined = person;
    for (const relation of relations) row = row && related(row, relation)[0]?.row;
    const value = row && valueOf(row, field);
    if (value === undefined || value === null) return null;
    if (field === 'status' && rules.enumOrder === 'place') return ['new', 'open', 'done'].indexOf(String(value));
    const entity = entityAt(relations.map((relation) => ({ relation })));
    return comparableOf(value, entity === 'person' ? (KINDS.get(field) ?? 'text') : kindElsewhere(field));
  }
}

interface Related {
  readonly row: Row;
  readonly entity: EntityName;
}

function relatedRows({ people, cities, countries, tags }: World, { isVisible }: OracleRules) {
  const visible = (entity: EntityName, rows: readonly Row[]): readonly Related[] =>
    rows.filter(({ id }) => isVisible(entity, id)).map((row) => ({ row, entity }));
  const related = (row: Row, relation: RelationName): readonly Related[] => {
    const key = (name: string): unknown => Object.entries(row).find(([property]) => property === name)?.[1];
    switch (relation) {
      case 'city':
        return visible(
          'city',
          cities.filter(({ id }) => id === key('cityId')),
        );
      case 'birthplace':
        return visible(
          'city',
          cities.filter(({ id }) => id === key('birthplaceId')),
        );
      case 'country':
        return visible(
          'country',
          countries.filter(({ id }) => id === key('countryId')),
        );
      case 'boss':
        return visible(
          'person',
          people.filter(({ id }) => id === key('bossId')),
        );
      case 'staff':
        return visible(
          'person',
          people.filter(({ bossId }) => bossId === row.id),
        );
      case 'tags':
        return visible(
          'tag',
          tags.filter(({ id }) => 'tagIds' in row && row.tagIds.includes(id)),
        );
    }
  };
  return related;
}

type Kind = 'text' | 'integer' | 'decimal' | 'float' | 'boolean' | 'datetime' | 'uuid' | 'json';

const RELATION_FIELDS: ReadonlySet<string> = new Set(['city', 'birthplace', 'boss', 'country']);
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...['id', 'age', 'points', 'cityId', 'city', 'birthplace', 'boss'].map((name): [string, Kind] => [name, 'integer']),
  ['balance', 'decimal'],
  ['score', 'float'],
  ['active', 'boolean'],
  ['seenAt', 'datetime'],
  ['token', 'uuid'],
  ['settings', 'json'],
]);

function kindElsewhere(field: string): Kind {
  return ['id', 'size', 'country'].includes(field) ? 'integer' : 'text';
}

function valueOf(row: Row, field: string): string | number | boolean | null {
  const property = field === 'nick' ? 'nickname' : field;
  const value: unknown = Object.entries(row).find(([name]) => name === property)?.[1];
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return typeof value === 'object' ? 'json' : null;
}

/** A stored value, or the text of one, as something that compares. */
function comparableOf(value: string | number | boolean, kind: Kind): string | number | bigint {
  switch (kind) {
    case 'integer':
      return BigInt(value);
    case 'decimal':
      return hundredths(String(value));
    case 'float':
      return Number(value);
    case 'boolean':
      return ['true', '1'].includes(String(value)) ? 1 : 0;
    case 'datetime':
      return instant(String(value));
    case 'uuid':
      return String(value).toLowerCase();
    default:
      return String(value);
  }
}

function hundredths(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const amount = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
  return text.startsWith('-') ? -amount : amount;
}

/** Without an offset it is UTC. */
function instant(text: string): number {
  if (!text.includes('T')) return Date.parse(`${text}T00:00:00Z`);
  return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
}

function compare(value: string | number | bigint | null, kind: Kind, { operator, values }: Filter): boolean {
  if (operator === 'isnull') return (value === null) === (values[0] === 'true');
  // A comparison with nothing holds for no operator, `ne` included.
  if (value === null) return false;
  const text = String(value);
  switch (operator) {
    case 'contains':
      return values.every((word) => text.includes(word));
    case 'icontains':
      return values.every((word) => fold(text).includes(fold(word)));
    case 'startswith':
      return text.startsWith(values[0] ?? '');
    case 'istartswith':
      return fold(text).startsWith(fold(values[0] ?? ''));
    case 'endswith':
      return text.endsWith(values[0] ?? '');
    case 'iendswith':
      return fold(text).endsWith(fold(values[0] ?? ''));
    default:
      return compareWith(
        value,
        operator,
        values.map((one) => comparableOf(one, kind)),
      );
  }
}

function compareWith(
  value: string | number | bigint,
  operator: string,
  others: readonly (string | number | bigint)[],
): boolean {
  const [first = 0, second = 0] = others;
  switch (operator) {
    case 'eq':
    case 'in':
      return others.includes(value);
    case 'ne':
    case 'not_in':
      return !others.includes(value);
    case 'gt':
      return others.some((other) => isLess(other, value));
    case 'gte':
      return others.some((other) => !isLess(value, other));
    case 'lt':
      return others.some((other) => isLess(value, other));
    case 'lte':
      return others.some((other) => !isLess(other, value));
    case 'between':
      return !isLess(value, first) && !isLess(second, value);
    default:
      throw new Error(`the oracle does not know ${operator}`);
  }
}

/** Text compares by code points, as all test databases are set up to do. */
function isLess(left: string | number | bigint, right: string | number | bigint): boolean {
  if (typeof left !== 'string' || typeof right !== 'string') return left < right;
  return Buffer.compare(Buffer.from(left), Buffer.from(right)) < 0;
}

/** ASCII letters are what every database folds alike. */
function fold(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

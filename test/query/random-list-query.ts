import type { Random } from './random.js';
import { POOLS } from './world.js';

/** A list query as data: what a test writes as a URL and what the oracle evaluates. */
export interface RandomQuery {
  /** Conditions in parameters of their own. */
  readonly filters: readonly Filter[];
  /** The parameters `and`, `or` and `not`. */
  readonly groups: readonly Group[];
  readonly search: readonly string[];
  readonly sort: readonly SortBy[];
  readonly pageSize: number;
  /** Whether the list is also walked by cursors. */
  readonly isWalked: boolean;
  readonly page: number;
}

export interface Filter {
  readonly kind: 'filter';
  readonly steps: readonly Step[];
  /** Of the row at the end of the steps; the name of a relation for a condition on its key. */
  readonly field: FieldName;
  readonly operator: string;
  readonly values: readonly string[];
}

export interface Group {
  readonly kind: 'and' | 'or' | 'not';
  readonly members: readonly (Filter | Group)[];
}

export interface Step {
  readonly relation: RelationName;
  readonly quantifier: 'any' | 'all' | 'none';
  /** Whether the URL writes the quantifier, which `any` does not need. */
  readonly isWritten: boolean;
}

export interface SortBy {
  readonly relations: readonly ToOneName[];
  readonly field: FieldName;
  readonly isDescending: boolean;
}

export type EntityName = 'person' | 'city' | 'country' | 'tag';
export type ToOneName = 'city' | 'birthplace' | 'boss' | 'country';
export type RelationName = ToOneName | 'staff' | 'tags';
export type FieldName = string;

type Family = 'text' | 'ordered' | 'equality' | 'presence' | 'relation';

interface FieldFacts {
  readonly family: Family;
  readonly isSortable: boolean;
  /** Texts of values, as a client writes them. */
  readonly texts: readonly string[];
}

const ordered = (...texts: readonly (string | number)[]): FieldFacts => ({
  family: 'ordered',
  isSortable: true,
  texts: texts.map(String),
});
const text = (...texts: readonly string[]): FieldFacts => ({ family: 'text', isSortable: true, texts });
const equality = (...texts: readonly string[]): FieldFacts => ({ family: 'equality', isSortable: true, texts });
const relation: FieldFacts = { family: 'relation', isSortable: false, texts: ['1', '2', '3', '999'] };
const id = ordered(1, 2, 3, 7, 999);

/** What the read schemas of the fixture offer, as their documentation says it. */
export const FIELDS: Readonly<Record<EntityName, Readonly<Record<FieldName, FieldFacts>>>> = {
  country: { id, code: text(...POOLS.code, 'XX') },
  city: { id, name: text(...POOLS.cityName, 'York'), country: relation },
  tag: { id, name: text(...POOLS.tag), size: ordered(...POOLS.size) },
  person: {
    id,
    name: text(...POOLS.name),
    nick: text(...POOLS.nickname),
    age: ordered(...POOLS.age, 20),
    points: ordered(...POOLS.points),
    balance: ordered('0', '-0.5', '10.5', '10.50', '10.49', '999999.99', '5'),
    score: ordered(...POOLS.score, '0.5', '1e1'),
    active: equality('true', 'false', '1', 'no'),
    born: ordered(...POOLS.born, '2010-10-10'),
    seenAt: ordered(...POOLS.seenAt, '2024-01-01T10:00:00', '2024-01-01T12:00:00+02:00', '2024-01-01'),
    token: equality(...POOLS.token, POOLS.token[1].toUpperCase()),
    status: equality(...POOLS.status),
    settings: { family: 'presence', isSortable: false, texts: [] },
    cityId: ordered(1, 2, 3),
    city: relation,
    birthplace: relation,
    boss: relation,
  },
};

interface Hop {
  readonly name: RelationName;
  readonly target: EntityName;
  readonly isToMany: boolean;
}

const RELATIONS: Readonly<Record<EntityName, readonly Hop[]>> = {
  country: [],
  tag: [],
  city: [{ name: 'country', target: 'country', isToMany: false }],
  person: [
    { name: 'city', target: 'city', isToMany: false },
    { name: 'birthplace', target: 'city', isToMany: false },
    { name: 'boss', target: 'person', isToMany: false },
    { name: 'staff', target: 'person', isToMany: true },
    { name: 'tags', target: 'tag', isToMany: true },
  ],
};

const TEXT_OPERATORS = ['contains', 'icontains', 'startswith', 'istartswith', 'endswith', 'iendswith'];
const OPERATORS: Readonly<Record<Family, readonly string[]>> = {
  presence: ['isnull'],
  relation: ['eq', 'ne', 'in', 'not_in', 'isnull'],
  equality: ['eq', 'ne', 'in', 'not_in', 'isnull'],
  ordered: ['eq', 'ne', 'in', 'not_in', 'isnull', 'gt', 'gte', 'lt', 'lte', 'between'],
  text: [
    'eq',
    'ne',
    'in',
    'not_in',
    'isnull',
    'gt',
    'gte',
    'lt',
    'lte',
    'between',
    ...TEXT_OPERATORS,
    ...TEXT_OPERATORS,
  ],
};

const SNIPPETS = [
  'a',
  'A',
  'ada',
  'LOVE',
  '%',
  '_',
  '\\',
  '!',
  ',',
  '"',
  "'",
  'Carol, Jr',
  ' cj',
  'cj ',
  '本',
  '😀',
  'ß',
  're',
  '(x',
];

/** A random query that is right by the documentation. */
export function randomQuery(random: Random): RandomQuery {
  const filters = random.list(0, random.int(0, 2), () => randomFilter(random));
  // Conditions on one relation are what the same-row rule is about.
  if (random.chance(0.2)) {
    const steps = randomSteps(random, 'person', 1);
    filters.push(...random.list(2, 3, () => randomFilter(random, steps)));
  }
  return {
    filters,
    groups: random.list(0, random.int(0, 2), () => randomGroup(random, 1)),
    search: random.chance(0.15)
      ? random.list(1, 2, () => random.pick(['ada', 'a', 'PARIS', 'cj', '%', 'new york', 'x']))
      : [],
    sort: randomSort(random),
    pageSize: random.int(1, 16),
    isWalked: random.chance(0.2),
    page: random.chance(0.5) ? 1 : random.int(1, 4),
  };
}

function randomGroup(random: Random, depth: number): Group {
  const members = random.list(0, 3, () =>
    depth < 3 && random.chance(0.4) ? randomGroup(random, depth + 1) : randomFilter(random),
  );
  return { kind: random.pick(['and', 'or', 'not'] as const), members };
}

function randomFilter(random: Random, fixed?: readonly Step[]): Filter {
  const steps = fixed ?? randomSteps(random, 'person', random.pick([0, 0, 0, 1, 1, 2, 3]));
  const fields = Object.entries(FIELDS[entityAt(steps)]);
  const [field, { family, texts }] = random.pick(fields);
  const operator = random.pick(OPERATORS[family]);
  return { kind: 'filter', steps, field, operator, values: randomValues(random, operator, texts) };
}

function randomSteps(random: Random, from: EntityName, length: number): Step[] {
  const relations = RELATIONS[from];
  if (length === 0 || relations.length === 0) return [];
  const { name, target, isToMany } = random.pick(relations);
  const quantifier = isToMany ? random.pick(['any', 'any', 'all', 'none'] as const) : 'any';
  const isWritten = quantifier !== 'any' || (isToMany && random.chance(0.2));
  return [{ relation: name, quantifier, isWritten }, ...randomSteps(random, target, length - 1)];
}

/** The entity that steps lead to. */
export function entityAt(steps: readonly { readonly relation: RelationName }[]): EntityName {
  return steps.reduce<EntityName>(
    (entity, step) => RELATIONS[entity].find(({ name }) => name === step.relation)?.target ?? entity,
    'person',
  );
}

function randomValues(random: Random, operator: string, texts: readonly string[]): string[] {
  if (operator === 'isnull') return [random.pick(['true', 'false'])];
  if (TEXT_OPERATORS.includes(operator)) {
    const most = operator.endsWith('contains') ? 2 : 1;
    return random.list(1, most, () => random.pick([...SNIPPETS, ...texts.filter((one) => one.trim() !== '')]));
  }
  if (operator === 'between') return [random.pick(texts), random.pick(texts)];
  return random.list(1, operator === 'eq' || operator === 'ne' ? 2 : 3, () => random.pick(texts));
}

function randomSort(random: Random): SortBy[] {
  const sort = random.list(0, 3, () => {
    const relations: ToOneName[] = [];
    let entity: EntityName = 'person';
    for (let depth = random.pick([0, 0, 1, 2, 3]); depth > 0; depth -= 1) {
      const hop: Hop | undefined = random.some(RELATIONS[entity], 1)[0];
      if (!hop || hop.name === 'staff' || hop.name === 'tags') break;
      relations.push(hop.name);
      entity = hop.target;
    }
    const sortable = Object.entries(FIELDS[entity]).filter(([, { isSortable }]) => isSortable);
    return { relations, field: random.pick(sortable)[0], isDescending: random.chance(0.5) };
  });
  const seen = new Set<string>();
  return sort.filter((term) => {
    const name = sortName(term);
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew;
  });
}

function sortName({ relations, field }: SortBy): string {
  return [...relations, field].join('.');
}

/** The query as the parameters of a URL, without the page. */
export function urlOf({ filters, groups, search, sort }: RandomQuery): string {
  const parameters = new URLSearchParams();
  for (const filter of filters) parameters.append(keyOf(filter), valueOf(filter));
  for (const { kind, members } of groups) parameters.append(kind, membersOf(members));
  if (search.length > 0) parameters.append('q', search.map(wordText).join(' '));
  if (sort.length > 0) {
    parameters.append('sort', sort.map((term) => (term.isDescending ? '-' : '') + sortName(term)).join(','));
  }
  return parameters.toString();
}

function keyOf({ steps, field, operator }: Filter): string {
  const path = [
    ...steps.map(({ relation: name, quantifier, isWritten }) => (isWritten ? `${name}__${quantifier}` : name)),
    field,
  ].join('.');
  return operator === 'eq' ? path : `${path}__${operator}`;
}

function valueOf({ operator, values }: Filter): string {
  if (operator.endsWith('contains')) return values.map(wordText).join(' ');
  if (TEXT_OPERATORS.includes(operator)) return values.map((one) => (/^"/.test(one) ? quoted(one) : one)).join('');
  return values.map((one) => (/^"|,/.test(one) ? quoted(one) : one)).join(',');
}

function membersOf(members: readonly (Filter | Group)[]): string {
  return members
    .map((member) =>
      member.kind === 'filter'
        ? `${keyOf(member)}=${memberValue(member)}`
        : `${member.kind}(${membersOf(member.members)})`,
    )
    .join(',');
}

function memberValue({ operator, values }: Filter): string {
  const [first = '', ...more] = values.map((one) => (/[,()"]/.test(one) || /\s/.test(one) ? quoted(one) : one));
  if (operator.endsWith('contains')) return more.length > 0 ? `(${[first, ...more].join(' ')})` : first;
  return more.length > 0 || operator.endsWith('in') ? `(${[first, ...more].join(',')})` : first;
}

function wordText(word: string): string {
  return /^"|\s/.test(word) ? quoted(word) : word;
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

import type { Asked } from './load.js';
import { ORGS, USERS } from './tables.js';
import type { Dialect, Get, ListAnswer } from './wire.js';

/** What one measured request asks, and what is right for an answer. */
export interface Scenario {
  readonly name: string;
  readonly status: number;
  /** Requests of one turn; fewer where one costs more. */
  readonly turn: number;
  /** Finds out by asking what `ask` needs; not measured. */
  readonly prepare?: (dialect: Dialect, get: Get) => Promise<string>;
  /**
   * The request of this number; numbers go up over all turns, so that writes never repeat themselves. `undefined` where
   * the contender has nothing of the kind.
   */
  readonly ask: (dialect: Dialect, number: number, prepared?: string) => Asked | undefined;
  /** The part of an answer that all contenders have to agree on. */
  readonly essence: (json: unknown, dialect: Dialect) => unknown;
}

const get = (path: string): Asked => ({ method: 'GET', path });
const SPREAD = 7919;
const someId = (number: number): number => 1 + ((number * SPREAD) % (USERS / 2));
const body = (number: number): object => ({
  name: `New user ${number}`,
  email: `new${number}@example.org`,
  role: 'member',
  age: 20 + (number % 50),
  orgId: 1 + (number % ORGS),
});
const DEEP_PAGE = { size: 50, page: 1000 };

const whole = (json: unknown): unknown => json;
const page = (json: unknown, { lists }: Dialect): unknown => lists.read(json).items;
const countedPage = (json: unknown, { lists }: Dialect): ListAnswer => {
  const { items, total } = lists.read(json);
  return { items, total };
};
/** By hand they come in no order: TypeORM cuts a page short that is ordered by a to-many relation. */
const notesInOrder = (json: unknown, { lists }: Dialect): unknown => {
  const { items } = lists.read(json);
  if (!Array.isArray(items)) return items;
  return items.map((user: { readonly notes: readonly { readonly id: number }[] }) => ({
    ...user,
    notes: user.notes.toSorted((one, other) => one.id - other.id),
  }));
};
/** A row as it was made, without what differs from database to database. */
const made = (json: unknown): unknown => {
  if (typeof json !== 'object' || json === null) return undefined;
  const { id: _id, createdAt: _createdAt, ...rest } = json as Readonly<Record<string, unknown>>;
  return rest;
};

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'get one',
    status: 200,
    turn: 2000,
    ask: ({ rows }, n) => rows && get(rows.one(someId(n))),
    essence: whole,
  },
  { name: 'list 20', status: 200, turn: 1000, ask: ({ lists }) => get(lists.newest(20)), essence: page },
  {
    name: 'list 100 + total',
    status: 200,
    turn: 100,
    ask: ({ lists }, n) => get(lists.fromAge(70 + (n % 5), 100)),
    essence: countedPage,
  },
  {
    name: 'list 100 + total by FK',
    status: 200,
    turn: 400,
    ask: ({ lists }, n) => get(lists.ofOrg(1 + (n % ORGS), 100)),
    essence: countedPage,
  },
  { name: 'list 100 + to-one', status: 200, turn: 300, ask: ({ lists }) => get(lists.withOrg(100)), essence: page },
  {
    name: 'list 20 + to-many',
    status: 200,
    turn: 400,
    ask: ({ lists }) => get(lists.withNotes(20)),
    essence: notesInOrder,
  },
  { name: 'list 1,000', status: 200, turn: 60, ask: ({ lists }) => get(lists.newest(1000)), essence: page },
  {
    name: 'page 1,000 of 50',
    status: 200,
    turn: 300,
    prepare: ({ lists }, ask) => lists.deepPage(DEEP_PAGE.size, DEEP_PAGE.page, ask),
    ask: (_dialect, _number, path) => (path === undefined ? undefined : get(path)),
    essence: page,
  },
  {
    name: 'create',
    status: 201,
    turn: 800,
    ask: ({ rows }, n) => rows && { method: 'POST', path: rows.collection, body: body(n) },
    essence: made,
  },
  {
    name: 'patch',
    status: 200,
    turn: 800,
    ask: ({ rows }, n) =>
      rows && { method: 'PATCH', path: rows.one(someId(n)), body: { name: `Renamed ${n}`, age: 20 + (n % 50) } },
    essence: whole,
  },
  {
    name: 'delete',
    status: 204,
    turn: 400,
    // From the end of the table, where no other scenario reads.
    ask: ({ rows }, n) => rows && { method: 'DELETE', path: rows.one(USERS - n) },
    essence: () => undefined,
  },
];

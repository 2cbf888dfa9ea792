import type { Asked } from './load.js';
import { ORGS, USERS } from './tables.js';
import type { Dialect } from './wire.js';

/** What one measured request asks, and what is right for an answer. */
export interface Scenario {
  readonly name: string;
  readonly status: number;
  /** Requests of one turn; fewer where one costs more. */
  readonly turn: number;
  /** The request of this number; numbers go up over all turns, so that writes never repeat themselves. */
  readonly ask: (dialect: Dialect, number: number) => Asked;
  /** The part of an answer that all contenders have to agree on. */
  readonly essence: (json: unknown) => unknown;
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

const whole = (json: unknown): unknown => json;
const page = (json: unknown): unknown => (isRecord(json) ? json.items : undefined);
const countedPage = (json: unknown): unknown => (isRecord(json) ? { items: json.items, total: json.total } : undefined);
/** By hand they come in no order: TypeORM cuts a page short that is ordered by a to-many relation. */
const notesInOrder = (json: unknown): unknown => {
  const users = page(json);
  if (!Array.isArray(users)) return users;
  return users.map((user: { readonly notes: readonly { readonly id: number }[] }) => ({
    ...user,
    notes: user.notes.toSorted((one, other) => one.id - other.id),
  }));
};
/** A row as it was made, without what differs from database to database. */
const made = (json: unknown): unknown => {
  if (!isRecord(json)) return undefined;
  const { id: _id, createdAt: _createdAt, ...rest } = json;
  return rest;
};

export const SCENARIOS: readonly Scenario[] = [
  { name: 'get one', status: 200, turn: 2000, ask: (d, n) => get(d.one(someId(n))), essence: whole },
  { name: 'list 20', status: 200, turn: 1000, ask: (d) => get(d.newest(20)), essence: page },
  {
    name: 'list 100 + total',
    status: 200,
    turn: 100,
    ask: (d, n) => get(d.fromAge(70 + (n % 5), 100)),
    essence: countedPage,
  },
  {
    name: 'list 100 + total by FK',
    status: 200,
    turn: 400,
    ask: (d, n) => get(d.ofOrg(1 + (n % ORGS), 100)),
    essence: countedPage,
  },
  { name: 'list 100 + to-one', status: 200, turn: 300, ask: (d) => get(d.withOrg(100)), essence: page },
  { name: 'list 20 + to-many', status: 200, turn: 400, ask: (d) => get(d.withNotes(20)), essence: notesInOrder },
  { name: 'list 1,000', status: 200, turn: 60, ask: (d) => get(d.newest(1000)), essence: page },
  {
    name: 'create',
    status: 201,
    turn: 800,
    ask: (d, n) => ({ method: 'POST', path: d.collection, body: body(n) }),
    essence: made,
  },
  {
    name: 'patch',
    status: 200,
    turn: 800,
    ask: (d, n) => ({ method: 'PATCH', path: d.one(someId(n)), body: { name: `Renamed ${n}`, age: 20 + (n % 50) } }),
    essence: whole,
  },
  {
    name: 'delete',
    status: 204,
    turn: 400,
    // From the end of the table, where no other scenario reads.
    ask: (d, n) => ({ method: 'DELETE', path: d.one(USERS - n) }),
    essence: () => undefined,
  },
];

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

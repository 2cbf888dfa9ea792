/** What every contender answers for a user. */
export interface UserJson {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly age: number | null;
  readonly active: boolean;
  readonly orgId: number;
  readonly createdAt: string;
  readonly org?: { readonly id: number; readonly name: string; readonly city: string };
  readonly notes?: readonly { readonly id: number; readonly text: string }[];
}

/** Asks a contender for a path, and gives the JSON of its answer. */
export type Get = (path: string) => Promise<unknown>;

/** What the answer to a list says, in words that all share. */
export interface ListAnswer {
  readonly items: unknown;
  readonly total?: unknown;
}

/** A contender's way of saying what a scenario asks of a list. */
export interface ListDialect {
  /** The newest users. */
  newest(size: number): string;
  /** A page of those from an age on, by name backwards, with the total. */
  fromAge(age: number, size: number): string;
  /** The users of an organisation, with the total. */
  ofOrg(orgId: number, size: number): string;
  /** The newest users with their organisations. */
  withOrg(size: number): string;
  /** The newest users with their notes. */
  withNotes(size: number): string;
  /** A page of all users in the order in which they were made; whoever goes by cursor asks its way there. */
  deepPage(size: number, page: number, get: Get): Promise<string>;
  read(answer: unknown): ListAnswer;
}

/** A contender's way of saying what a scenario asks of one row. */
export interface RowDialect {
  readonly collection: string;
  one(id: number): string;
}

/** How a contender is asked. */
export interface Dialect {
  readonly lists: ListDialect;
  /** Not there where a package has lists only. */
  readonly rows?: RowDialect;
}

/** The paths of rows on which all agree that have any. */
export const USER_ROWS: RowDialect = { collection: '/users', one: (id) => `/users/${id}` };

/** The path of a page that one reaches by way of all pages before it. */
export async function walk(first: string, page: number, next: (answer: unknown) => string, get: Get): Promise<string> {
  let path = first;
  for (let at = 1; at < page; at += 1) path = next(await get(path));
  return path;
}

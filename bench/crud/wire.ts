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

/** A contender's way of saying what a scenario asks. */
export interface Dialect {
  one(id: number): string;
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
  readonly collection: string;
}

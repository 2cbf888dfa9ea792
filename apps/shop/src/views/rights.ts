import { Action } from 'nestjs-restview';
import type { Role } from '../entities/staff.js';

/** What each role may do with a resource; an action is one of the five, or the name of a custom one. */
export type Rights = Readonly<Record<Role, (action: string) => boolean>>;

const everything = () => true;
const nothing = () => false;
const reading = (action: string) => action === Action.GET_MANY || action === Action.GET_ONE;
const allBut =
  (...actions: readonly string[]) =>
  (action: string) =>
    !actions.includes(action);

/** What is sold, by managers; clerks look it up. */
export const CATALOGUE: Rights = { owner: everything, manager: everything, clerk: reading };

/** The daily work of everybody; only clerks delete nothing. */
export const SALES: Rights = { owner: everything, manager: everything, clerk: allBut(Action.DELETE, 'restore') };

/** What clerks have no part in. */
export const MANAGEMENT: Rights = { owner: everything, manager: everything, clerk: nothing };

/** The members of staff. */
export const OWNERS_ONLY: Rights = { owner: everything, manager: nothing, clerk: nothing };

/** The store itself: everybody sees it. */
export const OWNERS_CHANGE: Rights = {
  owner: everything,
  manager: allBut('changeStore', Action.UPDATE),
  clerk: allBut('changeStore', Action.UPDATE),
};

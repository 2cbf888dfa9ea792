import type { Mistake } from '../../errors/mistake.js';
import type { MistakeList } from './mistake-list.js';

/** What the body of a change would be, were there no row to change. */
export interface PossibleCreation {
  /** What the class of the create body gives by itself to what the change leaves out. */
  readonly initial: object;
  /** What forbids to make a row of it. */
  readonly mistakes: readonly Mistake[];
}

const CREATIONS = new WeakMap<object, { readonly initial: object; readonly mistakes: MistakeList }>();

/** Keeps what a body would be as that of a create: only the database tells whether the row that it names is there. */
export function noteCreation(change: object, value: object, mistakes: MistakeList): void {
  const initial = Object.fromEntries(Object.entries(value).filter(([property]) => !Object.hasOwn(change, property)));
  CREATIONS.set(change, { initial, mistakes });
}

/** What a class gives to a row that may have to be made; its references are looked up with those of the body. */
export function initialValuesOf(change: object): object | undefined {
  return CREATIONS.get(change)?.initial;
}

/**
 * What the body of a change would be as that of a create; `undefined` for one that no reader has read.
 *
 * @throws what a validator of the application threw, when nothing is wrong with the body.
 */
export function creationOf(change: object): PossibleCreation | undefined {
  const noted = CREATIONS.get(change);
  if (!noted) return undefined;
  noted.mistakes.throwUnexplained();
  return { initial: noted.initial, mistakes: noted.mistakes.toArray() };
}

import type { Mistake } from '../../errors/mistake.js';
import type { MistakeList } from './mistake-list.js';

/** What the body of a change would be, were there no row to change. */
export interface PossibleCreation {
  /** An instance of the class of the create body, with what its initialisers give. */
  readonly value: object;
  /** What forbids to make a row of it. */
  readonly mistakes: readonly Mistake[];
}

const CREATIONS = new WeakMap<object, { readonly value: object; readonly mistakes: MistakeList }>();

/** Keeps what a body would be as that of a create: only the database tells whether the row that it names is there. */
export function noteCreation(change: object, value: object, mistakes: MistakeList): void {
  CREATIONS.set(change, { value, mistakes });
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
  return { value: noted.value, mistakes: noted.mistakes.toArray() };
}

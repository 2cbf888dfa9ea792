import type { Mistake } from '../errors/mistake.js';

/** More than anyone reads; a hostile body of a million wrong keys must not become an answer of a million mistakes. */
const MOST_MISTAKES = 100;

/** The mistakes of one body, in the order in which they are found, up to a hundred. */
export class MistakeList {
  readonly #mistakes: Mistake[] = [];

  get isFull(): boolean {
    return this.#mistakes.length >= MOST_MISTAKES;
  }

  /** @param pointer - JSON Pointer into the body; the empty string is the whole body. */
  add(pointer: string, code: string, detail: string): void {
    if (!this.isFull) this.#mistakes.push(Object.freeze({ pointer, code, detail }));
  }

  toArray(): readonly Mistake[] {
    return Object.freeze(this.#mistakes);
  }
}

/** The JSON Pointer (RFC 6901) of a member of what a pointer points to. */
export function pointerTo(parent: string, member: string): string {
  return `${parent}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

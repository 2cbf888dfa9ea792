import type { Mistake } from '../../errors/mistake.js';

/** More than anyone reads; a hostile body of a million wrong keys must not become an answer of a million mistakes. */
export const MOST_MISTAKES = 100;

/** The mistakes of one body, in the order in which they are found, up to a hundred. */
export class MistakeList {
  readonly #mistakes: Mistake[] = [];
  readonly #stumbles: unknown[] = [];

  get isFull(): boolean {
    return this.#mistakes.length >= MOST_MISTAKES;
  }

  /** @param pointer - JSON Pointer into the body; the empty string is the whole body. */
  add(pointer: string, code: string, detail: string): void {
    if (!this.isFull) this.#mistakes.push(Object.freeze({ pointer, code, detail }));
  }

  /**
   * Notes what a validator threw instead of judging.
   *
   * Most validators stumble over values that have a mistake already, or look at a field that is missing. Only where
   * nothing else is wrong with the body it is the application's own failure.
   */
  addStumble(error: unknown): void {
    this.#stumbles.push(error);
  }

  /** @throws what a validator threw, when no mistake of the client explains it. */
  throwUnexplained(): void {
    if (this.#mistakes.length === 0 && this.#stumbles.length > 0) throw this.#stumbles[0];
  }

  toArray(): readonly Mistake[] {
    return Object.freeze(this.#mistakes);
  }
}

/** The JSON Pointer (RFC 6901) of a member of what a pointer points to. */
export function pointerTo(parent: string, member: string): string {
  return `${parent}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

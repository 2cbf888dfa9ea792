/** What became of a client's value: the entity's value, or why it cannot be one. */
export type ValueReading =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      /** Stable, machine-readable kind in snake case. */
      readonly code: ValueMistakeCode;
      /** One sentence for people, without the name of the field. */
      readonly detail: string;
    };

/**
 * The kinds of mistakes that a single value can have.
 *
 * - `type` not of the column's kind, or not in its text form
 * - `out_of_range` a number or date that the column cannot hold
 * - `too_long` text longer than the column
 * - `enum` not one of the column's values
 * - `invalid_character` a NUL character, half a surrogate pair, or a comma where the column separates by commas
 * - `too_deep` JSON nested deeper than databases take
 */
export type ValueMistakeCode = 'type' | 'out_of_range' | 'too_long' | 'enum' | 'invalid_character' | 'too_deep';

/** The entity's value of what the client sent. */
export function accepted(value: unknown): ValueReading {
  return { ok: true, value };
}

/** A refusal: why a client's value cannot be the entity's. */
export function refused(code: ValueMistakeCode, detail: string): ValueReading {
  return { ok: false, code, detail };
}

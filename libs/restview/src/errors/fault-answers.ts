import type { FaultKind } from './driver-fault.js';
import { Conflict, ServiceUnavailable, Unprocessable } from './problems.js';

/**
 * How the client hears of one kind of fault.
 *
 * @internal
 */
export interface FaultAnswer {
  readonly Problem: typeof Conflict | typeof Unprocessable | typeof ServiceUnavailable;
  /** Code and title of the problem, where the class's own say too little. */
  readonly code?: string;
  readonly title?: string;
  /** Code of each mistake; without it the answer lists none. */
  readonly mistake?: string;
  /** The sentence when public fields are known: `fields` reads `"a"` or `"a" and "b"`. */
  readonly about?: (fields: string, isOne: boolean) => string;
  /** The sentence when none is. */
  readonly otherwise: string;
}

const busy: FaultAnswer = {
  Problem: ServiceUnavailable,
  otherwise: 'Other requests were changing the same rows; nothing was changed. Try again in a moment.',
};

/**
 * One answer for each kind of fault. The sentences are all that a client reads of an error of the database.
 *
 * @internal
 */
export const faultAnswers: Readonly<Record<FaultKind, FaultAnswer>> = {
  unique: {
    Problem: Conflict,
    code: 'unique_violation',
    title: 'Already taken',
    mistake: 'unique',
    about: (fields, isOne) => `Another row has ${isOne ? 'this value' : 'these values'} of ${fields} already.`,
    otherwise: 'Another row has a value already that only one row may have.',
  },
  foreign_key: {
    Problem: Unprocessable,
    code: 'reference_not_found',
    title: 'Reference not found',
    mistake: 'reference_not_found',
    about: (fields) => `There is no row that ${fields} could refer to.`,
    otherwise: 'The request refers to a row that does not exist.',
  },
  foreign_key_referenced: {
    Problem: Conflict,
    code: 'still_referenced',
    title: 'Still referenced',
    otherwise: 'Other rows still refer to this one.',
  },
  foreign_key_either: {
    Problem: Conflict,
    otherwise: 'A reference between rows does not allow this change.',
  },
  not_null: {
    Problem: Unprocessable,
    mistake: 'required',
    about: (fields) => `${fields} must have a value.`,
    otherwise: 'A value that must be there is missing.',
  },
  check: {
    Problem: Unprocessable,
    code: 'check_violation',
    title: 'Value not allowed',
    mistake: 'check',
    about: (fields, isOne) => `${fields} ${isOne ? 'has a value that is' : 'have values that are'} not allowed.`,
    otherwise: 'A value, or a combination of values, is not allowed.',
  },
  exclusion: {
    Problem: Conflict,
    code: 'exclusion_violation',
    title: 'Collision',
    mistake: 'exclusion',
    about: (fields) => `Another row collides with this one in ${fields}.`,
    otherwise: 'Another row collides with this one.',
  },
  out_of_range: {
    Problem: Unprocessable,
    mistake: 'out_of_range',
    about: (fields) => `${fields} is out of range.`,
    otherwise: 'A value is out of range.',
  },
  too_long: {
    Problem: Unprocessable,
    mistake: 'too_long',
    about: (fields) => `${fields} is too long.`,
    otherwise: 'A value is too long.',
  },
  bad_encoding: {
    Problem: Unprocessable,
    mistake: 'bad_encoding',
    about: (fields) => `${fields} has characters that cannot be stored.`,
    otherwise: 'A value has characters that cannot be stored.',
  },
  invalid_text: {
    Problem: Unprocessable,
    mistake: 'invalid_value',
    about: (fields) => `${fields} is not a value of the right type.`,
    otherwise: 'A value is not of the right type.',
  },
  serialization: busy,
  deadlock: busy,
  busy,
  connection: {
    Problem: ServiceUnavailable,
    code: 'unavailable',
    title: 'Unavailable',
    otherwise: 'The database cannot be reached. Try again in a moment.',
  },
};

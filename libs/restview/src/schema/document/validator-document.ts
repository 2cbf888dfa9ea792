import type { PropertyDocument } from './swagger-metadata.js';
import type { ValidatorMetadata } from '../validator-metadata.js';

/** What the document says of a field because of the validators that somebody wrote. */
export function validatorDocument(validators: readonly ValidatorMetadata[]): PropertyDocument {
  const words = validators
    .filter(({ each }) => !each)
    .map(({ name, constraints }) =>
      name === undefined ? {} : (WORDS[name]?.((constraints as readonly unknown[] | undefined) ?? []) ?? {}),
    );
  // `@Max(9)` beside `@IsInt()` says that it is a number, which is known more exactly.
  return words.reduce<PropertyDocument>(
    (document, word) => ({ ...document, ...word, ...(document.type === 'integer' && { type: 'integer' }) }),
    {},
  );
}

/** The validators that OpenAPI has a word for, by their names. */
const WORDS: Readonly<Record<string, (constraints: readonly unknown[]) => PropertyDocument>> = {
  isString: () => ({ type: 'string' }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isBoolean: () => ({ type: 'boolean' }),
  isObject: () => ({ type: 'object' }),
  isEmail: () => ({ type: 'string', format: 'email' }),
  isUrl: () => ({ type: 'string', format: 'uri' }),
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isIso8601: () => ({ type: 'string' }),
  isDateString: () => ({ type: 'string' }),
  isLength: ([minLength, maxLength]) => ({ type: 'string', ...number({ minLength }), ...number({ maxLength }) }),
  minLength: ([minLength]) => ({ type: 'string', ...number({ minLength }) }),
  maxLength: ([maxLength]) => ({ type: 'string', ...number({ maxLength }) }),
  min: ([minimum]) => ({ type: 'number', ...number({ minimum }) }),
  max: ([maximum]) => ({ type: 'number', ...number({ maximum }) }),
  arrayMinSize: ([minItems]) => number({ minItems }),
  arrayMaxSize: ([maxItems]) => number({ maxItems }),
  matches: ([pattern]) => ({ type: 'string', ...(pattern instanceof RegExp && { pattern: pattern.source }) }),
  isIn: ([values]) => (Array.isArray(values) ? { enum: values } : {}),
  isEnum: ([, values]) => (Array.isArray(values) ? { enum: values } : {}),
};

function number(word: Readonly<Record<string, unknown>>): PropertyDocument {
  return Object.values(word).every((value) => typeof value === 'number') ? word : {};
}

import type { PropertyDocument } from './swagger-metadata.js';
import type { ValidatorMetadata } from '../validator-metadata.js';

/** What the document says of a field because of the validators that somebody wrote. */
export function validatorDocument(validators: readonly ValidatorMetadata[]): PropertyDocument {
  const words = validators
    .filter(({ each }) => !each)
    .map(({ name, constraints }) =>
      name === undefined ? {} : (WORDS[name]?.((constraints as readonly unknown[] | undefined) ?? []) ?? {}),
    );
  return words.reduce<PropertyDocument>((document, word) => ({ ...document, ...word }), {});
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
  isLength: ([minLength, maxLength]) => ({ ...number({ minLength }), ...number({ maxLength }) }),
  minLength: ([minLength]) => number({ minLength }),
  maxLength: ([maxLength]) => number({ maxLength }),
  min: ([minimum]) => number({ minimum }),
  max: ([maximum]) => number({ maximum }),
  arrayMinSize: ([minItems]) => number({ minItems }),
  arrayMaxSize: ([maxItems]) => number({ maxItems }),
  matches: ([pattern]) => (pattern instanceof RegExp ? { pattern: pattern.source } : {}),
  isIn: ([values]) => (Array.isArray(values) ? { enum: values } : {}),
  isEnum: ([, values]) => (Array.isArray(values) ? { enum: values } : {}),
};

function number(word: Readonly<Record<string, unknown>>): PropertyDocument {
  return Object.values(word).every((value) => typeof value === 'number') ? word : {};
}
